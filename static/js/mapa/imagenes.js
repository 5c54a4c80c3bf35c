import L from "leaflet";

/** The raster layers of a map, over the base and under nothing that is written. */
export class Imagenes {
  constructor(mapa) {
    this.mapa = mapa;
    this.puestas = new Map(); // url -> L.TileLayer
  }

  /** imagenes: [{capa: {imagen, extension}, opacidad}] */
  poner(imagenes) {
    const urls = new Set(imagenes.map(({ capa }) => capa.imagen));
    for (const [url, puesta] of this.puestas) if (!urls.has(url)) this.quitar(url, puesta);
    for (const { capa, opacidad } of imagenes) this.una(capa).setOpacity(opacidad);
  }

  una({ imagen, extension: [o, s, e, n] }) {
    if (!this.puestas.has(imagen)) {
      const opciones = { bounds: [[s, o], [n, e]], zIndex: 2, className: "imagen", maxZoom: 19, maxNativeZoom: 18 };
      this.puestas.set(imagen, L.tileLayer(imagen, opciones).addTo(this.mapa));
    }
    return this.puestas.get(imagen);
  }

  quitar(url, puesta) {
    puesta.remove();
    this.puestas.delete(url);
  }
}
