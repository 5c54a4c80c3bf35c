import { el, icono } from "../comun/dom.js";
import { crearMapa } from "../mapa/mapa.js";

const PASO = 24; // px that a button moves the map
const GESTOS = ["pointerdown", "keydown", "wheel", "click"];

/**
 * A small map whose centre is the place: the map moves under a fixed pin, by finger, arrows or buttons.
 * Gives {ir([lon, lat], precision?)}. alMover([lon, lat]) only when the person moved it.
 */
export function abrirMapa(contenedor, configuracion, alMover) {
  const lienzo = el("div", { class: "mapa", role: "region", tabindex: "0", "aria-label": "Mapa para marcar el daño: muévalo con las flechas hasta que el pin quede sobre el daño" });
  contenedor.replaceChildren(lienzo, el("span", { class: "pin-fijo", "aria-hidden": "true" }));
  const mapa = crearMapa(lienzo, { ...configuracion, zoom: 15 });
  contenedor.append(botones(mapa));
  // What moves by itself, also on its way to where it was sent, says nothing about where the damage is
  let deLaPersona = false;
  for (const gesto of GESTOS) contenedor.addEventListener(gesto, () => (deLaPersona = true), { capture: true, passive: true });
  mapa.alMover(({ centro }) => deLaPersona && alMover(centro));
  return {
    /** precision: m, drawn as a circle when it is the device's. */
    ir(lugar, precision = 0, { circulo = false } = {}) {
      deLaPersona = false;
      if (circulo) mapa.ubicar(lugar, precision);
      mapa.irA({ centro: lugar, zoom: precision > 200 ? 16 : 18 });
    },
  };
}

function botones(mapa) {
  const boton = (dibujo, nombre, hacer) => el("button", { type: "button", "aria-label": nombre, title: nombre, class: `b-${dibujo}`, onclick: hacer }, icono(dibujo));
  return el(
    "div",
    { class: "mando", role: "group", "aria-label": "Mover el mapa" },
    boton("arriba", "Mover el pin al norte", () => mapa.correr(0, -PASO)),
    boton("izquierda", "Mover el pin al occidente", () => mapa.correr(-PASO, 0)),
    boton("derecha", "Mover el pin al oriente", () => mapa.correr(PASO, 0)),
    boton("abajo", "Mover el pin al sur", () => mapa.correr(0, PASO)),
    boton("mas", "Acercar", () => mapa.acercar(1)),
    boton("menos", "Alejar", () => mapa.acercar(-1)),
  );
}
