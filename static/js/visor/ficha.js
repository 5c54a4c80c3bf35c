import { el, enlaceSeguro, icono } from "../comun/dom.js";
import { pedirJson, soloElUltimo } from "../comun/pedir.js";
import { esqueleto } from "./lista.js";

/**
 * The panel of one thing: its sentence, its table, where to go from it. Focus moves in; Escape closes; focus returns.
 * puertas: {abrir(), cerrar()} show and hide the panel around it.
 */
export class Ficha {
  constructor(contenedor, puertas) {
    Object.assign(this, { contenedor, puertas });
    document.addEventListener("keydown", (tecla) => tecla.key === "Escape" && !tecla.defaultPrevented && this.abierta && this.cerrar());
    this.pedir = soloElUltimo((senal, url) => pedirJson(url, { senal }));
  }

  /** Shows nodes under a title; `origen` is who gets the focus back. */
  mostrar(titulo, nodos, origen) {
    // A button inside the panel is gone when the panel closes
    if (!this.origen || (origen && !this.contenedor.contains(origen))) this.origen = origen || document.activeElement;
    const encabezado = el("h2", { tabindex: "-1" }, titulo);
    const cerrar = el("button", { type: "button", class: "cerrar", "aria-label": "Cerrar", onclick: () => this.cerrar() }, icono("cerrar"));
    this.contenedor.replaceChildren(el("div", { class: "ficha-cabeza" }, encabezado, cerrar), ...nodos.filter(Boolean));
    this.puertas.abrir();
    encabezado.focus({ preventScroll: true });
  }

  /** Skeleton, then what the address answers through `pintar(datos)`; null if a newer request won. */
  async cargar(titulo, url, origen, pintar) {
    this.mostrar(titulo, [el("div", { "aria-busy": "true" }, el("span", { class: "solo-lector" }, "Cargando…"), ...esqueleto(6))], origen);
    try {
      const datos = await this.pedir(url);
      if (datos) pintar(datos);
      return datos;
    } catch (falla) {
      this.fallar(titulo, falla, () => this.cargar(titulo, url, origen, pintar));
      return null;
    }
  }

  fallar(titulo, falla, otraVez) {
    const boton = el("button", { type: "button", class: "boton secundario", onclick: otraVez }, "Intentar de nuevo");
    this.mostrar(titulo, [el("p", { class: "aviso alerta" }, falla.message), boton]);
  }

  get abierta() {
    return !this.contenedor.hidden;
  }

  cerrar() {
    const { origen } = this;
    this.origen = null;
    this.puertas.cerrar();
    this.contenedor.replaceChildren();
    quienAbrio(origen)?.focus({ preventScroll: true });
  }
}

// The list may have been made anew meanwhile: then the row of the same thing.
function quienAbrio(origen) {
  const clave = origen?.dataset.clave;
  if (origen?.isConnected) return origen;
  return (clave && document.querySelector(`[data-clave="${clave}"]`)) || document.querySelector("[role=tab][aria-selected=true]");
}

/** The body of a feature's panel. datos: what /mapa/elemento/ answers; titulo: its layer's. */
export function cuerpoDeElemento({ titulo, frase, atributos, enlaces }, nombreDeCapa) {
  return [
    el("p", { class: "de-capa" }, nombreDeCapa),
    frase && frase !== titulo && el("p", { class: "frase" }, frase),
    tabla(atributos),
    enlaces?.length > 0 && el("ul", { class: "enlaces" }, enlaces.map(({ texto, href }) => el("li", {}, el("a", { href: enlaceSeguro(href) }, texto)))),
  ];
}

/** [["Nombre", "texto"]…] as a description list. */
export function tabla(atributos) {
  if (!atributos?.length) return null;
  return el("dl", { class: "ficha" }, atributos.map(([nombre, texto]) => el("div", {}, el("dt", {}, nombre), el("dd", {}, texto))));
}
