import { enviar } from "../cola/enviar.js";
import { mostrarPendientes } from "../cola/panel.js";
import { el } from "../comun/dom.js";
import { mostrarErrores } from "./errores.js";

export const GUARDADO = "Guardado en este teléfono, aún no enviado.";
const SALDRA = " Saldrá solo cuando haya conexión: deje esta página abierta o vuelva a entrar.";

/** The last step: sends the form once, tells how far it is, and never says "enviado" before the server's number has arrived. */
export class Envio {
  constructor(formulario, { borrador, adelanto, pasos }) {
    Object.assign(this, { formulario, borrador, adelanto, pasos, enCurso: false });
    this.boton = pasos.seccion("enviar").querySelector("[data-seguir]");
    this.texto = this.boton.textContent;
    this.estado = el("p", { class: "estado-envio", role: "status" });
    this.boton.parentElement.before(this.estado);
  }

  async mandar() {
    if (this.enCurso) return;
    this.ocupar(true);
    this.decir("Guardando…");
    await this.adelanto?.listo();
    this.terminar(await enviar(this.formulario, (texto) => this.decir(texto)));
    this.ocupar(false);
  }

  terminar({ estado, codigo, url, error, errores }) {
    if (estado === "sin_sitio") return this.sinSitio();
    if (estado === "rechazado") return this.corregir(error, errores);
    this.borrador.borrar();
    if (estado === "guardado") return this.guardado(error);
    this.decir(`Recibido: ${codigo}.`);
    return location.assign(url);
  }

  corregir(error, errores = {}) {
    this.decir("");
    const filas = Object.entries(errores).flatMap(([campo, textos]) => textos.map((texto) => ({ campo: campo === "__all__" ? "" : `id_${campo}`, texto })));
    const paso = filas.map(({ campo }) => this.pasos.dondeEsta(campo)).find(Boolean);
    if (paso) this.pasos.ir(paso);
    mostrarErrores(this.formulario, filas.length ? filas : [{ campo: "", texto: error }]);
  }

  /** The report is in the queue: the form is done with it. */
  guardado(error) {
    const otro = el("a", { class: "boton secundario", href: location.pathname }, "Reportar otro daño");
    const aviso = el("div", { class: "aviso alerta guardado", role: "alert", tabindex: "-1" }, el("h2", {}, GUARDADO), el("p", {}, error || "No hay conexión.", SALDRA), el("p", {}, otro));
    history.replaceState(null, "", location.pathname);
    document.title = GUARDADO;
    this.formulario.replaceWith(aviso, el("section", { class: "pendientes", "data-cola": true, hidden: true }));
    mostrarPendientes();
    aviso.focus();
  }

  // A private window or a full phone: the page is all there is.
  sinSitio() {
    this.decir("Este teléfono no deja guardar el reporte. No cierre esta página: vuelva a tocar «Enviar» cuando haya conexión.");
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
