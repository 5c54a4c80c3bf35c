import { el, icono } from "../comun/dom.js";

/** Short notices over the map and, for screen readers, what changed. */
export class Avisos {
  constructor(lugar, anuncio) {
    Object.assign(this, { lugar, anuncio, puestos: new Map() });
    window.addEventListener("offline", () => this.sinRed());
    window.addEventListener("online", () => this.quitar("red"));
    if (navigator.onLine === false) this.sinRed();
  }

  sinRed() {
    this.poner("red", "Sin conexión: el mapa muestra lo que ya cargó.");
  }

  /** One notice per key; accion: {texto, hacer}; segundos: it leaves by itself. */
  poner(clave, texto, { accion, segundos } = {}) {
    this.quitar(clave);
    const boton = accion && el("button", { type: "button", class: "boton sutil", onclick: () => { this.quitar(clave); accion.hacer(); } }, accion.texto);
    const cerrar = el("button", { type: "button", class: "cerrar", "aria-label": "Cerrar el aviso", onclick: () => this.quitar(clave) }, icono("cerrar"));
    const nodo = el("div", { class: "mapa-aviso" }, el("span", {}, texto), boton, cerrar);
    this.lugar.append(nodo);
    this.puestos.set(clave, nodo);
    if (segundos) setTimeout(() => nodo.remove(), segundos * 1000);
  }

  quitar(clave) {
    this.puestos.get(clave)?.remove();
    this.puestos.delete(clave);
  }

  anunciar(texto) {
    this.anuncio.textContent = texto;
  }
}
