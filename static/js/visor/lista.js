import { el } from "../comun/dom.js";
import { miles, plural } from "../comun/formato.js";
import { calmar, pedirJson, soloElUltimo } from "../comun/pedir.js";

/**
 * "En el mapa ahora": the same layers and view as the map, as a list.
 * puertas: {url, alElegir({capa, id, centro}, nodo), anunciar(texto), contar(texto), pedir(): {capas: [id], caja}}
 */
export function crearLista(contenedor, puertas) {
  const filtro = el("input", { id: "filtro-lista", type: "search", autocomplete: "off", maxlength: "100" });
  const cuerpo = el("div", { class: "lista-cuerpo" });
  contenedor.replaceChildren(el("div", { class: "campo" }, el("label", { for: "filtro-lista" }, "Filtrar por nombre"), filtro), cuerpo);
  const cargar = soloElUltimo((senal) => traer(senal, puertas, filtro.value.trim(), cuerpo));
  const pronto = calmar(() => cargar().catch((falla) => mostrarFalla(cuerpo, falla, cargar)), 350);
  filtro.addEventListener("input", pronto);
  return { actualizar: pronto };
}

async function traer(senal, puertas, texto, cuerpo) {
  const { capas, caja } = puertas.pedir();
  if (!capas.length) return vacia(cuerpo, puertas, "No hay capas encendidas", "Encienda una en la pestaña Capas y aquí verá lo que contiene.");
  if (!cuerpo.childElementCount) cuerpo.replaceChildren(...esqueleto());
  const parametros = new URLSearchParams({ capas: capas.join(","), bbox: caja.map((v) => v.toFixed(5)).join(",") });
  if (texto) parametros.set("q", texto);
  const url = `${puertas.url}?${parametros}`;
  if (cuerpo.dataset.url === url) return undefined;
  const { grupos } = await pedirJson(url, { senal });
  cuerpo.dataset.url = url;
  return mostrar(cuerpo, grupos.filter(({ total }) => total), puertas, texto);
}

function mostrar(cuerpo, grupos, puertas, texto) {
  const total = grupos.reduce((suma, grupo) => suma + grupo.total, 0);
  puertas.contar(miles(total));
  if (!total) return vacia(cuerpo, puertas, "Nada a la vista", texto ? "Ningún nombre a la vista contiene ese texto." : "Aleje o mueva el mapa, o encienda otra capa.");
  conservarFoco(cuerpo, () => cuerpo.replaceChildren(...grupos.map((grupo) => seccion(grupo, puertas))));
  const partes = grupos.map((grupo) => `${miles(grupo.total)} en ${grupo.titulo}`);
  puertas.anunciar(`${plural(total, "elemento")} a la vista: ${partes.join(", ")}.`);
}

// A list that is made anew must not lose the person's place in it.
function conservarFoco(cuerpo, rehacer) {
  const clave = cuerpo.contains(document.activeElement) && document.activeElement.dataset.clave;
  rehacer();
  if (clave) cuerpo.querySelector(`[data-clave="${clave}"]`)?.focus({ preventScroll: true });
}

function vacia(cuerpo, puertas, titulo, consejo) {
  delete cuerpo.dataset.url;
  cuerpo.replaceChildren(el("div", { class: "vacio" }, el("h3", {}, titulo), el("p", {}, consejo)));
  puertas.contar("0");
  puertas.anunciar(`${titulo}.`);
}

function mostrarFalla(cuerpo, falla, cargar) {
  delete cuerpo.dataset.url;
  const otra = el("button", { type: "button", class: "boton secundario", onclick: () => cargar().catch(() => {}) }, "Intentar de nuevo");
  cuerpo.replaceChildren(el("div", { class: "vacio" }, el("h3", {}, "No pudimos traer la lista"), el("p", {}, falla.message), otra));
}

function seccion({ capa, titulo, total, elementos }, puertas) {
  const filas = elementos.map((item) => el("li", {}, boton(capa, item, puertas)));
  const resto = total > elementos.length && el("p", { class: "detalle resto" }, `Y ${plural(total - elementos.length, "más", "más")}: acerque el mapa para verlos.`);
  return el("section", {}, el("h2", {}, `${titulo} `, el("span", { class: "cuenta" }, miles(total))), el("ul", { class: "lista" }, filas), resto);
}

function boton(capa, { id, titulo, detalle, centro }, puertas) {
  const elegir = (evento) => puertas.alElegir({ capa, id, centro }, evento.currentTarget);
  return el("button", { type: "button", "data-clave": `${capa}.${id}`, onclick: elegir }, el("span", {}, titulo), detalle && el("span", { class: "detalle" }, detalle));
}

/** Grey bars where rows will be. */
export function esqueleto(filas = 5) {
  return Array.from({ length: filas }, (_, i) => el("span", { class: "cargando", style: `height:${i % 2 ? 14 : 20}px;width:${i % 2 ? 70 : 92}%` }));
}
