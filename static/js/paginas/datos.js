import { datosDe } from "../comun/dom.js";
import { crearMapa } from "../mapa/mapa.js";

const contenedor = document.querySelector("[data-mapa-datos]");

/** A small map of one layer. */
function mostrar({ capa, imagen, caja, mapa_base: mapaBase, ...configuracion }) {
  contenedor.hidden = false;
  contenedor.tabIndex = 0;
  const mapa = crearMapa(contenedor, { ...configuracion, mapaBase });
  if (imagen) mapa.ponerImagenes([{ capa, opacidad: 0.8 }]);
  else mapa.ponerCapas([{ capa, opacidad: 1, ocultas: new Set() }]);
  if (caja) mapa.irA({ extension: caja, zoom: 16 });
}

if (contenedor) mostrar(datosDe("configuracion"));
