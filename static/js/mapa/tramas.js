const LADO = 8; // divides the tile's 512 px, so hatches meet at the borders
const RAYAS = {
  diagonal: [[-2, 10, 10, -2], [-6, 6, 6, -6], [2, 14, 14, 2]],
  cruzada: [[-2, 10, 10, -2], [-6, 6, 6, -6], [2, 14, 14, 2], [-2, -2, 10, 10], [-6, 2, 6, 14], [2, -6, 14, 6]],
  horizontal: [[0, 4, 8, 4]],
  vertical: [[4, 0, 4, 8]],
};
const hechas = new Map();

/** A hatch as a fill for `ctx`; drawn once per look. dpr: device pixels per px. */
export function patron(ctx, trama, color, dpr) {
  const clave = `${trama}|${color}|${dpr}`;
  if (!hechas.has(clave)) hechas.set(clave, loseta(trama, color, dpr));
  const relleno = ctx.createPattern(hechas.get(clave), "repeat");
  relleno.setTransform(new DOMMatrix().scale(LADO / hechas.get(clave).width));
  return relleno;
}

function loseta(trama, color, dpr) {
  const lienzo = document.createElement("canvas");
  lienzo.width = lienzo.height = Math.round(LADO * dpr);
  const ctx = lienzo.getContext("2d");
  ctx.scale(lienzo.width / LADO, lienzo.width / LADO);
  ctx.strokeStyle = ctx.fillStyle = color;
  ctx.lineWidth = 1.1;
  ctx.beginPath();
  if (trama === "puntos") [[2, 2], [6, 6]].forEach(([x, y]) => { ctx.moveTo(x + 1, y); ctx.arc(x, y, 1, 0, 7); });
  (RAYAS[trama] || []).forEach(([x1, y1, x2, y2]) => { ctx.moveTo(x1, y1); ctx.lineTo(x2, y2); });
  if (trama === "puntos") ctx.fill();
  else ctx.stroke();
  return lienzo;
}
