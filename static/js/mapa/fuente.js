import { VectorTile } from "@mapbox/vector-tile";
import Pbf from "pbf";

const GUARDADAS = 320;
const teselas = new Map(); // url -> Tesela, least recently used first

/** A tile at an address: decoded once, shared by who uses it, aborted when nobody does. */
class Tesela {
  constructor(url) {
    this.url = url;
    this.usos = 0;
    this.control = new AbortController();
    this.capas = null;
    this.lista = this.traer();
  }

  async traer() {
    const respuesta = await fetch(this.url, { signal: this.control.signal });
    if (!respuesta.ok) throw new Error(`tesela ${respuesta.status}`);
    const bytes = respuesta.status === 204 ? new ArrayBuffer(0) : await respuesta.arrayBuffer();
    this.capas = decodificar(bytes);
    return this;
  }
}

/** {layer id: [{id, tipo, datos, partes: [[{x, y}…]…], caja: [x1, y1, x2, y2], extension}]}, tile units. */
function decodificar(bytes) {
  const capas = {};
  if (!bytes.byteLength) return capas;
  const { layers } = new VectorTile(new Pbf(bytes));
  for (const [id, capa] of Object.entries(layers)) {
    capas[id] = Array.from({ length: capa.length }, (_, i) => leer(capa.feature(i)));
  }
  return capas;
}

function leer(rasgo) {
  const partes = rasgo.loadGeometry();
  const { id, type: tipo, properties: datos, extent: extension } = rasgo;
  return { id, tipo, datos, partes, caja: caja(partes), extension };
}

function caja(partes) {
  let [x1, y1, x2, y2] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const parte of partes) {
    for (const { x, y } of parte) {
      if (x < x1) x1 = x;
      if (x > x2) x2 = x;
      if (y < y1) y1 = y;
      if (y > y2) y2 = y;
    }
  }
  return [x1, y1, x2, y2];
}

/** The tile of an address, wanted by one user more. */
export function tomar(url) {
  const tesela = teselas.get(url) || new Tesela(url);
  teselas.delete(url);
  teselas.set(url, tesela);
  tesela.usos += 1;
  tesela.lista.catch(() => teselas.delete(url));
  return tesela;
}

/** One user less; what is still on its way and nobody wants is aborted. */
export function soltar(tesela) {
  tesela.usos -= 1;
  if (tesela.usos > 0) return;
  if (!tesela.capas) {
    teselas.delete(tesela.url);
    tesela.control.abort();
  }
  if (teselas.size > GUARDADAS) olvidar();
}

function olvidar() {
  for (const [url, tesela] of teselas) {
    if (teselas.size <= GUARDADAS) return;
    if (!tesela.usos) teselas.delete(url);
  }
}
