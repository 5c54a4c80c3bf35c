import { datosDe } from "../comun/dom.js";
import { crearMapa } from "../mapa/mapa.js";

const contenedor = document.querySelector("[data-mapa-gestion]");

/** The inbox map: a marker per report, the segment of one, or a pin that fills a form. */
function mostrar({ reportes, tramo, ...configuracion }) {
  contenedor.tabIndex = 0;
  const [unico] = reportes.length === 1 ? reportes : [];
  const mapa = crearMapa(contenedor, { ...configuracion, mapaBase: configuracion.mapa_base, ...(unico && { centro: unico.centro, zoom: 17 }) });
  if (tramo) mapa.resaltar(typeof tramo === "string" ? JSON.parse(tramo) : tramo);
  if ("moverPin" in contenedor.dataset) ponerPin(mapa, unico?.centro ?? configuracion.centro);
  else ponerMarcadores(mapa, reportes, !unico);
}

function ponerMarcadores(mapa, reportes, encuadrar) {
  const grupo = mapa.marcadores(reportes.map(conDetalle), ({ href }) => location.assign(href));
  if (encuadrar && grupo.caja) mapa.irA({ extension: grupo.caja, zoom: 16 });
}

const conDetalle = (reporte) => ({ ...reporte, detalle: reporte.codigo });

function ponerPin(mapa, lugar) {
  const campos = ["lon", "lat"].map((nombre) => document.querySelector(`[data-pin] [name=${nombre}]`));
  const pin = mapa.pin(lugar, (donde) => campos.forEach((campo, i) => (campo.value = donde[i].toFixed(6))));
  const leer = () => pin.mover(campos.map(({ value }) => Number(value.replace(",", "."))));
  campos.forEach((campo) => campo.addEventListener("change", leer));
}

if (contenedor) mostrar(datosDe("configuracion"));
