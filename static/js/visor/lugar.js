import { el, icono } from "../comun/dom.js";
import { coordenadas, distancia } from "../comun/formato.js";
import { tabla } from "./ficha.js";

/**
 * What a person may ask of a place.
 * puertas: {urls, ficha, senalar(lugar), resaltarLugares(lugar, [lugar]), verElemento({capa, id, centro}, nodo)}
 */
export class Lugar {
  constructor(puertas) {
    this.puertas = puertas;
    this.nombres = new WeakMap();
  }

  /** Opens the panel of a place [lon, lat]; origen gets the focus back; titulo: what it was found as, kept for coming back. */
  abrir(lugar, origen, titulo = this.nombres.get(lugar) || "Este lugar") {
    this.nombres.set(lugar, titulo);
    this.puertas.senalar(lugar);
    const nodos = [el("p", { class: "frase" }, "¿Qué quiere saber de este lugar?"), this.acciones(lugar), el("p", { class: "detalle" }, coordenadas(lugar))];
    this.puertas.ficha.mostrar(titulo, nodos, origen);
  }

  /** Three questions about a place, as a list of buttons. */
  acciones(lugar) {
    const [lon, lat] = lugar.map((v) => v.toFixed(6));
    const boton = (dibujo, texto, hacer) => el("li", {}, el("button", { type: "button", onclick: hacer }, icono(dibujo), texto));
    return el(
      "ul",
      { class: "acciones-lugar" },
      boton("aviso", "¿Qué amenaza hay aquí?", () => this.riesgo(lugar)),
      boton("red", "¿Dónde hay internet cerca?", () => this.cercanos(lugar)),
      el("li", {}, el("a", { href: `${this.puertas.urls.reportar}?lon=${lon}&lat=${lat}` }, icono("camara"), "Reportar un daño aquí")),
    );
  }

  /** "También aquí": what lies under the chosen feature. otros: [{capa, id}] */
  otros(otros) {
    if (!otros.length) return null;
    const fila = ({ capa, id }) => el("li", {}, el("button", { type: "button", onclick: (evento) => this.puertas.verElemento({ capa: capa.id, id, quieto: true }, evento.currentTarget) }, capa.titulo));
    return el("section", { class: "otros" }, el("h3", {}, "También aquí"), el("ul", { class: "lista" }, otros.slice(0, 6).map(fila)));
  }

  consultar(titulo, url, lugar, pintar) {
    this.puertas.senalar(lugar);
    const parametros = new URLSearchParams({ lon: lugar[0].toFixed(6), lat: lugar[1].toFixed(6) });
    const mostrar = (datos) => this.puertas.ficha.mostrar(titulo, [...pintar(datos), this.volver(lugar)]);
    this.puertas.ficha.cargar(titulo, `${url}?${parametros}`, null, mostrar);
  }

  riesgo(lugar) {
    this.consultar("¿Qué amenaza hay aquí?", this.puertas.urls.riesgo, lugar, ({ mensaje, zonas, aviso }) => [
      el("p", { class: "frase" }, mensaje),
      ...zonas.map(({ titulo, frase, atributos }) => el("section", { class: "tarjeta" }, el("h3", {}, titulo), el("p", {}, frase), plegada(atributos))),
      el("p", { class: "aviso info" }, aviso),
    ]);
  }

  cercanos(lugar) {
    this.consultar("¿Dónde hay internet cerca?", this.puertas.urls.cercanos, lugar, ({ mensaje, lugares }) => [
      el("p", { class: "frase" }, mensaje),
      this.enMapa(lugar, lugares),
      lugares.length > 0 && el("ul", { class: "lista" }, lugares.map((item) => this.cercano(item))),
    ]);
  }

  enMapa(lugar, lugares) {
    const centros = lugares.slice(0, 3).map(({ centro }) => centro);
    if (centros.length) this.puertas.resaltarLugares(lugar, centros);
    return null;
  }

  cercano(item) {
    const abrir = (evento) => this.puertas.verElemento(item, evento.currentTarget);
    const lejos = el("strong", { class: "lejos" }, distancia(item.distancia_m));
    return el("li", {}, el("button", { type: "button", onclick: abrir }, el("span", {}, item.titulo, " ", lejos), el("span", { class: "detalle" }, item.frase)));
  }

  volver(lugar) {
    return el("p", {}, el("button", { type: "button", class: "boton sutil", onclick: () => this.abrir(lugar) }, icono("volver"), "Otra pregunta sobre este lugar"));
  }
}

const plegada = (atributos) => atributos?.length > 0 && el("details", {}, el("summary", {}, "Ver el detalle"), tabla(atributos));
