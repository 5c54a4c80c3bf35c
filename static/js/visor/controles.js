import { el, icono } from "../comun/dom.js";
import { pedirUbicacion } from "../comun/ubicacion.js";

/** The buttons over the map: closer, farther, where am I, copy the link. */
export function ponerControles(lugar, { mapa, avisos, extension }) {
  const boton = (dibujo, nombre, hacer) => el("button", { type: "button", "aria-label": nombre, title: nombre, onclick: hacer }, icono(dibujo));
  lugar.append(
    el("div", { class: "grupo" }, boton("mas", "Acercar", () => mapa.acercar(1)), boton("menos", "Alejar", () => mapa.acercar(-1))),
    el("div", { class: "grupo" }, boton("lugar", "Dónde estoy", (evento) => dondeEstoy(evento.currentTarget, mapa, avisos, extension))),
    el("div", { class: "grupo" }, boton("enlace", "Copiar el enlace de esta vista", () => copiarEnlace(avisos))),
  );
}

async function dondeEstoy(boton, mapa, avisos, extension) {
  boton.setAttribute("aria-busy", "true");
  try {
    const { lugar, precision } = await pedirUbicacion();
    avisos.quitar("ubicacion");
    if (!dentro(lugar, extension)) return avisos.poner("ubicacion", "Usted está fuera del municipio: este mapa no llega hasta allá.", { segundos: 10 });
    mapa.ubicar(lugar, precision);
    mapa.irA({ centro: lugar, zoom: precision < 200 ? 17 : 15 });
    avisos.anunciar(`Su ubicación está en el centro del mapa, con una precisión de ${Math.round(precision)} metros.`);
  } catch (falla) {
    avisos.poner("ubicacion", falla.message, { segundos: 12 });
  } finally {
    boton.removeAttribute("aria-busy");
  }
  return undefined;
}

const dentro = ([lon, lat], caja) => !caja || (lon >= caja[0] && lon <= caja[2] && lat >= caja[1] && lat <= caja[3]);

async function copiarEnlace(avisos) {
  try {
    await navigator.clipboard.writeText(location.href);
    avisos.poner("enlace", "Enlace copiado: abre esta misma vista.", { segundos: 4 });
  } catch {
    avisos.poner("enlace", "No se pudo copiar. El enlace de esta vista está en la barra de direcciones.", { segundos: 8 });
  }
}
