import { el } from "../comun/dom.js";
import { pedirJson } from "../comun/pedir.js";

/** What is asked of the chosen kind: its hint, whom else to call, its questions. Without a network, what every kind asks. */
export class Danos {
  /** alPintar(box) after the questions of a kind came into the form. */
  constructor(caja, alPintar) {
    Object.assign(this, { caja, alPintar, tipos: {}, freno: null });
    caja.addEventListener("change", ({ target }) => target.name === "tipo" && this.pintar());
  }

  /** Asks the server once; the service worker keeps the answer. */
  traer() {
    this.trayendo ??= pedirJson(this.caja.dataset.urlTipos).then(({ tipos }) => {
      this.tipos = Object.fromEntries(tipos.map((tipo) => [tipo.codigo, tipo]));
      this.pintar();
    }).catch(() => { this.trayendo = null; });
    return this.trayendo;
  }

  elegido() {
    return this.tipos[this.caja.querySelector("[name=tipo]:checked")?.value];
  }

  /** What stops a report of this kind here, in words; nothing where it goes on. */
  detiene() {
    const { freno } = this.elegido() || {};
    return freno?.detiene ? freno.texto : "";
  }

  /** What has to be answered and is not: [{campo, paso, texto}]. */
  faltan(formulario) {
    const datos = new FormData(formulario);
    const faltan = (this.elegido()?.preguntas || []).filter(({ codigo, obligatoria }) => obligatoria && !datos.get(`pregunta-${codigo}`));
    const faltas = faltan.map(({ codigo, texto }) => ({ campo: `id_pregunta-${codigo}`, paso: "dano", texto: `Falta responder: ${texto}` }));
    return this.detiene() ? [{ campo: "id_tipo", paso: "dano", texto: this.detiene() }] : faltas;
  }

  pintar() {
    const tipo = this.elegido();
    if (!tipo || tipo === this.pintado) return;
    this.pintado = tipo;
    const { consejo, freno, preguntas, pide_tamano: conTamano, pregunta_peligro: peligro } = tipo;
    this.caja.querySelector("[data-freno]").replaceChildren(...[freno && avisar(freno), consejo && el("p", { class: "ayuda" }, consejo)].filter(Boolean));
    this.caja.querySelector("[data-preguntas]").replaceChildren(...preguntas.map(pregunta));
    this.caja.querySelector("[data-tamano]").hidden = !conTamano;
    if (peligro) this.caja.querySelector("[data-pregunta-peligro]").textContent = peligro;
    this.alPintar(this.caja.querySelector("[data-preguntas]"));
  }
}

function avisar({ texto, telefono, detiene }) {
  const llamar = telefono && el("p", {}, el("a", { class: "boton", href: `tel:${telefono.replaceAll(" ", "")}` }, `Llamar al ${telefono}`));
  const sigue = !detiene && el("p", { class: "ayuda" }, "También puede reportarlo aquí: se lo hacemos llegar.");
  return el("div", { class: "aviso alerta freno" }, el("p", {}, texto), llamar, sigue);
}

// As the server writes them (_preguntas.html): the same names and ids, so that an error finds its field.
function pregunta({ codigo, texto, ayuda, clase, obligatoria, valores }) {
  const nombre = `pregunta-${codigo}`;
  const titulo = [texto, !obligatoria && el("span", { class: "opcional" }, " (opcional)")].filter(Boolean);
  const ayudado = ayuda && el("p", { class: "ayuda" }, ayuda);
  if (clase === "una" || clase === "varias") {
    const opcion = ({ key, name }) => el("label", { class: "casilla" }, el("input", { type: clase === "una" ? "radio" : "checkbox", name: nombre, value: key }), el("span", {}, name));
    return el("fieldset", { class: "campo", id: `id_${nombre}` }, el("legend", {}, ...titulo), ayudado, valores.map(opcion));
  }
  const campo = clase === "texto" ? el("textarea", { rows: 2, maxlength: 500 }) : el("input", { type: { numero: "number", fecha: "date" }[clase], step: "any" });
  campo.name = nombre;
  campo.id = `id_${nombre}`;
  return el("div", { class: "campo" }, el("label", { for: campo.id }, ...titulo), ayudado, campo);
}
