import { el } from "../comun/dom.js";

/** The error summary on top of a form, as the server writes it. errores: [{campo: element id or "", texto}] */
export function mostrarErrores(formulario, errores, titulo = "Falta algo para enviar su reporte") {
  quitarErrores();
  const filas = errores.map(({ campo, texto }) => el("li", {}, campo ? el("a", { href: `#${campo}` }, texto) : texto));
  const resumen = el("div", { class: "errores", role: "alert", tabindex: "-1", id: "errores" }, el("h2", {}, titulo), el("ul", {}, filas));
  formulario.before(resumen);
  resumen.focus();
}

export function quitarErrores() {
  document.getElementById("errores")?.remove();
}

/** What the browser can already tell that is missing: [{campo, texto}]. */
export function loQueFalta(formulario) {
  const datos = new FormData(formulario);
  const faltas = [];
  if (!datos.get("tipo")) faltas.push({ campo: "id_tipo", texto: "Elija qué daño es." });
  if (!datos.get("lon") || !datos.get("lat")) faltas.push({ campo: "id_direccion", texto: "Falta el lugar: use su ubicación, márquelo en el mapa o búsquelo por la dirección." });
  const contacto = ["nombre", "correo", "telefono"].some((campo) => datos.get(campo)?.trim());
  if (contacto && !datos.get("acepta")) faltas.push({ campo: "id_acepta", texto: "Para dejar sus datos de contacto, marque la autorización; o bórrelos y reporte sin ellos." });
  return faltas;
}
