import { el } from "../comun/dom.js";
import { coordenadas } from "../comun/formato.js";
import { pedirJson, soloElUltimo } from "../comun/pedir.js";
import { pedirUbicacion } from "../comun/ubicacion.js";
import { Buscador } from "../visor/buscador.js";

const PRECISO = 0.0015; // degrees, some 160 m: a thing this small is a place by itself
const TOQUE = 250; // ms: a button under the finger is let go before the page moves it
const ancho = ([o, s, e, n]) => Math.max(e - o, n - s);
const NO_HALLADO = "Puede seguir: una persona de la Alcaldía lo ubica con lo que usted escribió.";
const ESPERA_MS = 4000; // for a place that is only offered
const NADA = { direccion: "", sector: "", aviso: "", palabras: "" };

/** The place step: photo, device, address or map; all end in the two fields that the server reads, or in words alone. */
export class Lugar {
  /** caja: the step's box; configuracion: of the map; css: address of the map's stylesheet. */
  constructor(caja, configuracion, css) {
    Object.assign(this, { caja, configuracion, css, sitio: NADA });
    const uno = (selector) => caja.querySelector(selector);
    this.lon = uno("[name=lon]");
    this.lat = uno("[name=lat]");
    Object.assign(this, { hallado: uno("[data-hallado]"), palabras: uno("[data-palabras]"), precision: uno("[data-precision]"), marco: uno("[data-mapa]"), estado: uno("[data-estado]"), fuera: uno("[data-fuera]") });
    this.seguir = caja.closest("[data-paso]").querySelector("[data-seguir]");
    this.enPalabras = soloElUltimo((senal, [lon, lat]) => pedirJson(`${caja.dataset.urlLugar}?${new URLSearchParams({ lon, lat })}`, { senal }));
    this.atender(uno);
    this.prepararBusqueda();
  }

  atender(uno) {
    uno("[data-ubicar]").addEventListener("click", ({ currentTarget }) => this.ubicar(currentTarget));
    uno("[data-marcar]").addEventListener("click", () => this.marcar());
    uno("[data-ver-mapa]").addEventListener("click", () => this.abrirMapa());
    uno("[data-quitar-lugar]").addEventListener("click", () => this.quitar());
    for (const campo of [this.lon, this.lat]) campo.addEventListener("change", () => setTimeout(() => this.actual() && this.poner(this.actual(), { campos: false }), TOQUE));
  }

  prepararBusqueda() {
    const entrada = this.caja.querySelector("[name=direccion]");
    const lista = el("ul", { id: "lugares", class: "sugerencias", role: "listbox", "aria-label": "Lugares que se parecen", hidden: true });
    entrada.parentElement.classList.add("con-sugerencias");
    entrada.after(lista);
    new Buscador(entrada, lista, this.configuracion.urls.buscar, (hallado) => this.alHallar(hallado), NO_HALLADO);
  }

  /** The step came into sight: what a photo or a link already told is asked, not assumed. */
  entrar() {
    if (this.propuesto && !this.actual()) this.poner(this.propuesto, { origen: "Lo dice su foto." });
    else if (this.actual() && this.hallado.hidden) this.poner(this.actual(), { campos: false });
    this.propuesto = null;
  }

  proponer(lugar) {
    this.propuesto = lugar;
  }

  /** An address that was typed and not picked, if it is surely one point, is asked once. Gives whether there is something to answer. */
  async preguntarEscrito() {
    const texto = this.caja.querySelector("[name=direccion]").value.trim();
    if (this.preguntando) return true; // a second tap does not go past the question
    if (!texto || this.actual() || texto === this.preguntado || navigator.onLine === false) return false;
    Object.assign(this, { preguntado: texto, preguntando: true });
    const exacto = await this.exacto(texto);
    this.preguntando = false;
    if (!exacto || this.actual()) return Boolean(exacto);
    this.poner([exacto.lon, exacto.lat]);
    this.hallado.scrollIntoView({ block: "start" });
    return true;
  }

  // Without a network, or with a slow one, the words are enough.
  async exacto(texto) {
    this.seguir.setAttribute("aria-busy", "true");
    try {
      const datos = await pedirJson(`${this.caja.dataset.urlLugares}?${new URLSearchParams({ q: texto })}`, { senal: AbortSignal.timeout(ESPERA_MS) });
      return datos.exacto;
    } catch {
      return null;
    } finally {
      this.seguir.removeAttribute("aria-busy");
    }
  }

  // The middle of a street is not where the damage is: there the person has to point.
  async alHallar({ centro, extension }) {
    if (!extension || ancho(extension) < PRECISO) return this.poner(centro);
    (await this.abrirMapa())?.ir(centro, 500);
    return this.decir("Ahora mueva el mapa hasta que el pin quede sobre el daño.");
  }

  async marcar() {
    if ((await this.abrirMapa()) && !this.actual()) this.decir("Mueva el mapa hasta que el pin quede sobre el daño.");
  }

  /** [lon, lat] in the fields, or null. */
  actual() {
    const [lon, lat] = [this.lon, this.lat].map(({ value }) => (value.trim() ? Number(value.replace(",", ".")) : NaN));
    return Number.isFinite(lon + lat) ? [lon, lat] : null;
  }

  /** Sets the place. precision: m, where the device told it; campos: write the fields; desdeMapa: the map is already there. */
  async poner(lugar, { precision, origen = "", campos = true, desdeMapa = false } = {}) {
    if (campos) this.escribir(lugar.map((v) => v.toFixed(6)));
    this.preguntar(precision ? `Con una precisión de ${Math.round(precision)} m.` : origen);
    if (!desdeMapa && (this.mapa || redHolgada())) this.abrirMapa().then((mapa) => mapa?.ir(lugar, precision, { circulo: Boolean(precision) }));
    await this.nombrar(lugar);
  }

  preguntar(detalle) {
    this.decir("");
    this.hallado.hidden = false;
    this.precision.textContent = detalle;
    this.seguir.textContent = "Sí, es aquí";
  }

  async nombrar(lugar) {
    try {
      this.sitio = (await this.enPalabras(lugar)) || this.sitio;
    } catch {
      this.sitio = NADA; // without a network the coordinates will do
    }
    this.palabras.textContent = this.sitio.palabras || coordenadas(lugar);
    this.fuera.hidden = !this.sitio.aviso;
    this.fuera.querySelector("[data-aviso]").textContent = this.sitio.aviso;
  }

  quitar() {
    this.escribir(["", ""]);
    this.sitio = NADA;
    this.hallado.hidden = this.fuera.hidden = true;
    this.seguir.textContent = "Seguir";
    this.decir("Quitamos el punto.");
    this.caja.querySelector("[name=direccion]").focus();
  }

  escribir([lon, lat]) {
    [this.lon.value, this.lat.value] = [lon, lat];
    this.lon.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async ubicar(boton) {
    boton.setAttribute("aria-busy", "true");
    this.decir("Buscando su ubicación…");
    try {
      const { lugar, precision } = await pedirUbicacion();
      await this.poner(lugar, { precision });
    } catch (falla) {
      this.decir(falla.message);
    }
    boton.removeAttribute("aria-busy");
  }

  decir(texto) {
    this.estado.textContent = texto;
  }

  // The map is heavy: it comes only to those who ask for it, or whose network carries it.
  abrirMapa() {
    this.abriendo ??= this.traerMapa();
    return this.abriendo;
  }

  async traerMapa() {
    this.hallado.hidden = this.marco.hidden = false;
    this.caja.querySelector("[data-ver-mapa]").hidden = true;
    this.marco.replaceChildren(el("span", { class: "cargando mapa-cargando" }));
    try {
      const [{ abrirMapa }] = await Promise.all([import("./mapa_lugar.js"), ponerEstilos(this.css)]);
      this.mapa = abrirMapa(this.marco, { ...this.configuracion, centro: this.actual() || this.configuracion.centro }, (lugar) => this.poner(lugar, { desdeMapa: true }));
    } catch {
      this.marco.hidden = true;
      this.abriendo = null;
      this.decir("El mapa no cargó. Escriba la dirección y elija una de las sugerencias, o cuéntenos dónde es con sus palabras.");
    }
    return this.mapa;
  }
}

/** Whether the network, as far as the browser tells, carries a map without keeping anybody waiting. */
function redHolgada() {
  const { saveData, effectiveType = "4g" } = navigator.connection || {};
  return navigator.onLine !== false && !saveData && effectiveType === "4g";
}

function ponerEstilos(href) {
  if (!href) return null;
  const hoja = el("link", { rel: "stylesheet", href });
  document.head.append(hoja);
  return new Promise((listo, fallo) => {
    hoja.addEventListener("load", listo);
    hoja.addEventListener("error", fallo);
  });
}
