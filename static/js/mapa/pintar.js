import { escalaLinea, escalaPunto, estiloDe } from "./estilo.js";
import { trazarForma } from "./formas.js";
import { patron } from "./tramas.js";

/**
 * Draws the features of a layer in a tile.
 * marco: {k: px per tile unit, ox, oy: px, lado: px, zoom, dpr}; visto: {opacidad 0–1, ocultas: Set}.
 */
export function pintarCapa(ctx, capa, rasgos, marco, visto = {}) {
  ctx.save();
  ctx.globalAlpha = visto.opacidad ?? 1;
  ctx.lineJoin = ctx.lineCap = "round";
  for (const [estilo, grupo] of agrupar(capa, rasgos, marco, visto.ocultas)) {
    PINTORES[capa.dimension](ctx, estilo, grupo, marco);
  }
  ctx.restore();
}

// The first class of the legend ends on top.
function agrupar(capa, rasgos, marco, ocultas) {
  const grupos = new Map();
  for (const rasgo of rasgos) {
    const estilo = enMarco(rasgo, marco) && estiloDe(capa, rasgo.datos, ocultas);
    if (!estilo) continue;
    if (!grupos.has(estilo)) grupos.set(estilo, []);
    grupos.get(estilo).push(rasgo);
  }
  return [...grupos].sort(([a], [b]) => b.orden - a.orden);
}

/** Whether any of a feature may show in the tile, with room for its symbol. */
export function enMarco({ caja: [x1, y1, x2, y2] }, { k, ox, oy, lado }) {
  const m = 32;
  return x2 * k - ox > -m && x1 * k - ox < lado + m && y2 * k - oy > -m && y1 * k - oy < lado + m;
}

/** Adds lines or rings to a new path. */
export function trazar(ctx, grupo, { k, ox, oy }, cerrar = false) {
  ctx.beginPath();
  for (const { partes } of grupo) {
    for (const parte of partes) {
      parte.forEach(({ x, y }, i) => ctx[i ? "lineTo" : "moveTo"](x * k - ox, y * k - oy));
      if (cerrar) ctx.closePath();
    }
  }
}

/** Strokes the current path: colour, px, dash in px. */
export function linea(ctx, color, grosor, rayas = []) {
  ctx.strokeStyle = color;
  ctx.lineWidth = grosor;
  ctx.setLineDash(rayas);
  ctx.stroke();
}

function pintarPoligonos(ctx, estilo, grupo, marco) {
  const alfa = ctx.globalAlpha;
  trazar(ctx, grupo, marco, true);
  ctx.globalAlpha = alfa * estilo.opacidad;
  ctx.fillStyle = estilo.color;
  if (estilo.opacidad) ctx.fill();
  ctx.globalAlpha = alfa;
  if (estilo.trama) rayar(ctx, estilo, marco);
  linea(ctx, estilo.color, Math.max(0.7, estilo.grosor * Math.min(1.3, escalaLinea(marco.zoom) + 0.15)), estilo.contorno);
}

function rayar(ctx, estilo, { dpr }) {
  const alfa = ctx.globalAlpha;
  ctx.globalAlpha = alfa * 0.75;
  ctx.fillStyle = patron(ctx, estilo.trama, estilo.color, dpr);
  ctx.fill();
  ctx.globalAlpha = alfa;
}

function pintarLineas(ctx, estilo, grupo, marco) {
  const ancho = Math.max(1, estilo.grosor * escalaLinea(marco.zoom));
  trazar(ctx, grupo, marco);
  linea(ctx, "rgb(255 255 255 / .85)", ancho + 2.5);
  ctx.lineCap = estilo.trazo.length ? "butt" : "round";
  linea(ctx, estilo.color, ancho, estilo.trazo);
  ctx.lineCap = "round";
}

function pintarPuntos(ctx, estilo, grupo, marco) {
  const radio = (estilo.grosor * escalaPunto(marco.zoom)) / 2;
  ctx.beginPath();
  for (const { partes } of grupo) {
    for (const [{ x, y }] of partes) trazarForma(ctx, estilo.forma, x * marco.k - marco.ox, y * marco.k - marco.oy, radio);
  }
  linea(ctx, "#fff", 3.5);
  ctx.fillStyle = estilo.color;
  ctx.fill();
}

const PINTORES = [pintarPuntos, pintarLineas, pintarPoligonos];
