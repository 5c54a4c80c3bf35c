import { el } from "../comun/dom.js";
import { enviar } from "./envio.js";
import { mostrarErrores, quitarErrores } from "./errores.js";

/** The last step: sends, tells how far it is, and takes an error to the step where it can be put right. */
export class Final {
  constructor(formulario, { borrador, pasos }) {
    Object.assign(this, { formulario, borrador, pasos, enCurso: false });
    this.boton = pasos.seccion("enviar").querySelector("[data-seguir]");
    this.texto = this.boton.textContent;
    this.estado = el("p", { class: "estado-envio", role: "status" });
    this.boton.parentElement.before(this.estado);
    window.addEventListener("online", () => this.sinRed && this.decir("Volvió la conexión: ya puede enviar su reporte."));
  }

  async mandar() {
    if (this.enCurso) return;
    quitarErrores();
    this.ocupar(true);
    try {
      this.recibido(await enviar(this.formulario, (texto) => this.decir(texto)));
    } catch (falla) {
      this.ocupar(false);
      this.explicar(falla);
    }
  }

  recibido({ codigo, url, recibido }) {
    this.borrador.borrar();
    this.decir(`Recibido: ${codigo}.`);
    location.assign(recibido || url);
  }

  explicar({ message, errores = {}, sinRed, estado }) {
    this.sinRed = sinRed;
    this.decir(sinRed ? message : "");
    if (sinRed) return;
    const faltas = Object.entries(errores).flatMap(([campo, textos]) => textos.map((texto) => ({ campo: campo === "__all__" ? "" : `id_${campo}`, texto })));
    const paso = faltas.map(({ campo }) => campo && document.getElementById(campo)?.closest("[data-paso]")?.dataset.paso).find(Boolean);
    if (paso) this.pasos.ir(paso);
    mostrarErrores(this.formulario, faltas.length ? faltas : [{ campo: "", texto: message }], estado === 422 ? undefined : "Su reporte aún no se ha enviado");
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
