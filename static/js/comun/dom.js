/** Build an element: el("p", {class: "x", onclick: f}, "texto", hijo). Text never becomes markup. */
export function el(nombre, atributos = {}, ...hijos) {
  const nodo = document.createElement(nombre);
  for (const [clave, valor] of Object.entries(atributos)) poner(nodo, clave, valor);
  nodo.append(...hijos.flat().filter((hijo) => hijo != null && hijo !== false));
  return nodo;
}

function poner(nodo, clave, valor) {
  if (valor == null || valor === false) return;
  if (clave.startsWith("on")) nodo.addEventListener(clave.slice(2), valor);
  else nodo.setAttribute(clave, valor === true ? "" : valor);
}

const TRAZOS = {
  mas: "M12 5v14M5 12h14",
  menos: "M5 12h14",
  cerrar: "M6 6l12 12M18 6L6 18",
  volver: "M15 5l-7 7 7 7",
  lugar: "M12 3v3M12 18v3M3 12h3M18 12h3M12 12m-5 0a5 5 0 1010 0 5 5 0 10-10 0",
  buscar: "M11 11m-6 0a6 6 0 1012 0 6 6 0 10-12 0M20 20l-4.5-4.5",
  enlace: "M10 14a4 4 0 005.7 0l3-3A4 4 0 0013 5.3l-1 1M14 10a4 4 0 00-5.7 0l-3 3A4 4 0 0011 18.7l1-1",
  aviso: "M12 4L3 20h18L12 4zM12 10v4M12 17v.1",
  red: "M3 9c5-5 13-5 18 0M6 13c3.5-3.5 8.5-3.5 12 0M9 17c1.7-1.7 4.3-1.7 6 0",
  camara: "M4 8h4l2-3h4l2 3h4v11H4zM12 13m-3.5 0a3.5 3.5 0 107 0 3.5 3.5 0 10-7 0",
  galeria: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M9 9.5v.1",
  arriba: "M6 15l6-6 6 6",
  abajo: "M6 9l6 6 6-6",
  izquierda: "M15 6l-6 6 6 6",
  derecha: "M9 6l6 6-6 6",
  capas: "M12 4l9 5-9 5-9-5zM3 14l9 5 9-5",
  listo: "M5 12l5 5 9-10",
};

/** A decorative line icon, 24 × 24. */
export function icono(nombre) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const trazo = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icono");
  svg.setAttribute("aria-hidden", "true");
  trazo.setAttribute("d", TRAZOS[nombre]);
  svg.append(trazo);
  return svg;
}

/** The data that the server left in <script type="application/json" id>; null where there is none. */
export function datosDe(id) {
  const nodo = document.getElementById(id);
  return nodo ? JSON.parse(nodo.textContent) : null;
}

/** href when it is safe to follow, else "#": data may hold "javascript:…". */
export function enlaceSeguro(href) {
  try {
    const { protocol } = new URL(href, location.href);
    return ["http:", "https:", "mailto:", "tel:"].includes(protocol) ? href : "#";
  } catch {
    return "#";
  }
}
