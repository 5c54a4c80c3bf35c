import { el } from "../comun/dom.js";

/** A raster layer in the panel: a switch, its scale of colours, an opacity. */
export class FilaDeImagen {
  constructor(vista, estado) {
    this.vista = vista;
    const { capa } = vista;
    this.interruptor = el("input", { type: "checkbox", onchange: () => estado.cambiar(capa.id, { visible: this.interruptor.checked }) });
    this.deslizador = el("input", { type: "range", min: 10, max: 100, step: 5, oninput: () => estado.cambiar(capa.id, { opacidad: this.deslizador.value / 100 }) });
    const datos = el("a", { href: `/datos/${capa.id}`, class: "capa-datos" }, "Datos y descarga");
    const pie = el("div", { class: "capa-pie" }, el("label", {}, el("span", {}, "Opacidad"), this.deslizador), datos);
    this.detalles = el("div", { class: "capa-detalles" }, el("p", { class: "capa-resumen" }, capa.resumen), leyenda(capa), pie);
    this.nodo = el("li", { class: "capa" }, el("label", { class: "capa-nombre" }, this.interruptor, el("span", {}, capa.titulo)), this.detalles);
    this.actualizar();
  }

  actualizar() {
    this.interruptor.checked = this.vista.visible;
    this.detalles.hidden = !this.vista.visible;
    this.deslizador.value = Math.round(this.vista.opacidad * 100);
  }
}

function leyenda({ leyenda: pasos, titulo }) {
  const filas = pasos.map(({ color, titulo: texto }) => el("li", {}, cuadro(color), el("span", {}, texto)));
  return el("ul", { class: "leyenda colores", "aria-label": `Leyenda de ${titulo}` }, filas);
}

// By the style object: the page admits no inline style.
function cuadro(color) {
  const signo = el("span", { class: "cuadro", "aria-hidden": "true" });
  signo.style.backgroundColor = color;
  return signo;
}
