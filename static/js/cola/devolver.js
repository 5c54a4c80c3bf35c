import { hallar, olvidar } from "./cola.js";
import { BORRADORES, guardar } from "./deposito.js";
import { escribirBorrador } from "../reporte/borrador.js";

/** Whose form takes its row from here, by the key in the address; a report goes through the draft. */
const SUMARSE = /\/sumarme$/;

/** Gives what was refused back to its form, photos and all, to be corrected and sent again under the same key. */
export async function devolver({ clave }) {
  const reporte = await hallar(clave);
  if (!reporte) return null; // another page sent it or deleted it
  const { campos, fotos, url } = reporte;
  if (SUMARSE.test(url)) return aSumarse(url, clave);
  await guardar(BORRADORES, { clave: "actual", de: clave, fotos });
  escribirBorrador(campos);
  await olvidar(clave);
  return location.assign(url);
}

function aSumarse(url, clave) {
  location.assign(`${url}#${clave}`);
  if (location.pathname === url) location.reload(); // here another # is not another page
}
