import { enviar } from "../cola/enviar.js";
import { mostrarPendientes } from "../cola/panel.js";
import { el } from "../comun/dom.js";
import { mostrarErrores } from "./errores.js";

export const GUARDADO = "Guardado en este teléfono, aún no enviado.";
const SALDRA = " Saldrá solo cuando haya conexión: deje esta página abierta o vuelva a entrar.";
// A private window or a full phone: the page is all there is.
const SIN_SITIO = "Este teléfono no deja guardar lo que escribió. No cierre esta página: vuelva a tocar el botón cuando haya conexión.";
const BORRADO = "Se borró en otra página de este teléfono, sin confirmar que llegara. Lo que escribió sigue aquí: puede enviarlo de nuevo.";

/**
 * Sends a form once, by `boton`, tells how far it is, and never says "enviado" before the server's answer has arrived.
 * antes(): a promise to wait for; alSalir(): it is sent or in the queue, and the form is done with it; irA(ids): where to put it right.
 */
export class Envio {
  constructor(formulario, boton, { antes = () => {}, alSalir = () => {}, irA = () => {} } = {}) {
    Object.assign(this, { formulario, boton, antes, alSalir, irA, enCurso: false });
    this.texto = this.boton.textContent;
    this.estado = el("p", { class: "estado-envio", role: "status" });
    this.boton.parentElement.before(this.estado);
  }

  async mandar() {
    if (this.enCurso) return;
    this.ocupar(true);
    this.decir("Guardando…");
    await this.antes();
    this.terminar(await enviar(this.formulario, (texto) => this.decir(texto)));
    this.ocupar(false);
  }

  terminar({ estado, codigo, url, error, errores }) {
    if (estado === "sin_sitio") return this.decir(SIN_SITIO);
    if (estado === "borrado") return this.decir(BORRADO);
    if (estado === "rechazado") return this.corregir(error, errores);
    this.alSalir();
    if (estado === "guardado") return this.guardado(error);
    this.decir(`Recibido: ${codigo}.`);
    return location.assign(url);
  }

  corregir(error, errores = {}) {
    this.decir("");
    const filas = Object.entries(errores).flatMap(([campo, textos]) => textos.map((texto) => ({ campo: campo === "__all__" ? "" : `id_${campo}`, texto })));
    this.irA(filas.map(({ campo }) => campo));
    mostrarErrores(this.formulario, filas.length ? filas : [{ campo: "", texto: error }]);
  }

  guardado(error) {
    const otro = el("a", { class: "boton secundario", href: "/reportar" }, "Reportar otro daño");
    const aviso = el("div", { class: "aviso alerta guardado", role: "alert", tabindex: "-1" }, el("h2", {}, GUARDADO), el("p", {}, error || "No hay conexión.", SALDRA), el("p", {}, otro));
    history.replaceState(null, "", location.pathname);
    document.title = GUARDADO;
    this.formulario.replaceWith(aviso, el("section", { class: "pendientes", "data-cola": true, hidden: true }));
    mostrarPendientes();
    aviso.focus();
  }

  ocupar(si) {
    this.enCurso = si;
    this.boton.setAttribute("aria-disabled", String(si));
    this.boton.textContent = si ? "Enviando…" : this.texto;
  }

  decir(texto) {
    this.estado.textContent = texto;
  }
}
