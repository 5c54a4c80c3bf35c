import { borrar, cambiar, COLA, guardar, leer, todos } from "./deposito.js";
import { marcar } from "./marca.js";

export const PENDIENTE = "pendiente"; // kept here, not yet sent
export const RECHAZADO = "rechazado"; // the server told what is wrong: somebody has to look
export const RECIBIDO = "recibido"; // it has its number
const NOVEDAD = 864e5; // ms that a number stays in the list; later it is among "my reports"
const PRIMERA_ESPERA = 3_000;
const ULTIMA_ESPERA = 3_600_000;

const canal = globalThis.BroadcastChannel ? new BroadcastChannel(COLA) : null;
const oyentes = new Set();
canal?.addEventListener("message", () => oyentes.forEach((oir) => oir()));

/** oir() after every change, made by this page, another one, or the service worker. */
export const alCambiar = (oir) => oyentes.add(oir);

async function anunciar() {
  const quedan = (await todos(COLA)).filter(({ estado }) => estado !== RECIBIDO).length;
  marcar(quedan);
  globalThis.navigator?.setAppBadge?.(quedan).catch(() => {});
  canal?.postMessage("");
  oyentes.forEach((oir) => oir());
}

/** Keeps a report, or an adhesion to one, until the server has it. {clave, url, campos: [[nombre, valor]], fotos, titulo} */
export async function encolar(reporte) {
  await guardar(COLA, { ...reporte, estado: PENDIENTE, hecho_en: new Date().toISOString(), intentos: 0, proximo: 0 });
  await anunciar();
}

export const hallar = (clave) => leer(COLA, clave);

/** Oldest first; what was received long ago is forgotten. */
export async function lista() {
  const filas = await todos(COLA);
  const viejas = filas.filter((fila) => fila.estado === RECIBIDO && fila.llego < Date.now() - NOVEDAD);
  await Promise.all(viejas.map(({ clave }) => borrar(COLA, clave)));
  return filas.filter((fila) => !viejas.includes(fila)).sort((a, b) => a.hecho_en.localeCompare(b.hecho_en));
}

export const pendientes = async () => (await lista()).filter(({ estado }) => estado === PENDIENTE);

/** The number is here: what was kept of the person and the photos goes. */
export async function recibido({ clave, titulo, hecho_en }, { codigo, url, recibido: pagina }) {
  await guardar(COLA, { clave, titulo, hecho_en, estado: RECIBIDO, llego: Date.now(), codigo, url: pagina || `${url}?recibido=1` });
  await anunciar();
}

export async function rechazado({ clave }, { message, errores }) {
  await cambiar(COLA, clave, { estado: RECHAZADO, error: message, errores });
  await anunciar();
}

/**
 * Not now: each time a little later, and never given up. vuelvaEn: seconds that the server asked for. What the person
 * changed while it was on its way (its photos, or that there is no report any more) stays.
 */
export async function aplazado({ clave, intentos }, { message = "", estado: codigo, vuelvaEn = 0 }) {
  const espera = Math.min(PRIMERA_ESPERA * 2 ** intentos, ULTIMA_ESPERA) * (0.75 + Math.random() / 2);
  const proximo = Date.now() + Math.max(espera, vuelvaEn * 1000);
  await cambiar(COLA, clave, { intentos: intentos + 1, proximo, error: codigo ? message : "", lleno: codigo === 507 });
  await anunciar();
}

/** The text goes without its photos: because the server has no room for them, and the person said so. */
export async function sinFotos({ clave }) {
  await cambiar(COLA, clave, { fotos: [], estado: PENDIENTE, proximo: 0, lleno: false, error: "" });
  await anunciar();
}

export async function olvidar(clave) {
  await borrar(COLA, clave);
  await anunciar();
}
