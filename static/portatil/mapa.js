// What a map that travels as a file carries inside: Leaflet, and popups made of text nodes, so that no datum is ever HTML.
import L from "leaflet";
import { datosDe, el } from "../js/comun/dom.js";

function ventana({ id }, capa) {
  capa.bindPopup(() => contenido(datosDe("textos")[id]), { maxHeight: 280, maxWidth: 260 });
}

function contenido({ titulo, frase, atributos }) {
  const filas = atributos.flatMap(([nombre, texto]) => [el("dt", {}, nombre), el("dd", {}, texto)]);
  return el("div", {}, el("strong", {}, titulo), el("p", {}, frase), el("dl", {}, ...filas));
}

L.Control.Scale.mergeOptions({ imperial: false });
Object.assign(window, { L, sig: { ventana } });
