import { el } from "../comun/dom.js";

const CAMPOS = ["x", "y", "ancho", "alto"];
const MINIMO = 1; // per cent: less was a slip of the hand

/** Rectangles drawn on a photo with a finger or a mouse; the fields of the form hold them, and the keyboard writes there. */
export class Zonas {
  constructor(lienzo, formulario) {
    Object.assign(this, { lienzo, formulario, desde: null });
    this.foto = lienzo.querySelector("img");
    this.foto.draggable = false;
    lienzo.addEventListener("pointerdown", (evento) => this.empezar(evento));
    lienzo.addEventListener("pointermove", (evento) => this.seguir(evento));
    lienzo.addEventListener("pointerup", (evento) => this.terminar(evento));
    lienzo.addEventListener("pointercancel", () => this.soltar());
    formulario.addEventListener("input", () => this.pintar());
    this.pintar();
  }

  lugar({ clientX, clientY }) {
    const caja = this.foto.getBoundingClientRect();
    const parte = (valor) => Math.min(Math.max(valor * 100, 0), 100);
    return [parte((clientX - caja.left) / caja.width), parte((clientY - caja.top) / caja.height)];
  }

  empezar(evento) {
    if (evento.button) return;
    evento.preventDefault();
    this.lienzo.setPointerCapture(evento.pointerId);
    this.desde = this.lugar(evento);
    this.nueva = el("span", { class: "zona-marcada" });
    this.lienzo.append(this.nueva);
  }

  seguir(evento) {
    if (this.desde) poner(this.nueva, entre(this.desde, this.lugar(evento)));
  }

  terminar(evento) {
    if (!this.desde) return;
    const zona = entre(this.desde, this.lugar(evento));
    this.soltar();
    if (zona[2] < MINIMO || zona[3] < MINIMO) return;
    const fila = this.filas().find((campos) => campos.every(({ value }) => !value)) || this.agregar();
    fila.forEach((campo, i) => (campo.value = zona[i].toFixed(1)));
    this.pintar();
  }

  soltar() {
    this.desde = null;
    this.nueva?.remove();
  }

  filas() {
    return [...this.formulario.querySelectorAll(".zona")].map((fila) => CAMPOS.map((nombre) => fila.querySelector(`[name=${nombre}]`)));
  }

  agregar() {
    const ultima = [...this.formulario.querySelectorAll(".zona")].pop();
    const copia = ultima.cloneNode(true);
    delete copia.dataset.guardada;
    copia.querySelector("legend").textContent = "Zona nueva";
    copia.querySelectorAll("input").forEach((campo) => (campo.value = campo.defaultValue = ""));
    ultima.after(copia);
    return CAMPOS.map((nombre) => copia.querySelector(`[name=${nombre}]`));
  }

  pintar() {
    this.lienzo.querySelectorAll(".zona-marcada").forEach((marca) => marca.remove());
    for (const campos of this.filas()) {
      const zona = campos.map(({ value }) => Number.parseFloat(value.replace(",", ".")));
      const clase = guardada(campos) ? "zona-marcada guardada" : "zona-marcada";
      if (zona.every(Number.isFinite)) this.lienzo.append(poner(el("span", { class: clase }), zona));
    }
  }
}

/** Saved, and not touched since: what is written is still what the page brought. */
function guardada(campos) {
  return campos[0].closest(".zona").hasAttribute("data-guardada") && campos.every(({ value, defaultValue }) => value === defaultValue);
}

function entre([x1, y1], [x2, y2]) {
  return [Math.min(x1, x2), Math.min(y1, y2), Math.abs(x2 - x1), Math.abs(y2 - y1)];
}

function poner(marca, [x, y, ancho, alto]) {
  Object.assign(marca.style, { left: `${x}%`, top: `${y}%`, width: `${ancho}%`, height: `${alto}%` });
  return marca;
}
