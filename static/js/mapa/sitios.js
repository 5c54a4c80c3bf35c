/** Twice the signed area of a ring, square tile units. */
function areaDe(anillo) {
  let suma = 0;
  for (let i = 1; i < anillo.length; i += 1) suma += anillo[i - 1].x * anillo[i].y - anillo[i].x * anillo[i - 1].y;
  return suma;
}

/** Where to write a polygon's name: {x, y, area}, inside its largest ring, tile units. */
export function centroDe(anillos) {
  const [mayor] = anillos.map((anillo) => ({ anillo, area: Math.abs(areaDe(anillo)) })).sort((a, b) => b.area - a.area);
  const centro = centroide(mayor.anillo);
  return { ...enmendado(mayor.anillo, centro), area: mayor.area };
}

function centroide(anillo) {
  let [x, y, total] = [0, 0, 0];
  for (let i = 1; i < anillo.length; i += 1) {
    const [a, b] = [anillo[i - 1], anillo[i]];
    const cruz = a.x * b.y - b.x * a.y;
    x += (a.x + b.x) * cruz;
    y += (a.y + b.y) * cruz;
    total += cruz;
  }
  return total ? { x: x / (3 * total), y: y / (3 * total) } : anillo[0];
}

// A bent polygon may not hold its own centroid: then the middle of its widest stretch at that height.
function enmendado(anillo, { x, y }) {
  const cortes = [];
  for (let i = 1; i < anillo.length; i += 1) {
    const [a, b] = [anillo[i - 1], anillo[i]];
    if (a.y > y !== b.y > y) cortes.push(((b.x - a.x) * (y - a.y)) / (b.y - a.y) + a.x);
  }
  cortes.sort((a, b) => a - b);
  const tramos = cortes.flatMap((desde, i) => (i % 2 ? [] : [[desde, cortes[i + 1]]]));
  if (!tramos.length || tramos.some(([a, b]) => a <= x && x <= b)) return { x, y };
  const [[desde, hasta]] = tramos.sort(([a, b], [c, d]) => d - c - (b - a));
  return { x: (desde + hasta) / 2, y };
}

/**
 * The straightest stretch of a line that holds `ancho` px: {x, y, angulo, largo} on the canvas, or null.
 * en: {k, ox, oy}, from tile units to px.
 */
export function tramoRecto(parte, en, ancho) {
  const puntos = parte.map(({ x, y }) => ({ x: x * en.k - en.ox, y: y * en.k - en.oy }));
  let mejor = null;
  for (let i = 0; i < puntos.length - 1; i += 1) {
    const tramo = desde(puntos, i, ancho);
    if (tramo && (!mejor || tramo.largo > mejor.largo)) mejor = tramo;
  }
  return mejor;
}

function desde(puntos, i, ancho) {
  let [recorrido, mejor] = [0, null];
  for (let j = i + 1; j < puntos.length; j += 1) {
    recorrido += Math.hypot(puntos[j].x - puntos[j - 1].x, puntos[j].y - puntos[j - 1].y);
    const cuerda = Math.hypot(puntos[j].x - puntos[i].x, puntos[j].y - puntos[i].y);
    if (cuerda < recorrido * 0.985) break;
    if (cuerda >= ancho) mejor = entre(puntos[i], puntos[j], cuerda);
  }
  return mejor;
}

function entre(a, b, largo) {
  let angulo = Math.atan2(b.y - a.y, b.x - a.x);
  if (angulo > Math.PI / 2 || angulo <= -Math.PI / 2) angulo += angulo > 0 ? -Math.PI : Math.PI;
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, angulo, largo };
}
