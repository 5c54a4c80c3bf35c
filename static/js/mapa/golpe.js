import { escalaLinea, escalaPunto, estiloDe } from "./estilo.js";
import { marcoDe, rasgosDe } from "./lienzo.js";

/**
 * What is drawn at a place: [{capa, id, distancia}], uppermost first, each feature once.
 * cuadros: the squares in view; datos: [{capa, ocultas}]; lugar: {x, y} world px at the zoom; margen: px of tolerance.
 */
export function hallar(cuadros, datos, lugar, margen) {
  const hallados = [];
  for (const cuadro of cuadros) {
    const punto = { x: lugar.x - cuadro.coords.x * 512, y: lugar.y - cuadro.coords.y * 512 };
    if (cerca(punto, margen)) datos.forEach((visto) => probarCapa(cuadro, visto, punto, margen, hallados));
  }
  return sinRepetir(hallados.sort((a, b) => a.capa.dimension - b.capa.dimension || a.distancia - b.distancia));
}

const cerca = ({ x, y }, m) => x >= -m && y >= -m && x <= 512 + m && y <= 512 + m;

function sinRepetir(hallados) {
  const vistos = new Set();
  return hallados.filter(({ capa, id }) => !vistos.has(`${capa.id}:${id}`) && vistos.add(`${capa.id}:${id}`));
}

function probarCapa(cuadro, { capa, ocultas }, punto, margen, hallados) {
  for (const rasgo of rasgosDe(cuadro, capa) || []) {
    if (rasgo.id === undefined) continue;
    const distancia = alcance(capa, rasgo, ocultas, cuadro, punto, margen);
    if (distancia !== null) hallados.push({ capa, id: rasgo.id, distancia });
  }
}

/** px from the symbol to the point, 0 inside; null beyond the tolerance. */
function alcance(capa, rasgo, ocultas, cuadro, punto, margen) {
  const marco = marcoDe(cuadro, rasgo.extension);
  const p = { x: (punto.x + marco.ox) / marco.k, y: (punto.y + marco.oy) / marco.k };
  const tolerancia = margen + 12;
  if (!enCaja(rasgo.caja, p, tolerancia / marco.k)) return null;
  const estilo = estiloDe(capa, rasgo.datos, ocultas);
  if (!estilo) return null;
  const [medir, medio] = MEDIDAS[capa.dimension];
  const distancia = Math.max(0, medir(rasgo.partes, p) * marco.k - medio(estilo, marco.zoom));
  return distancia <= (capa.dimension === 2 ? 0 : margen) ? distancia : null;
}

const enCaja = ([x1, y1, x2, y2], { x, y }, m) => x >= x1 - m && x <= x2 + m && y >= y1 - m && y <= y2 + m;

const aPuntos = (partes, p) => Math.min(...partes.map(([q]) => Math.hypot(q.x - p.x, q.y - p.y)));
const aLineas = (partes, p) => Math.min(...partes.map((parte) => aLinea(parte, p)));

function aLinea(parte, p) {
  let menor = Infinity;
  for (let i = 1; i < parte.length; i += 1) menor = Math.min(menor, aSegmento(parte[i - 1], parte[i], p));
  return menor;
}

function aSegmento(a, b, p) {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  const t = Math.max(0, Math.min(1, ((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy || 1)));
  return Math.hypot(a.x + t * dx - p.x, a.y + t * dy - p.y);
}

// Even-odd: a hole is outside.
function aPoligono(partes, p) {
  let dentro = false;
  for (const anillo of partes) {
    for (let i = 1; i < anillo.length; i += 1) if (cruza(anillo[i - 1], anillo[i], p)) dentro = !dentro;
  }
  return dentro ? 0 : Infinity;
}

const cruza = (a, b, p) => a.y > p.y !== b.y > p.y && p.x < ((b.x - a.x) * (p.y - a.y)) / (b.y - a.y) + a.x;

const MEDIDAS = [
  [aPuntos, (estilo, zoom) => (estilo.grosor * escalaPunto(zoom)) / 2],
  [aLineas, (estilo, zoom) => (estilo.grosor * escalaLinea(zoom)) / 2],
  [aPoligono, () => 0],
];
