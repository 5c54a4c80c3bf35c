import { quitarErrores } from "./errores.js";

/**
 * One step at a time, with the browser's own history: Back never loses data, because nothing leaves the page.
 * alEntrar(nombre) each time a step comes into sight; seSalta(nombre) for a step that has nothing to ask.
 */
export class Pasos {
  constructor(formulario, anuncio, { alEntrar, seSalta }) {
    Object.assign(this, { anuncio, alEntrar, seSalta });
    this.secciones = [...formulario.querySelectorAll("[data-paso]")];
    this.titulo = document.title;
    // One step is the whole screen, so its heading is the page's
    this.secciones.forEach(({ dataset }) => document.getElementById(`titulo-${dataset.paso}`).setAttribute("aria-level", "1"));
    window.addEventListener("popstate", ({ state }) => this.mostrar(state?.paso || this.deLaDireccion()));
    history.replaceState({ paso: this.deLaDireccion(), cuantos: history.state?.cuantos || 0 }, "");
  }

  /** The step that the address names: #lugar. */
  deLaDireccion() {
    const nombre = location.hash.slice(1);
    return this.seccion(nombre) ? nombre : this.secciones[0].dataset.paso;
  }

  seccion(nombre) {
    return this.secciones.find(({ dataset }) => dataset.paso === nombre);
  }

  /** The step of an element of the form, by its id. */
  dondeEsta(id) {
    return id && document.getElementById(id)?.closest("[data-paso]")?.dataset.paso;
  }

  /** paso: where the server found something to put right; else the one that the address names. */
  empezar(paso) {
    if (paso) this.mostrar(paso, { enfocar: false });
    else this.mostrar(this.deLaDireccion(), { enfocar: Boolean(location.hash) });
  }

  ir(nombre) {
    if (nombre === this.actual) return;
    history.pushState({ paso: nombre, cuantos: (history.state?.cuantos || 0) + 1 }, "", `#${nombre}`);
    this.mostrar(nombre);
  }

  /** From the last step to one that has to be put right; from there, back to the last. */
  cambiar(nombre) {
    this.ir(nombre);
    this.deVuelta = true;
  }

  async siguiente() {
    if (this.deVuelta) return this.ir(this.secciones.at(-1).dataset.paso);
    let i = this.secciones.indexOf(this.seccion(this.actual)) + 1;
    while (i < this.secciones.length - 1 && (await this.seSalta(this.secciones[i].dataset.paso))) i += 1;
    return this.ir(this.secciones[Math.min(i, this.secciones.length - 1)].dataset.paso);
  }

  atras() {
    if (history.state?.cuantos) return history.back();
    const i = this.secciones.indexOf(this.seccion(this.actual));
    return this.ir(this.secciones[Math.max(0, i - 1)].dataset.paso);
  }

  mostrar(nombre, { enfocar = true } = {}) {
    Object.assign(this, { actual: nombre, deVuelta: false });
    for (const seccion of this.secciones) seccion.hidden = seccion.dataset.paso !== nombre;
    const { titulo } = this.seccion(nombre).dataset;
    document.title = nombre === this.secciones[0].dataset.paso ? this.titulo : `${titulo} · ${this.titulo}`;
    this.alEntrar(nombre);
    if (!enfocar) return;
    quitarErrores();
    this.presentar(nombre, titulo);
  }

  presentar(nombre, titulo) {
    this.anuncio.textContent = titulo;
    document.getElementById(`titulo-${nombre}`).focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }
}
