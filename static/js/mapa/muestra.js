import { pintarCapa } from "./pintar.js";

const [ANCHO, ALTO] = [32, 20];
const ZOOM = 15;

const CUERPOS = [
  [[{ x: ANCHO / 2, y: ALTO / 2 }]],
  [[{ x: 4, y: 14 }, { x: 12, y: 7 }, { x: 20, y: 13 }, { x: 28, y: 6 }]],
  [[{ x: 3, y: 3 }, { x: 29, y: 3 }, { x: 29, y: 17 }, { x: 3, y: 17 }, { x: 3, y: 3 }]],
];

/** The sign of a class for the legend, drawn by the map's own hand. datos: what a feature of it would carry. */
export function muestra(capa, datos = {}) {
  const lienzo = document.createElement("canvas");
  const dpr = Math.min(3, window.devicePixelRatio || 1);
  Object.assign(lienzo, { width: ANCHO * dpr, height: ALTO * dpr, className: "muestra" });
  lienzo.setAttribute("aria-hidden", "true");
  const ctx = lienzo.getContext("2d");
  ctx.scale(dpr, dpr);
  const rasgo = { datos, partes: CUERPOS[capa.dimension], caja: [0, 0, ANCHO, ALTO] };
  pintarCapa(ctx, sinRecuerdo(capa), [rasgo], { k: 1, ox: 0, oy: 0, lado: ANCHO, zoom: ZOOM, dpr });
  return lienzo;
}

// A copy: the legend's invented features must not mark the layer as having some without class.
const sinRecuerdo = ({ dimension, estilo }) => ({ dimension, estilo });
