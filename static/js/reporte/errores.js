import { el } from "../comun/dom.js";

const FALTAN = {
  lugar: "Falta el lugar: use su ubicación, márquelo en el mapa, busque la dirección o cuéntenos con sus palabras dónde es.",
  tipo: "Elija qué daño es.",
  acepta: "Para dejar sus datos de contacto, marque la autorización; o bórrelos y siga sin ellos.",
  correo: "Revise el correo: le falta la arroba o el final, como en nombre@correo.com.",
};

/** The error summary on top of a form, as the server writes it. errores: [{campo: element id or "", texto}] */
export function mostrarErrores(formulario, errores, titulo = "Falta algo para seguir") {
  quitarErrores();
  const filas = errores.map(({ campo, texto }) => el("li", {}, campo ? el("a", { href: `#${campo}`, onclick: (evento) => alCampo(evento, campo) }, texto) : texto));
  const resumen = el("div", { class: "errores", role: "alert", tabindex: "-1", id: "errores" }, el("h2", {}, titulo), el("ul", {}, filas));
  formulario.before(resumen);
  resumen.focus();
  resumen.scrollIntoView({ block: "nearest" });
}

export function quitarErrores() {
  document.getElementById("errores")?.remove();
}

/** What the browser can already tell that is missing in a step, or in all of them: [{campo, paso, texto}]. */
export function loQueFalta(formulario, paso) {
  const datos = new FormData(formulario);
  const dicho = (campo) => datos.get(campo)?.trim();
  const faltas = [];
  if (!(dicho("lon") && dicho("lat")) && !dicho("direccion")) faltas.push({ campo: "id_direccion", paso: "lugar", texto: FALTAN.lugar });
  if (!dicho("tipo")) faltas.push({ campo: "id_tipo", paso: "dano", texto: FALTAN.tipo });
  return [...faltas, ...delContacto(datos)].filter((falta) => !paso || falta.paso === paso);
}

/** The same, of who sends it; datos: a FormData. */
export function delContacto(datos) {
  const dicho = (campo) => datos.get(campo)?.trim();
  const faltas = [];
  if (dicho("correo") && !/^\S+@\S+\.\S+$/.test(dicho("correo"))) faltas.push({ campo: "id_correo", paso: "detalles", texto: FALTAN.correo });
  if (["nombre", "correo", "telefono"].some(dicho) && !dicho("acepta")) faltas.push({ campo: "id_acepta", paso: "detalles", texto: FALTAN.acepta });
  return faltas;
}

// The address names the step: a link to a field must not change it.
function alCampo(evento, campo) {
  evento.preventDefault();
  const destino = document.getElementById(campo);
  const control = destino?.matches("input, textarea, select") ? destino : destino?.querySelector("input, button");
  control?.focus();
}
