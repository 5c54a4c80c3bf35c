import { el, icono } from "../comun/dom.js";
import { coordenadas } from "../comun/formato.js";
import { pedirUbicacion } from "../comun/ubicacion.js";
import { Buscador } from "../visor/buscador.js";

const PRECISO = 0.0015; // degrees, some 160 m: a thing this small is a place by itself
const ancho = ([o, s, e, n]) => Math.max(e - o, n - s);

/** The place step: device, photo, address or map; all end in the two fields that the server reads. */
export class Lugar {
  /** caja: the fieldset; configuracion: of the map; css: address of the map's stylesheet. */
  constructor(caja, configuracion, css) {
    Object.assign(this, { caja, configuracion, css });
    this.lon = caja.querySelector("[name=lon]");
    this.lat = caja.querySelector("[name=lat]");
    this.estado = el("p", { class: "estado-lugar", role: "status" });
    this.marco = el("div", { class: "mapa-lugar", hidden: true });
    this.armar();
    if (this.actual()) this.decir();
  }

  armar() {
    const boton = (dibujo, texto, hacer) => el("button", { type: "button", class: "boton secundario", onclick: hacer }, icono(dibujo), texto);
    const botones = el("div", { class: "acciones parejas" }, boton("lugar", "Usar mi ubicación", (evento) => this.ubicar(evento.currentTarget)), boton("capas", "Marcar en el mapa", () => this.marcar()));
    this.caja.querySelector("legend").after(botones, this.estado, this.marco);
    this.caja.querySelector("[data-sin-script]")?.remove();
    this.plegarCoordenadas();
    this.prepararBusqueda();
    for (const campo of [this.lon, this.lat]) campo.addEventListener("change", () => this.actual() && this.poner(this.actual(), { campos: false }));
  }

  plegarCoordenadas() {
    const campos = this.caja.querySelector("[data-coordenadas]");
    const plegado = el("details", { class: "coordenadas" }, el("summary", {}, "Escribir las coordenadas"));
    campos?.replaceWith(plegado);
    if (campos) plegado.append(campos);
  }

  prepararBusqueda() {
    const entrada = this.caja.querySelector("[name=direccion]");
    const lista = el("ul", { id: "lugares", class: "sugerencias", role: "listbox", "aria-label": "Lugares que se parecen", hidden: true });
    const caja = el("div", { class: "con-sugerencias" });
    entrada.replaceWith(caja);
    caja.append(entrada, lista);
    entrada.setAttribute("autocomplete", "off");
    new Buscador(entrada, lista, this.configuracion.urls.buscar, (hallado) => this.alHallar(hallado));
  }

  // The middle of a street is not where the damage is: there the person has to point.
  async alHallar({ centro, extension }) {
    if (!extension || ancho(extension) < PRECISO) return this.poner(centro, { mapa: true });
    (await this.abrirMapa())?.ir(centro, 500);
    this.pedirQueMueva();
    return undefined;
  }

  async marcar() {
    if ((await this.abrirMapa()) && !this.actual()) this.pedirQueMueva();
  }

  pedirQueMueva() {
    this.estado.textContent = "Ahora mueva el mapa hasta que el pin quede sobre el daño.";
  }

  /** [lon, lat] in the fields, or null. */
  actual() {
    const [lon, lat] = [this.lon, this.lat].map(({ value }) => (value.trim() ? Number(value.replace(",", ".")) : NaN));
    return Number.isFinite(lon + lat) ? [lon, lat] : null;
  }

  /** Sets the place; precision in metres where the device told it; mapa: show it there too. */
  async poner(lugar, { precision, mapa = false, campos = true } = {}) {
    if (campos) [this.lon.value, this.lat.value] = lugar.map((v) => v.toFixed(6));
    if (campos) this.lon.dispatchEvent(new Event("input", { bubbles: true }));
    this.decir(precision);
    if (mapa || (this.mapa && !campos)) (await this.abrirMapa())?.ir(lugar, precision, { circulo: Boolean(precision) });
  }

  decir(precision) {
    const cerca = precision ? `, con una precisión de ${Math.round(precision)} m` : "";
    this.estado.replaceChildren(icono("listo"), ` Lugar marcado: ${coordenadas(this.actual())}${cerca}. Si no es ahí, mueva el mapa.`);
  }

  async ubicar(boton) {
    boton.setAttribute("aria-busy", "true");
    this.estado.textContent = "Buscando su ubicación…";
    try {
      const { lugar, precision } = await pedirUbicacion();
      await this.poner(lugar, { precision, mapa: true });
    } catch (falla) {
      this.estado.textContent = falla.message;
    }
    boton.removeAttribute("aria-busy");
  }

  /** A photo knows where it was taken: ask, do not assume. */
  proponer(lugar) {
    if (this.actual()) return;
    const si = el("button", { type: "button", class: "boton", onclick: () => this.poner(lugar, { mapa: true }) }, "Sí, es aquí");
    const no = el("button", { type: "button", class: "boton sutil", onclick: () => this.estado.replaceChildren() }, "No, es en otra parte");
    this.estado.replaceChildren("Su foto dice dónde fue tomada. ¿El daño es ahí?", el("span", { class: "acciones" }, si, no));
  }

  // The map is heavy: it comes only to those who ask for it.
  async abrirMapa() {
    if (this.mapa) return this.mapa;
    this.marco.hidden = false;
    this.marco.replaceChildren(el("span", { class: "cargando", style: "height:100%" }));
    try {
      const [{ abrirMapa }] = await Promise.all([import("./mapa_lugar.js"), ponerEstilos(this.css)]);
      this.mapa = abrirMapa(this.marco, { ...this.configuracion, centro: this.actual() || this.configuracion.centro }, (lugar) => this.poner(lugar));
    } catch {
      this.marco.hidden = true;
      this.estado.textContent = "El mapa no cargó. Escriba la dirección y elija una de las sugerencias.";
    }
    return this.mapa;
  }
}

function ponerEstilos(href) {
  if (!href) return null;
  const hoja = el("link", { rel: "stylesheet", href });
  document.head.append(hoja);
  return new Promise((listo) => hoja.addEventListener("load", listo));
}
