import L from "leaflet";
import { PAPEL, pintarBase } from "./base.js";
import { soltar, tomar } from "./fuente.js";
import { pintarCapa } from "./pintar.js";

const LADO = 512;
const NIVEL_MAXIMO = 16; // beyond it, tiles are drawn larger instead of asked for
const PACIENCIA = 400; // ms until a tile shows with what it has
const densidad = () => Math.min(2, window.devicePixelRatio || 1);

/** One canvas per tile, on which every layer is drawn in turn: base first, then data. */
export const Lienzo = L.GridLayer.extend({
  options: { tileSize: LADO, updateWhenZooming: false, updateWhenIdle: false, keepBuffer: 1, fondo: PAPEL },

  initialize(opciones) {
    L.GridLayer.prototype.initialize.call(this, opciones);
    this.base = opciones.base || [];
    this.datos = [];
    this.cuadros = new Map();
    this.on("tileunload", ({ coords }) => this.soltarCuadro(this._tileCoordsToKey(coords)));
  },

  createTile(coords, listo) {
    const cuadro = nuevoCuadro(coords, () => this.fire("pintado"));
    this.cuadros.set(this._tileCoordsToKey(coords), cuadro);
    cuadro.pedido = this.pedir(cuadro);
    Promise.race([cuadro.pedido, esperar(PACIENCIA)]).then(() => {
      this.pintar(cuadro);
      listo(null, cuadro.lienzo);
    });
    return cuadro.lienzo;
  },

  /** datos: [{capa, opacidad, ocultas}], lowest first. */
  ponerDatos(datos) {
    this.datos = datos;
    for (const cuadro of this.cuadros.values()) this.pedir(cuadro).then(() => this.pintar(cuadro));
  },

  /** Asks for every tile that this square lacks; gives when all have arrived or failed. */
  pedir(cuadro) {
    const urls = new Map(this.capasEn(cuadro.zoom).map((capa) => [direccion(capa, cuadro), capa]));
    for (const [url, tesela] of cuadro.teselas) if (!urls.has(url)) this.devolver(cuadro, url, tesela);
    for (const url of urls.keys()) if (!cuadro.teselas.has(url)) this.traer(cuadro, url);
    this.repintar(cuadro);
    return Promise.allSettled([...cuadro.teselas.values()].map((t) => t.lista));
  },

  capasEn(zoom) {
    const todas = [...this.base, ...this.datos.map(({ capa }) => capa)];
    return todas.filter((capa) => zoom >= (capa.zoom_minimo || 0));
  },

  traer(cuadro, url) {
    const tesela = tomar(url);
    cuadro.teselas.set(url, tesela);
    this.contar(1);
    tesela.lista
      .then(() => this.repintar(cuadro))
      .catch((falla) => falla.name !== "AbortError" && this.fallo(cuadro, url))
      .finally(() => this.contar(-1));
  },

  contar(uno) {
    this.pendientes = (this.pendientes || 0) + uno;
    this.fire("carga", { pendientes: this.pendientes });
  },

  fallo(cuadro, url) {
    cuadro.teselas.delete(url);
    if (!cuadro.suelto) this.fire("falla");
  },

  /** Asks again for whatever failed. */
  reintentar() {
    for (const cuadro of this.cuadros.values()) this.pedir(cuadro);
  },

  repintar(cuadro) {
    if (cuadro.turno || cuadro.suelto) return;
    cuadro.turno = requestAnimationFrame(() => {
      cuadro.turno = 0;
      this.pintar(cuadro);
    });
  },

  pintar(cuadro) {
    if (cuadro.suelto) return;
    const ctx = cuadro.lienzo.getContext("2d");
    const dpr = cuadro.lienzo.width / LADO;
    ctx.setTransform(dpr, 0, 0, dpr, 0, 0);
    ctx.clearRect(0, 0, LADO, LADO);
    this.base.forEach((capa) => this.conRasgos(cuadro, capa, dpr, (rasgos, marco) => pintarBase(ctx, capa, rasgos, marco)));
    this.datos.forEach((visto) => this.conRasgos(cuadro, visto.capa, dpr, (rasgos, marco) => pintarCapa(ctx, visto.capa, rasgos, marco, visto)));
    cuadro.avisar();
  },

  conRasgos(cuadro, capa, dpr, hacer) {
    const rasgos = rasgosDe(cuadro, capa);
    if (rasgos?.length) hacer(rasgos, { ...marcoDe(cuadro, rasgos[0].extension), dpr });
  },

  devolver(cuadro, url, tesela) {
    cuadro.teselas.delete(url);
    soltar(tesela);
  },

  soltarCuadro(clave) {
    const cuadro = this.cuadros.get(clave);
    if (!cuadro) return;
    cuadro.suelto = true;
    cancelAnimationFrame(cuadro.turno);
    for (const [url, tesela] of cuadro.teselas) this.devolver(cuadro, url, tesela);
    this.cuadros.delete(clave);
  },

  /** The squares of the zoom in view, for labels and for finding what was clicked. */
  enVista() {
    const zoom = this._map?.getZoom();
    return [...this.cuadros.values()].filter((cuadro) => cuadro.zoom === zoom);
  },
});

const esperar = (ms) => new Promise((seguir) => setTimeout(seguir, ms));

function nuevoCuadro(coords, avisar) {
  const lienzo = document.createElement("canvas");
  lienzo.width = lienzo.height = LADO * densidad();
  const nivel = Math.min(coords.z - 1, NIVEL_MAXIMO); // 512 px tiles: one level less than Leaflet's zoom
  const salto = coords.z - 1 - nivel;
  const padre = { z: nivel, x: coords.x >> salto, y: coords.y >> salto };
  return { coords, lienzo, padre, salto, zoom: coords.z, teselas: new Map(), avisar };
}

function direccion(capa, { padre: { z, x, y } }) {
  return capa.teselas.replace("{z}", z).replace("{y}", y).replace("{x}", x);
}

/** The decoded features of a layer in a square, or undefined while they are on their way. */
export function rasgosDe(cuadro, capa) {
  return cuadro.teselas.get(direccion(capa, cuadro))?.capas?.[capa.id];
}

/** {k: px per tile unit, ox, oy: px, lado, zoom} of a square. */
export function marcoDe({ coords, padre, salto, zoom }, extension) {
  const veces = 2 ** salto;
  return { k: (LADO * veces) / extension, ox: (coords.x - padre.x * veces) * LADO, oy: (coords.y - padre.y * veces) * LADO, lado: LADO, zoom };
}
