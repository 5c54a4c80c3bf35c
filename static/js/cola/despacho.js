import { resolver } from "../comun/prueba.js";
import { aplazado, pendientes, rechazado, recibido } from "./cola.js";
import { desempacar } from "./fotos.js";
import { Puerta, Rechazo } from "./servidor.js";

const VUELVE = new Set([403, 408, 425, 429, 500, 502, 503, 504, 507]); // every other refusal needs a person
const VUELTAS = 2; // at once: a proof of work that was asked for, photos that expired on the server while the phone was away

/** One at a time, whatever page or worker it is: what two send at once is still stored once, but the phone pays twice. */
const enTurno = (tarea) => (navigator.locks ? navigator.locks.request("cola-reportes", tarea) : tarea());

/** Sends what is due, all of it if `ya`; only one report with `clave`. alAvanzar(text) as it goes. */
export function despachar({ ya = false, clave, alAvanzar = () => {} } = {}) {
  return enTurno(async () => {
    const puerta = new Puerta();
    for (const reporte of await pendientes()) {
      const toca = clave ? reporte.clave === clave : ya || reporte.proximo <= Date.now();
      if (toca && !(await intentar(puerta, reporte, alAvanzar))) break; // no network for one is no network for all
    }
  });
}

/** Gives whether there is a network to go on with. */
async function intentar(puerta, reporte, alAvanzar) {
  try {
    await recibido(reporte, await entregar(puerta, reporte, alAvanzar));
    return true;
  } catch (falla) {
    const definitiva = falla instanceof Rechazo && !VUELVE.has(falla.estado);
    await (definitiva ? rechazado : aplazado)(reporte, falla);
    return falla instanceof Rechazo;
  }
}

/** One report, photos first: gives the server's receipt {codigo, url}. Throws Rechazo, or what fetch throws without a network. */
export async function entregar(puerta, reporte, alAvanzar, { altcha = "", vueltas = 0 } = {}) {
  const sueltas = await subirFotos(puerta, reporte, alAvanzar);
  alAvanzar("Esperando la respuesta…");
  try {
    return await puerta.escribir(reporte.url, cuerpo(reporte, sueltas, altcha));
  } catch (falla) {
    if (vueltas === VUELTAS || !(falla.prueba || falla.faltan?.length)) throw falla;
    const resuelta = falla.prueba ? await resolver(falla.prueba) : altcha;
    return entregar(puerta, reporte, alAvanzar, { altcha: resuelta, vueltas: vueltas + 1 });
  }
}

/** Sends the photos that the server does not have; gives those that have to travel inside the report. */
async function subirFotos(puerta, { clave, fotos }, alAvanzar) {
  const sueltas = fotos.filter(({ huella }) => !huella);
  const conNombre = fotos.filter(({ huella }) => huella);
  const estan = conNombre.length ? await puerta.huellas(clave) : new Set();
  for (const [i, foto] of conNombre.entries()) {
    if (estan.has(foto.huella)) continue;
    alAvanzar(`Subiendo la foto ${i + 1} de ${conNombre.length}…`);
    try {
      await puerta.subir(clave, foto);
    } catch (falla) {
      if (falla.estado !== 429) throw falla;
      sueltas.push(foto);
    }
  }
  return sueltas;
}

function cuerpo({ campos, fotos, hecho_en }, sueltas, altcha) {
  const datos = new FormData();
  campos.forEach(([nombre, valor]) => datos.append(nombre, valor));
  datos.append("hecho_en", hecho_en);
  if (globalThis.crypto?.subtle) datos.append("altcha", altcha); // says that this phone can work if it is asked to
  datos.append("subida", ""); // these photos and no others
  fotos.filter((foto) => !sueltas.includes(foto)).forEach(({ huella }) => datos.append("subida", huella));
  sueltas.forEach((foto) => datos.append("foto", desempacar(foto)));
  return datos;
}
