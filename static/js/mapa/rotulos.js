import L from "leaflet";
import { candidatos } from "./candidatos.js";

const FUENTE = '"Nunito Sans","Segoe UI",system-ui,-apple-system,Roboto,"Noto Sans",sans-serif';
const MARGEN = 0.12; // of the view, drawn beyond its border
const densidad = () => Math.min(2, window.devicePixelRatio || 1);

/** All names on one canvas over the map: none is cut at a tile's border, none covers another. */
export const Rotulos = L.Layer.extend({
  initialize(lienzo) {
    this.tejido = lienzo;
  },

  onAdd(mapa) {
    this.lienzo = L.DomUtil.create("canvas", "rotulos leaflet-zoom-hide", mapa.getPane("rotulos"));
    this.lienzo.setAttribute("aria-hidden", "true");
    mapa.on("moveend zoomend resize", this.pronto, this);
    this.tejido.on("pintado", this.pronto, this);
  },

  onRemove(mapa) {
    mapa.off("moveend zoomend resize", this.pronto, this);
    this.tejido.off("pintado", this.pronto, this);
    this.lienzo.remove();
  },

  pronto() {
    clearTimeout(this.espera);
    this.espera = setTimeout(() => this._map && this.escribir(), 60);
  },

  escribir() {
    const marco = this.acomodar();
    const ctx = this.lienzo.getContext("2d");
    ctx.setTransform(marco.dpr, 0, 0, marco.dpr, 0, 0);
    ctx.clearRect(0, 0, marco.ancho, marco.alto);
    const ocupado = [];
    for (const rotulo of candidatos(this.tejido, marco, medidor(ctx))) colocar(ctx, rotulo, ocupado, marco);
  },

  /** Lays the canvas over the view: {x0, y0: world px of its corner, ancho, alto: px, zoom, dpr}. */
  acomodar() {
    const mapa = this._map;
    const tamano = mapa.getSize();
    const esquina = mapa.containerPointToLayerPoint(tamano.multiplyBy(-MARGEN)).round();
    const { x: ancho, y: alto } = tamano.multiplyBy(1 + 2 * MARGEN).round();
    const dpr = densidad();
    Object.assign(this.lienzo, { width: ancho * dpr, height: alto * dpr });
    Object.assign(this.lienzo.style, { width: `${ancho}px`, height: `${alto}px` });
    L.DomUtil.setPosition(this.lienzo, esquina);
    const origen = mapa.getPixelOrigin().add(esquina);
    return { x0: origen.x, y0: origen.y, ancho, alto, zoom: mapa.getZoom(), dpr };
  },
});

const fuente = ({ peso = 500, cursiva, tamano }) => `${cursiva ? "italic " : ""}${peso} ${tamano}px ${FUENTE}`;

function medidor(ctx) {
  const anchos = new Map();
  return (texto, estilo) => {
    const clave = `${fuente(estilo)}|${texto}`;
    if (!anchos.has(clave)) {
      ctx.font = fuente(estilo);
      anchos.set(clave, ctx.measureText(texto).width);
    }
    return anchos.get(clave);
  };
}

// Each candidate brings the places where it may stand; the first free one is taken.
function colocar(ctx, rotulo, ocupado, marco) {
  const libre = (caja) => dentro(caja, marco) && !ocupado.some((otra) => tocan(caja, otra));
  const sitio = rotulo.renglones ? rotulo.sitios.find(({ cajas }) => cajas.every(libre)) : rotulo.sitios[0];
  if (!sitio) return;
  ocupado.push(...sitio.cajas);
  if (rotulo.renglones) escribir(ctx, rotulo, sitio);
}

const dentro = ([x1, y1, x2, y2], { ancho, alto }) => x1 > 0 && y1 > 0 && x2 < ancho && y2 < alto;
const tocan = (a, b) => a[0] < b[2] && a[2] > b[0] && a[1] < b[3] && a[3] > b[1];

function escribir(ctx, { renglones, estilo }, { x, y, angulo = 0, alinear = "center" }) {
  ctx.save();
  ctx.translate(x, y);
  ctx.rotate(angulo);
  Object.assign(ctx, { font: fuente(estilo), textAlign: alinear, textBaseline: "middle", lineJoin: "round", lineWidth: 3.5 });
  ctx.strokeStyle = "rgb(255 255 255 / .92)";
  ctx.fillStyle = estilo.color;
  const alto = estilo.tamano * 1.15;
  renglones.forEach((texto, i) => {
    const dy = (i - (renglones.length - 1) / 2) * alto;
    ctx.strokeText(texto, 0, dy);
    ctx.fillText(texto, 0, dy);
  });
  ctx.restore();
}
