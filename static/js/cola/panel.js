import { el, icono } from "../comun/dom.js";
import { plural } from "../comun/formato.js";
import { alCambiar, lista, olvidar, PENDIENTE, RECHAZADO, RECIBIDO, sinFotos } from "./cola.js";
import { despachar } from "./despacho.js";
import { devolver } from "./devolver.js";

const dia = new Intl.DateTimeFormat("es-CO", { day: "numeric", month: "short", hour: "numeric", minute: "2-digit" });

/** What waits on this phone, in its own section; `cuentas`: elements that tell how many. Hidden while there is nothing. */
export class Panel {
  constructor(seccion, cuentas = []) {
    Object.assign(this, { seccion, cuentas });
    this.estado = el("p", { role: "status", class: "estado-envio" });
    this.filas = el("ul", { class: "lista" });
    this.titulo = el("h2", { id: "titulo-pendientes" });
    this.boton = el("button", { type: "button", class: "boton", onclick: () => this.enviar() });
    seccion.replaceChildren(this.titulo, this.filas, this.estado, el("div", { class: "acciones" }, this.boton));
    seccion.setAttribute("aria-labelledby", this.titulo.id);
    alCambiar(() => this.pintar());
    this.pintar();
  }

  async pintar() {
    const filas = await lista().catch(() => []);
    const esperan = filas.filter(({ estado }) => estado === PENDIENTE).length;
    const porVer = filas.filter(({ estado }) => estado === RECHAZADO).length;
    this.seccion.hidden = !filas.length;
    this.titulo.textContent = esperan + porVer ? "Pendientes en este teléfono" : "Enviados desde este teléfono";
    this.boton.textContent = `Enviar pendientes (${esperan})`;
    this.boton.hidden = !esperan;
    this.filas.replaceChildren(...filas.map((fila) => this.fila(fila)));
    for (const cuenta of this.cuentas) {
      cuenta.hidden = !(esperan + porVer);
      cuenta.textContent = `(${plural(esperan + porVer, "pendiente")})`;
    }
  }

  fila(reporte) {
    const fotos = reporte.fotos?.length ? ` · ${plural(reporte.fotos.length, "foto")}` : "";
    const detalle = el("span", { class: "detalle" }, dia.format(new Date(reporte.hecho_en)), fotos);
    const cuerpo = el("div", {}, el("strong", {}, reporte.titulo), " ", detalle, el("p", { class: `estado-cola ${reporte.estado}` }, ...decir(reporte)));
    return el("li", { class: "en-cola", "data-clave": reporte.clave }, cuerpo, this.botones(reporte));
  }

  botones(reporte) {
    const boton = (texto, hacer) => el("button", { type: "button", class: "boton sutil", onclick: hacer }, texto);
    const borrar = boton("Borrar", () => confirm(`¿Borrar «${reporte.titulo}» sin enviarlo?`) && olvidar(reporte.clave));
    const botones = {
      [PENDIENTE]: () => [reporte.lleno && reporte.fotos.length ? boton("Enviar sin fotos", () => sinFotos(reporte).then(() => this.enviar())) : null, borrar],
      [RECHAZADO]: () => [boton("Corregir", () => devolver(reporte)), borrar],
      [RECIBIDO]: () => [],
    }[reporte.estado]();
    return el("div", { class: "acciones" }, botones);
  }

  async enviar() {
    this.boton.setAttribute("aria-disabled", "true");
    this.decir("Enviando…");
    const antes = await lista();
    await despachar({ ya: true, alAvanzar: (texto) => this.decir(texto) }).catch(() => {});
    const eran = new Set(antes.filter(({ estado }) => estado === PENDIENTE).map(({ clave }) => clave));
    const llegaron = (await lista()).filter(({ clave, estado }) => eran.has(clave) && estado === RECIBIDO);
    this.decir(llegaron.length ? `${plural(llegaron.length, "envío recibido", "envíos recibidos")}.` : "Aún no se pudo enviar. Siguen guardados en este teléfono.");
    this.boton.removeAttribute("aria-disabled");
  }

  decir(texto) {
    this.estado.textContent = texto;
  }
}

/** The section of the page, `[data-cola]`, and the counts beside its links, `[data-pendientes]`. */
export function mostrarPendientes() {
  const seccion = document.querySelector("[data-cola]");
  if (seccion) new Panel(seccion, [...document.querySelectorAll("[data-pendientes]")]);
}

function decir({ estado, error, codigo, url }) {
  if (estado === RECIBIDO) return [icono("listo"), " Recibido: ", el("a", { href: url }, codigo)];
  if (estado === RECHAZADO) return [icono("aviso"), ` No se pudo enviar: ${error}`];
  return [icono("red"), ` Guardado en este teléfono, aún no enviado. ${error || ""}`];
}
