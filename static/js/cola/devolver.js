import { hallar, olvidar } from "./cola.js";
import { BORRADORES, guardar } from "./deposito.js";
import { escribirBorrador } from "../reporte/borrador.js";

/** Gives a refused report back to the form, photos and all, to be corrected and sent again under the same key. */
export async function devolver({ clave }) {
  const { campos, fotos, url } = await hallar(clave);
  await guardar(BORRADORES, { clave: "actual", de: clave, fotos });
  escribirBorrador(campos);
  await olvidar(clave);
  location.assign(url);
}
