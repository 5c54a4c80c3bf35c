import { datosDe } from "../comun/dom.js";
import { crearMapa } from "../mapa/mapa.js";

const contenedor = document.querySelector("[data-mapa-analisis]");

/** The map of an analysis: where its result lies, or a pin that fills the place of its form. */
function abrir({ resultado, ...configuracion }) {
  contenedor.hidden = false;
  contenedor.tabIndex = 0;
  const mapa = crearMapa(contenedor, { ...configuracion, mapaBase: configuracion.mapa_base });
  if (resultado) mostrar(mapa, resultado);
  else ponerPin(mapa, configuracion.centro);
}

function mostrar(mapa, { geometria, caja: [oeste, sur, este, norte] }) {
  mapa.resaltar(geometria);
  mapa.irA({ extension: [oeste, sur, este, norte], centro: [(oeste + este) / 2, (sur + norte) / 2], zoom: 16 });
}

function ponerPin(mapa, lugar) {
  const campos = ["lon", "lat"].map((eje) => document.querySelector(`[data-eje=${eje}]`));
  const pin = mapa.pin(lugar, (donde) => campos.forEach((campo, i) => (campo.value = donde[i].toFixed(6))));
  const leer = () => pin.mover(campos.map(({ value }) => Number(value.replace(",", "."))));
  campos.forEach((campo) => campo.addEventListener("change", leer));
}

if (contenedor) abrir(datosDe("configuracion"));
