import { el, icono } from "../comun/dom.js";
import { claveDe } from "../mapa/estilo.js";
import { muestra } from "../mapa/muestra.js";
import { FilaDeImagen } from "./imagenes.js";

/** The panel of layers by sector: a switch, a legend that switches classes, an opacity. */
export function panelDeCapas(contenedor, sectores, estado) {
  const filas = sectores.flatMap(({ capas, imagenes }) => [...capas, ...imagenes].map((capa) => fila(estado.capas.get(capa.id), estado)));
  const porId = new Map(filas.map((fila) => [fila.vista.capa.id, fila]));
  contenedor.replaceChildren(...sectores.map((sector) => grupo(sector, porId)));
  for (const suceso of ["cambio", "cargado"]) estado.addEventListener(suceso, () => filas.forEach((fila) => fila.actualizar()));
}

const fila = (vista, estado) => new (vista.capa.imagen ? FilaDeImagen : Fila)(vista, estado);

function grupo({ titulo, id, capas, imagenes }, porId) {
  const filas = [...capas, ...imagenes].map((capa) => porId.get(capa.id));
  const encendidas = filas.some(({ vista }) => vista.visible);
  const lista = el("ul", { class: "capas" }, filas.map(({ nodo }) => nodo));
  const resumen = el("summary", {}, el("h2", { id: `sector-${id}` }, titulo));
  return el("details", { class: "sector", open: encendidas }, resumen, lista);
}

class Fila {
  constructor(vista, estado) {
    this.vista = vista;
    this.estado = estado;
    this.interruptor = el("input", { type: "checkbox", onchange: () => estado.cambiar(vista.capa.id, { visible: this.interruptor.checked }) });
    this.detalles = el("div", { class: "capa-detalles" });
    this.signo = muestra(vista.capa, deEjemplo(vista.capa));
    this.nodo = el("li", { class: "capa" }, el("label", { class: "capa-nombre" }, this.interruptor, el("span", {}, vista.capa.titulo), this.signo), this.detalles);
    this.actualizar();
  }

  actualizar() {
    const { visible, capa } = this.vista;
    this.interruptor.checked = visible;
    this.detalles.hidden = !visible;
    this.signo.hidden = visible && capa.estilo.clases?.length > 0;
    if (visible && !this.detalles.childElementCount) this.llenar();
    if (capa.haySinClase) this.sinClase?.removeAttribute("hidden");
    if (this.deslizador) this.deslizador.value = Math.round(this.vista.opacidad * 100);
  }

  llenar() {
    const { capa } = this.vista;
    this.detalles.append(el("p", { class: "capa-resumen" }, capa.resumen));
    if (capa.estilo.clases?.length) this.detalles.append(this.leyenda(capa));
    if (capa.estilo.tramas?.length) this.detalles.append(tramas(capa));
    this.detalles.append(this.opacidad(capa));
  }

  leyenda(capa) {
    const filas = capa.estilo.clases.map((clase) => this.clase(capa, clase, clase.titulo));
    this.sinClase = this.clase(capa, null, "Sin dato");
    this.sinClase.hidden = true;
    return el("ul", { class: "leyenda", "aria-label": `Leyenda de ${capa.titulo}: desmarque una clase para ocultarla` }, filas, this.sinClase);
  }

  clase(capa, clase, titulo) {
    const cambiar = (evento) => this.estado.ocultar(capa.id, claveDe(clase), !evento.target.checked);
    const caja = el("input", { type: "checkbox", checked: true, onchange: cambiar });
    const datos = clase ? { [capa.estilo.campo]: clase.valor } : {};
    return el("li", {}, el("label", {}, caja, muestra(capa, datos), el("span", {}, titulo)));
  }

  opacidad(capa) {
    const alMover = () => this.estado.cambiar(capa.id, { opacidad: this.deslizador.value / 100 });
    this.deslizador = el("input", { type: "range", min: 10, max: 100, step: 5, oninput: alMover });
    this.deslizador.value = this.vista.opacidad * 100;
    const datos = el("a", { href: `/datos/${capa.id}`, class: "capa-datos" }, "Datos y descarga");
    return el("div", { class: "capa-pie" }, el("label", {}, el("span", {}, "Opacidad"), this.deslizador), datos);
  }
}

// A second reading, by hatching: it only speaks.
function tramas(capa) {
  const { campo_trama: campo, tramas: clases } = capa.estilo;
  const gris = { ...capa, estilo: { ...capa.estilo, color: "#5c656f", clases: [], opacidad: 0.1 } };
  const filas = clases.map((clase) => el("li", {}, muestra(gris, { [campo]: clase.valor }), el("span", {}, clase.titulo)));
  return el("ul", { class: "leyenda tramas", "aria-label": "Qué dice la trama" }, filas);
}

/** What a feature of the first class would carry: the layer's sign while its legend is closed. */
function deEjemplo({ estilo: { campo, clases, campo_trama: trama, tramas: otras } }) {
  return { [campo || ""]: clases?.[0]?.valor, [trama || ""]: otras?.[0]?.valor };
}

/** A choice of what lies under the layers, where the municipality has configured an external map. */
export function selectorDeFondo(contenedor, { url, credito }, alElegir) {
  if (!url) return;
  const opcion = (valor, texto, marcado) => el("label", {}, el("input", { type: "radio", name: "fondo", value: valor, checked: marcado, onchange: () => alElegir(valor) }), texto);
  const fondo = el("fieldset", { class: "fondo" }, el("legend", {}, icono("capas"), "Fondo"), opcion("propio", "Del municipio", true), opcion("externo", credito || "Externo"));
  contenedor.prepend(fondo);
}
