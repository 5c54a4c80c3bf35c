import { pedirJson } from "../comun/pedir.js";

/** Our own base map under the geometry that the admin's widget (django-leaflet) edits. */
window.addEventListener("map:init", async ({ detail }) => {
  const suyo = window.L;
  const [{ base }, { Lienzo }] = await Promise.all([pedirJson("/mapa/base.json"), import("../mapa/lienzo.js")]);
  window.L = suyo; // our Leaflet puts itself there on loading; the widget goes on with its own
  new Lienzo({ base }).addTo(detail.map);
});
