import { ROTULOS_BASE } from "./base.js";
import { escalaPunto, estiloDe } from "./estilo.js";
import { marcoDe, rasgosDe } from "./lienzo.js";
import { centroDe, tramoRecto } from "./sitios.js";

const SEPARACION = 280; // px between two of the same street's name

/**
 * The names that want a place, most important first: [{renglones, estilo, sitios: [{x, y, angulo, cajas}]}].
 * medir: (text, style) -> px. A candidate without `renglones` only keeps its place free (a symbol).
 */
export function candidatos(tejido, marco, medir) {
  const datos = tejido.datos.map((visto) => ({ ...visto, rotulable: marco.zoom >= (visto.capa.zoom_rotulos ?? 16) }));
  const puestos = new Set(datos.map(({ capa }) => capa.id));
  const base = tejido.base.filter(({ id }) => ROTULOS_BASE[id] && !puestos.has(id)).map((capa) => ({ capa, esBase: true, rotulable: enZoom(letra(capa, true), marco.zoom) }));
  const simbolos = datos.filter(({ capa }) => capa.dimension === 0).flatMap((visto) => reservas(tejido, visto, marco));
  const nombres = [...datos, ...base].filter(({ rotulable, capa }) => rotulable && capa.rotulo);
  const listos = nombres.flatMap((visto) => deCapa(tejido, visto, marco, medir));
  return [...simbolos, ...listos.sort((a, b) => b.prioridad - a.prioridad)];
}

/** The way a layer's names are written. */
function letra(capa, esBase) {
  return (esBase && ROTULOS_BASE[capa.id]) || { tamano: 12, color: "#2b2f36", peso: 600, prioridad: 20 - capa.dimension };
}

const enZoom = ({ desde = 16, hasta = 30 }, zoom) => zoom >= desde && zoom <= hasta;

/** Every drawn feature of a layer with its scale: [{rasgo, marco: {k, ox, oy} on the label canvas}]. */
function vistosDe(tejido, { capa, ocultas }, marco) {
  return tejido.enVista().flatMap((cuadro) => {
    const rasgos = (rasgosDe(cuadro, capa) || []).filter(({ datos }) => estiloDe(capa, datos, ocultas));
    return rasgos.map((rasgo) => ({ rasgo, en: enLienzo(cuadro, rasgo, marco) }));
  });
}

function enLienzo(cuadro, { extension }, { x0, y0 }) {
  const { k, ox, oy } = marcoDe(cuadro, extension);
  return { k, ox: ox - cuadro.coords.x * 512 + x0, oy: oy - cuadro.coords.y * 512 + y0 };
}

const llevar = ({ x, y }, { k, ox, oy }) => ({ x: x * k - ox, y: y * k - oy });

function reservas(tejido, visto, marco) {
  const r = (visto.capa.estilo.grosor * escalaPunto(marco.zoom)) / 2;
  return vistosDe(tejido, visto, marco).map(({ rasgo, en }) => {
    const { x, y } = llevar(rasgo.partes[0][0], en);
    return { sitios: [{ cajas: [[x - r, y - r, x + r, y + r]] }] };
  });
}

function deCapa(tejido, visto, marco, medir) {
  const estilo = letra(visto.capa, visto.esBase);
  const hechos = vistosDe(tejido, visto, marco).map(({ rasgo, en }) => rotular(visto.capa, rasgo, en, estilo, medir, marco));
  return unicos(hechos.filter(Boolean), visto.capa.dimension);
}

function rotular(capa, rasgo, en, estilo, medir, marco) {
  const texto = String(rasgo.datos[capa.rotulo] ?? "").trim();
  if (!texto) return null;
  const nombre = estilo.versal ? texto.toUpperCase() : texto;
  return [dePunto, deLinea, dePoligono][capa.dimension]({ nombre, rasgo, en, estilo, medir, marco, capa });
}

function dePunto({ nombre, rasgo, en, estilo, medir, marco, capa }) {
  const { x, y } = llevar(rasgo.partes[0][0], en);
  const ancho = medir(nombre, estilo);
  const alto = estilo.tamano * 0.6;
  const d = (capa.estilo.grosor * escalaPunto(marco.zoom)) / 2 + 5;
  const sitios = [
    { x: x + d, y, alinear: "left", cajas: [[x + d, y - alto, x + d + ancho, y + alto]] },
    { x: x - d, y, alinear: "right", cajas: [[x - d - ancho, y - alto, x - d, y + alto]] },
    { x, y: y + d + alto, cajas: [[x - ancho / 2, y + d, x + ancho / 2, y + d + 2 * alto]] },
  ];
  return { clave: `${rasgo.id}`, renglones: [nombre], estilo, sitios, prioridad: estilo.prioridad, peso: 1 };
}

function dePoligono({ nombre, rasgo, en, estilo, medir }) {
  const lugar = centroDe(rasgo.partes);
  const { x, y } = llevar(lugar, en);
  const renglones = partir(nombre);
  const w = Math.max(...renglones.map((r) => medir(r, estilo))) / 2 + 2;
  const h = (renglones.length * estilo.tamano * 1.15) / 2 + 2;
  return { clave: `${rasgo.id}`, renglones, estilo, sitios: [{ x, y, cajas: [[x - w, y - h, x + w, y + h]] }], prioridad: estilo.prioridad, peso: lugar.area };
}

function deLinea({ nombre, rasgo, en, estilo, medir }) {
  const ancho = medir(nombre, estilo) + 12;
  const tramo = rasgo.partes.map((parte) => tramoRecto(parte, en, ancho)).filter(Boolean).sort((a, b) => b.largo - a.largo)[0];
  if (!tramo) return null;
  const principal = /principal|primer/.test(rasgo.datos.jerarquia || "") ? 1 : 0;
  const sitio = { ...tramo, cajas: cajasDe(tramo, ancho, estilo.tamano * 0.65) };
  return { clave: nombre, renglones: [nombre], estilo, sitios: [sitio], prioridad: estilo.prioridad + principal, peso: tramo.largo };
}

// A slanted name covers a row of small boxes, not its whole frame.
function cajasDe({ x, y, angulo }, ancho, medio) {
  const pasos = Math.max(1, Math.ceil(ancho / (2 * medio)));
  return Array.from({ length: pasos }, (_, i) => {
    const t = (i + 0.5) / pasos - 0.5;
    const [cx, cy] = [x + Math.cos(angulo) * ancho * t, y + Math.sin(angulo) * ancho * t];
    return [cx - medio, cy - medio, cx + medio, cy + medio];
  });
}

function partir(nombre) {
  const mitad = nombre.length / 2;
  const cortes = [...nombre.matchAll(/ /g)].map(({ index }) => index).sort((a, b) => Math.abs(a - mitad) - Math.abs(b - mitad));
  return nombre.length < 15 || !cortes.length ? [nombre] : [nombre.slice(0, cortes[0]), nombre.slice(cortes[0] + 1)];
}

// A polygon or point is named once, on its largest visible part; a street again after a while.
function unicos(rotulos, dimension) {
  const por = new Map();
  for (const rotulo of rotulos.sort((a, b) => b.peso - a.peso)) {
    const otros = por.get(rotulo.clave) || [];
    if (otros.length && (dimension !== 1 || otros.some((otro) => cerca(otro.sitios[0], rotulo.sitios[0])))) continue;
    por.set(rotulo.clave, [...otros, rotulo]);
  }
  return [...por.values()].flat();
}

const cerca = (a, b) => Math.hypot(a.x - b.x, a.y - b.y) < SEPARACION;
