import { el } from "../comun/dom.js";
import { loQueFalta, mostrarErrores, quitarErrores } from "./errores.js";

const SIN_RED = "Aún no se ha enviado: no hay conexión. Lo que escribió sigue guardado en este teléfono; las fotos, mientras no cierre esta página.";

/** Sends the form once, tells how far it is, and never says "enviado" before the server's number has arrived. */
export class Envio {
  constructor(formulario, borrador) {
    Object.assign(this, { formulario, borrador, enCurso: false });
    this.boton = formulario.querySelector("[type=submit]");
    this.texto = this.boton.textContent;
    this.estado = el("p", { class: "estado-envio", role: "status" });
    this.boton.parentElement.before(this.estado);
    formulario.addEventListener("submit", (evento) => this.enviar(evento));
    window.addEventListener("online", () => this.fallo && this.decir("Volvió la conexión: ya puede enviar su reporte."));
  }

  enviar(evento) {
    evento.preventDefault();
    if (this.enCurso) return;
    const faltas = loQueFalta(this.formulario);
    if (faltas.length) return void mostrarErrores(this.formulario, faltas);
    quitarErrores();
    this.ocupar(true);
    this.mandar();
  }

  // XMLHttpRequest, because fetch does not tell how much has been sent.
  mandar() {
    const peticion = new XMLHttpRequest();
    peticion.open("POST", this.formulario.action || location.href);
    peticion.setRequestHeader("Accept", "application/json");
    peticion.upload.onprogress = ({ loaded, total }) => this.avance(loaded / total);
    peticion.onload = () => this.respuesta(peticion);
    peticion.onerror = peticion.ontimeout = () => this.sinRed();
    peticion.timeout = 120000;
    peticion.send(new FormData(this.formulario));
  }

  avance(parte) {
    this.decir(parte < 1 ? `Enviando… ${Math.round(parte * 100)} %` : "Enviado el contenido; esperando el número de su reporte…");
  }

  respuesta({ status, responseText }) {
    const cuerpo = leer(responseText);
    if (status === 201 && cuerpo.url) return this.recibido(cuerpo);
    this.ocupar(false);
    this.decir("");
    const errores = Object.entries(cuerpo.errores || {}).flatMap(([campo, textos]) => textos.map((texto) => ({ campo: campo === "__all__" ? "" : `id_${campo}`, texto })));
    const texto = cuerpo.detail || "No pudimos recibir su reporte. Espere un momento y vuelva a intentarlo.";
    return mostrarErrores(this.formulario, errores.length ? errores : [{ campo: "", texto }], status === 422 ? undefined : "Su reporte aún no se ha enviado");
  }

  recibido({ codigo, url }) {
    this.borrador.borrar();
    this.decir(`Recibido: ${codigo}.`);
    location.assign(`${url}?recibido=1`);
  }

  sinRed() {
    this.fallo = true;
    this.ocupar(false);
    this.decir(SIN_RED);
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

function leer(texto) {
  try {
    return JSON.parse(texto);
  } catch {
    return {};
  }
}
