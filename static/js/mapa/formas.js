const vuelta = (n, radio, giro = -Math.PI / 2) =>
  Array.from({ length: n }, (_, i) => {
    const r = Array.isArray(radio) ? radio[i % radio.length] : radio;
    const a = giro + (i * 2 * Math.PI) / n;
    return [r * Math.cos(a), r * Math.sin(a)];
  });

const BRAZO = 0.3;
const CRUZ = [[-1, -1 + BRAZO], [-1 + BRAZO, -1], [0, -BRAZO], [1 - BRAZO, -1], [1, -1 + BRAZO], [BRAZO, 0], [1, 1 - BRAZO], [1 - BRAZO, 1], [0, BRAZO], [-1 + BRAZO, 1], [-1, 1 - BRAZO], [-BRAZO, 0]];

// Each in a circle of radius 1, sized so that all weigh the same to the eye.
const FORMAS = {
  cuadrado: [[-0.85, -0.85], [0.85, -0.85], [0.85, 0.85], [-0.85, 0.85]],
  triangulo: vuelta(3, 1.2).map(([x, y]) => [x, y + 0.15]),
  rombo: vuelta(4, 1.15),
  estrella: vuelta(10, [1.3, 0.58]),
  cruz: CRUZ,
};

/** Adds a point symbol to the current path, centred at (x, y), `radio` px. */
export function trazarForma(ctx, forma, x, y, radio) {
  const puntos = FORMAS[forma];
  if (!puntos) {
    ctx.moveTo(x + radio, y);
    ctx.arc(x, y, radio, 0, 2 * Math.PI);
    return;
  }
  puntos.forEach(([px, py], i) => ctx[i ? "lineTo" : "moveTo"](x + px * radio, y + py * radio));
  ctx.closePath();
}
