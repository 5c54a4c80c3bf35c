import { escala } from "./estilo.js";
import { enMarco, linea, trazar } from "./pintar.js";

/** Colours of the base map; never louder than the data on it. */
export const PAPEL = "#f1eee7";
const RURAL = "#eff2e6";
const URBANO = "#f7f4ee";
const MANZANA = "#e9e5dc";
const AGUA = "#b9d6e6";
const POBLADO = "#ece6d9";

// px by display zoom; `desde`: from which zoom the class is worth its ink
const VIAS = {
  rural_tercer_orden: { desde: 13, ancho: escala([[13, 0.8], [15, 2], [17, 5], [19, 12]]), relleno: "#fff", borde: "#d3cbb9", rayas: [5, 3] },
  peatonal: { desde: 16, ancho: escala([[15, 0.8], [17, 2.5], [19, 8]]), relleno: "#f8f4f6", borde: "#d5cbd3", rayas: [2, 3] },
  ciclorruta: { desde: 15, ancho: escala([[15, 1], [17, 2.5], [19, 7]]), relleno: "#eef7ef", borde: "#b8d3bd", rayas: [4, 3] },
  urbana_local: { desde: 15, ancho: escala([[15, 3.2], [16, 5], [17, 9], [18, 16], [19, 28]]), relleno: "#fff", borde: "#dad4c7" },
  rural_segundo_orden: { desde: 12, ancho: escala([[12, 1], [14, 2], [15, 3.5], [17, 8], [19, 20]]), relleno: "#fff", borde: "#cdc3ae" },
  urbana_secundaria: { desde: 13.5, ancho: escala([[14, 2.2], [15, 4.2], [16, 7], [17, 12], [18, 20], [19, 34]]), relleno: "#fff", borde: "#cfc7b6" },
  rural_primer_orden: { desde: 9, ancho: escala([[9, 1], [12, 2], [14, 3.4], [15, 5], [17, 11], [19, 26]]), relleno: "#fffaeb", borde: "#d8c69c" },
  urbana_principal: { desde: 10, ancho: escala([[10, 0.8], [12, 1.8], [13, 2.6], [14, 4], [15, 6.4], [16, 10], [17, 15], [18, 24], [19, 40]]), relleno: "#fffaeb", borde: "#d8c69c" },
};

const ANCHO_AGUA = { rio: escala([[9, 0.8], [12, 1.8], [15, 4.5], [17, 10], [19, 22]]), otra: escala([[11, 0.5], [13, 0.9], [15, 2], [17, 4.5], [19, 9]]) };

function mancha(color, borde) {
  return (ctx, rasgos, marco) => {
    trazar(ctx, rasgos, marco, true);
    ctx.fillStyle = color;
    ctx.fill();
    if (borde) linea(ctx, borde, 1);
  };
}

function municipio(ctx, rasgos, marco) {
  mancha(RURAL)(ctx, rasgos, marco);
  linea(ctx, "rgb(120 108 88 / .14)", 7);
  linea(ctx, "#a39a88", 1.2, [8, 4, 2, 4]);
}

function agua(ctx, rasgos, marco) {
  for (const [tipo, ancho] of Object.entries(ANCHO_AGUA)) {
    trazar(ctx, rasgos.filter(({ datos }) => (datos.tipo === "rio") === (tipo === "rio")), marco);
    linea(ctx, AGUA, ancho(marco.zoom));
  }
}

function manzanas(ctx, rasgos, marco) {
  if (marco.zoom < 13) return;
  mancha(MANZANA, marco.zoom > 16 && "#ddd7ca")(ctx, rasgos, marco);
}

// All casings first, then all fills: crossings stay open.
function vias(ctx, rasgos, marco) {
  const grupos = Object.entries(VIAS)
    .filter(([, via]) => marco.zoom >= via.desde)
    .map(([clase, via]) => [via, rasgos.filter(({ datos }) => datos.jerarquia === clase)]);
  for (const capa of ["borde", "relleno"]) {
    for (const [via, grupo] of grupos) calzada(ctx, capa, via, grupo, marco);
  }
}

function calzada(ctx, capa, via, grupo, marco) {
  const ancho = via.ancho(marco.zoom);
  if (!grupo.length || (capa === "relleno" && ancho < 2.2)) return;
  trazar(ctx, grupo, marco);
  ctx.lineCap = via.rayas ? "butt" : "round";
  if (capa === "relleno") return linea(ctx, via.relleno, ancho - 1.6);
  linea(ctx, via.borde, ancho, ancho < 6 && via.rayas ? via.rayas : []);
}

const CAPAS = {
  municipio,
  comunas: mancha(URBANO),
  hidrografia: agua,
  manzanas,
  vias,
  "centros-poblados": mancha(POBLADO, "#d9d0bd"),
};

/** Draws a layer of our own base map; true where this layer has a look here. */
export function pintarBase(ctx, capa, rasgos, marco) {
  const pintor = CAPAS[capa.id];
  if (!pintor) return false;
  ctx.save();
  ctx.lineJoin = ctx.lineCap = "round";
  pintor(ctx, rasgos.filter((rasgo) => enMarco(rasgo, marco)), marco);
  ctx.restore();
  return true;
}

/** How names of the base map are written: {tamano, color, peso, cursiva, desde, prioridad}. */
export const ROTULOS_BASE = {
  "centros-poblados": { tamano: 13, color: "#4a4436", peso: 600, desde: 11, prioridad: 10 },
  comunas: { tamano: 13, color: "#7b7463", peso: 600, desde: 13, hasta: 15, prioridad: 8, versal: true },
  hidrografia: { tamano: 12, color: "#3d7396", cursiva: true, desde: 13, prioridad: 6 },
  vias: { tamano: 11.5, color: "#5f584b", desde: 15, prioridad: 4 },
};
