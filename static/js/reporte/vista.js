import { el } from "../comun/dom.js";
import { plural } from "../comun/formato.js";

/** The words of the chosen option of a radio group, as its label says them. */
function elegido(formulario, campo) {
  const opcion = formulario.querySelector(`[name="${campo}"]:checked`);
  return opcion ? opcion.closest("label").textContent.trim() : "";
}

/** Every value of the report in words, by name. */
function valores(formulario, { lugar, fotos }) {
  const datos = new FormData(formulario);
  const dicho = (campo) => datos.get(campo)?.trim() || "";
  return {
    tipo: elegido(formulario, "tipo"),
    tamano: elegido(formulario, "tamano"),
    peligro: { true: "Sí", false: "No" }[dicho("peligro")] || "",
    direccion: lugar.sitio.direccion || "",
    sector: lugar.sitio.sector || "",
    punto: lugar.actual() ? `${dicho("lat")}, ${dicho("lon")}` : "",
    descripcion: dicho("descripcion"),
    fotos: fotos.archivos.length ? String(fotos.archivos.length) : "",
    sena: dicho("direccion"),
    nombre: dicho("nombre"),
    correo: dicho("correo"),
    telefono: dicho("telefono"),
  };
}

/** «Así se verá en público» and «Esto no se publica», with the person's own values. */
export function pintarVista(formulario, partes) {
  const dichos = valores(formulario, partes);
  dichos.nada = ["sena", "nombre", "correo", "telefono"].some((campo) => dichos[campo]) ? "" : "sí";
  for (const renglon of formulario.querySelectorAll("[data-renglon]")) {
    const valor = dichos[renglon.dataset.renglon];
    if (valor === undefined) continue; // the same for everybody, as the server wrote it
    const lugar = renglon.querySelector("[data-valor]");
    renglon.hidden = !(valor || renglon.dataset.vacio);
    if (lugar) lugar.textContent = valor || renglon.dataset.vacio || "";
  }
}

/** The last step: everything in five lines, each with its «Cambiar». */
export function pintarResumen(formulario, partes) {
  const v = valores(formulario, partes);
  const unir = (...textos) => textos.filter(Boolean).join(", ");
  const dichos = {
    fotos: partes.fotos.archivos.length && miniaturas(partes.fotos.archivos),
    lugar: (partes.lugar.actual() && (unir(v.direccion, v.sector) || "Punto marcado en el mapa")) || v.sena,
    dano: unir(v.tipo, v.tamano.toLowerCase(), v.peligro === "Sí" && "es peligroso"),
    detalles: v.descripcion,
    contacto: unir(v.nombre, v.correo, v.telefono),
  };
  for (const parte of formulario.querySelectorAll("[data-parte]")) {
    parte.querySelector("[data-valor]").replaceChildren(dichos[parte.dataset.parte] || parte.dataset.vacio);
  }
}

function miniaturas(archivos) {
  const fotos = archivos.map((archivo) => {
    const url = URL.createObjectURL(archivo);
    return el("img", { src: url, alt: "", onload: () => URL.revokeObjectURL(url) });
  });
  return el("span", { class: "resumen-fotos" }, fotos, el("span", { class: "solo-lector" }, plural(archivos.length, "foto")));
}
