import L from "leaflet";
import { hallar } from "./golpe.js";
import { Imagenes } from "./imagenes.js";
import { Lienzo } from "./lienzo.js";
import { grupoDeMarcadores, pinMovible } from "./marcadores.js";
import { Rotulos } from "./rotulos.js";

const sinMovimiento = () => matchMedia("(prefers-reduced-motion: reduce)").matches;
const esTactil = () => matchMedia("(pointer: coarse)").matches;
const aLatLng = ([lon, lat]) => L.latLng(lat, lon);
const aLonLat = ({ lng, lat }) => [lng, lat];
const aCaja = ([o, s, e, n]) => L.latLngBounds([s, o], [n, e]);

/**
 * The only door to the map library. Coordinates are [lon, lat] degrees; boxes are [w, s, e, n].
 * opciones: {centro, zoom, extension?, base: Capa[], mapaBase?: {url, credito}, teclado?: boolean}
 */
export function crearMapa(elemento, opciones) {
  return new Mapa(elemento, opciones);
}

class Mapa {
  constructor(elemento, opciones) {
    this.mapa = L.map(elemento, ajustes(opciones)).setView(aLatLng(opciones.centro), opciones.zoom);
    this.mapa.createPane("rotulos").style.cssText = "z-index:450;pointer-events:none";
    this.lienzo = new Lienzo({ base: opciones.base, bounds: limite(opciones.extension) }).addTo(this.mapa);
    this.imagenes = new Imagenes(this.mapa);
    this.rotulos = new Rotulos(this.lienzo).addTo(this.mapa);
    this.pasajero = L.layerGroup().addTo(this.mapa);
    this.resaltado = L.layerGroup().addTo(this.mapa);
    this.posicion = L.layerGroup().addTo(this.mapa);
    if (opciones.mapaBase?.url) this.ponerFondo(opciones.mapaBase);
    L.control.scale({ imperial: false, position: "bottomright" }).addTo(this.mapa);
  }

  /** datos: [{capa, opacidad, ocultas: Set}], lowest first. */
  ponerCapas(datos) {
    this.datos = datos;
    this.lienzo.ponerDatos(datos);
  }

  /** Raster layers: [{capa: {imagen, extension}, opacidad}] */
  ponerImagenes(imagenes) {
    this.imagenes.poner(imagenes);
  }

  /** An external base map under our layers; null takes it away. */
  ponerFondo(mapaBase) {
    this.fondo?.remove();
    this.fondo = mapaBase && L.tileLayer(mapaBase.url, { attribution: mapaBase.credito, zIndex: 0, maxZoom: 19 }).addTo(this.mapa);
    this.base ??= this.lienzo.base;
    this.lienzo.base = mapaBase ? [] : this.base;
    this.lienzo.ponerDatos(this.lienzo.datos);
  }

  /** {centro, zoom, caja} */
  vista() {
    const caja = this.mapa.getBounds();
    return { centro: aLonLat(this.mapa.getCenter()), zoom: this.mapa.getZoom(), caja: [caja.getWest(), caja.getSouth(), caja.getEast(), caja.getNorth()] };
  }

  /** relleno: {arriba, abajo} px covered by panels; zoom is the closest that a box may bring. */
  irA({ centro, zoom, extension, relleno = {} }) {
    const animate = !sinMovimiento();
    const margen = { paddingTopLeft: [24, 24 + (relleno.arriba || 0)], paddingBottomRight: [24, 24 + (relleno.abajo || 0)] };
    if (extension && extension[0] !== extension[2]) return this.mapa.fitBounds(aCaja(extension), { ...margen, maxZoom: zoom || 17, animate });
    const destino = zoom ?? Math.max(this.mapa.getZoom(), 16);
    const corrido = this.mapa.project(aLatLng(centro), destino).add([0, ((relleno.abajo || 0) - (relleno.arriba || 0)) / 2]);
    this.mapa.setView(this.mapa.unproject(corrido, destino), destino, { animate });
  }

  acercar(pasos) {
    this.mapa.setZoom(this.mapa.getZoom() + pasos);
  }

  /** Moves the view by px. */
  correr(x, y) {
    this.mapa.panBy([x, y], { animate: false });
  }

  alMover(hacer) {
    this.mapa.on("moveend", () => hacer(this.vista()));
  }

  /** hacer({lugar: [lon, lat], hallados: [{capa, id}]}) by a tap, or by Enter at the centre. */
  alTocar(hacer) {
    this.mapa.on("click", ({ latlng }) => hacer({ lugar: aLonLat(latlng), hallados: this.hallados(latlng, esTactil() ? 18 : 6) }));
    this.mapa.getContainer().addEventListener("keydown", ({ key, target, currentTarget }) => key === "Enter" && target === currentTarget && this.mapa.fire("click", { latlng: this.mapa.getCenter() }));
    if (!esTactil()) this.mapa.on("mousemove", ({ latlng }) => this.apuntar(latlng));
  }

  hallados(latlng, margen) {
    return hallar(this.lienzo.enVista(), this.datos || [], this.mapa.project(latlng), margen);
  }

  apuntar(latlng) {
    cancelAnimationFrame(this.turno);
    this.turno = requestAnimationFrame(() => {
      this.mapa.getContainer().classList.toggle("sobre-algo", this.hallados(latlng, 4).length > 0);
    });
  }

  /** hacer({pendientes}) while tiles travel; fallar() when one does not arrive. */
  alCargar(hacer, fallar) {
    this.lienzo.on("carga", hacer);
    this.lienzo.on("falla", fallar);
  }

  reintentar() {
    this.lienzo.reintentar();
  }

  /** Draws a GeoJSON geometry above all; null takes it away. */
  resaltar(geometria) {
    this.resaltado.clearLayers();
    if (!geometria) return;
    const trazo = (color, weight) => L.geoJSON(geometria, { interactive: false, style: { color, weight, fill: false }, pointToLayer: aro(color, weight) });
    this.resaltado.addLayer(trazo("#fff", 8)).addLayer(trazo(acento(), 4));
  }

  /** A pin at a place; null takes it away. */
  senalar(lugar) {
    this.pasajero.clearLayers();
    if (lugar) this.pasajero.addLayer(L.marker(aLatLng(lugar), { icon: chinche(), interactive: false, keyboard: false }));
  }

  /** The person's place with its accuracy in metres. */
  ubicar(lugar, precision) {
    this.posicion.clearLayers();
    const donde = aLatLng(lugar);
    L.circle(donde, { radius: precision, color: acento(), weight: 1, fillOpacity: 0.12, interactive: false }).addTo(this.posicion);
    L.circleMarker(donde, { radius: 8, color: "#fff", weight: 3, fillColor: acento(), fillOpacity: 1, interactive: false }).addTo(this.posicion);
  }

  /** lista: [{id, titulo, detalle, estado, centro, href}]; one tab stop, arrows between them. */
  marcadores(lista, alElegir) {
    return grupoDeMarcadores(this.mapa, lista, alElegir);
  }

  /** A pin that drag and arrows move; alMover([lon, lat]). */
  pin(lugar, alMover) {
    return pinMovible(this.mapa, lugar, alMover);
  }

  /** After its element changed size. */
  ajustar() {
    this.mapa.invalidateSize({ pan: false });
  }
}

const acento = () => getComputedStyle(document.documentElement).getPropertyValue("--acento").trim() || "#0943b5";
const aro = (color, weight) => (_, donde) => L.circleMarker(donde, { radius: 12, color, weight, fill: false, interactive: false });
const chinche = () => L.divIcon({ className: "chinche", iconSize: [34, 42], iconAnchor: [17, 41] });

// Somebody lost in the sea is no use: the view stays near the municipality.
function limite(extension) {
  return extension && aCaja(extension).pad(0.3);
}

function ajustes({ extension }) {
  return {
    attributionControl: false,
    zoomControl: false,
    minZoom: 9,
    maxZoom: 19,
    maxBounds: extension && aCaja(extension).pad(0.5),
    maxBoundsViscosity: 0.6,
    fadeAnimation: !sinMovimiento(),
    zoomAnimation: !sinMovimiento(),
    inertia: !sinMovimiento(),
  };
}
