import L from "leaflet";
import { el } from "../comun/dom.js";

const PASO = 2; // px that an arrow moves the pin; with Mayús, ten times as much
const FLECHAS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

/** Markers as buttons: one tab stop for all, arrows go to the next one. Gives {elegir(id), caja}. */
export function grupoDeMarcadores(mapa, lista, alElegir) {
  const botones = lista.map((item) => botonDe(item, alElegir));
  lista.forEach(({ centro: [lon, lat] }, i) => L.marker([lat, lon], { icon: deElemento(botones[i]), keyboard: false, riseOnHover: true }).addTo(mapa));
  botones.forEach((boton, i) => boton.addEventListener("keydown", (tecla) => recorrer(tecla, botones, i)));
  if (botones[0]) botones[0].tabIndex = 0;
  return {
    elegir: (id) => botones.forEach((boton, i) => boton.classList.toggle("elegido", lista[i].id === id)),
    caja: cajaDe(lista),
  };
}

function botonDe(item, alElegir) {
  const nombre = [item.titulo, item.detalle].filter(Boolean).join(", ");
  return el("button", { type: "button", class: `marcador estado-${item.estado}`, "aria-label": nombre, title: nombre, tabindex: "-1", onclick: () => alElegir(item) });
}

const deElemento = (html) => L.divIcon({ html, className: "", iconSize: [44, 44] });

function recorrer(tecla, botones, i) {
  const sentido = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[tecla.key];
  if (!sentido) return;
  tecla.preventDefault();
  tecla.stopPropagation();
  botones[i].tabIndex = -1;
  const otro = botones[(i + sentido + botones.length) % botones.length];
  otro.tabIndex = 0;
  otro.focus();
}

function cajaDe(lista) {
  if (!lista.length) return null;
  const [lons, lats] = [0, 1].map((eje) => lista.map(({ centro }) => centro[eje]));
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** A pin that drag and arrow keys move; alMover([lon, lat]). Gives {mover([lon, lat])}. */
export function pinMovible(mapa, [lon, lat], alMover) {
  const boton = el("button", { type: "button", class: "pin", "aria-label": "Pin del daño: muévalo con las flechas o arrástrelo" });
  const icono = L.divIcon({ html: boton, className: "", iconSize: [44, 52], iconAnchor: [22, 50] });
  const pin = L.marker([lat, lon], { icon: icono, draggable: true, keyboard: false, autoPan: true }).addTo(mapa);
  const contar = () => alMover([pin.getLatLng().lng, pin.getLatLng().lat]);
  pin.on("dragend", contar);
  boton.addEventListener("keydown", (tecla) => empujar(tecla, mapa, pin, contar));
  return { mover: ([x, y]) => pin.setLatLng([y, x]) };
}

function empujar(tecla, mapa, pin, contar) {
  const flecha = FLECHAS[tecla.key];
  if (!flecha) return;
  tecla.preventDefault();
  tecla.stopPropagation();
  const veces = PASO * (tecla.shiftKey ? 10 : 1);
  const punto = mapa.latLngToContainerPoint(pin.getLatLng()).add(L.point(flecha).multiplyBy(veces));
  pin.setLatLng(mapa.containerPointToLatLng(punto));
  contar();
}
