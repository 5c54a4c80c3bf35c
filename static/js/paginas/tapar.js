import { Zonas } from "../gestion/zonas.js";

const lienzo = document.querySelector("[data-tapar]");
if (lienzo) {
  new Zonas(lienzo, document.querySelector("[data-zonas]"));
  document.querySelector("[data-ayuda-dibujo]").hidden = false;
}
