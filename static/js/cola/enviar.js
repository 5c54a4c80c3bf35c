import { encolar, hallar, olvidar, PENDIENTE, RECIBIDO } from "./cola.js";
import { despachar, entregar } from "./despacho.js";
import { asegurar } from "./disparos.js";
import { empacar } from "./fotos.js";
import { Puerta, Rechazo } from "./servidor.js";

const DEL_SERVIDOR = new Set(["csrfmiddlewaretoken", "foto", "subida", "hecho_en"]);

/**
 * Keeps a report, or an adhesion to one, on the phone and sends it. Gives {estado: "recibido", codigo, url}, {estado: "guardado", error}
 * or {estado: "rechazado", error, errores}; in the last case it is the form's again, and so it is in {estado: "sin_sitio"}:
 * the phone keeps nothing and there is no network; and in {estado: "borrado"}: another page of this phone threw it away. alAvanzar(text) as it goes.
 */
export async function enviar(formulario, alAvanzar = () => {}) {
  const reporte = await delFormulario(formulario);
  if (!(await guardado(reporte))) return directo(reporte, alAvanzar);
  asegurar();
  if (navigator.onLine !== false) await despachar({ clave: reporte.clave, alAvanzar });
  const fila = await hallar(reporte.clave);
  if (!fila) return { estado: "borrado" };
  if (fila.estado !== PENDIENTE) await olvidar(reporte.clave);
  if (fila.estado === RECIBIDO) return { estado: "recibido", codigo: fila.codigo, url: fila.url };
  if (fila.estado === PENDIENTE) return { estado: "guardado", error: fila.error };
  return { estado: "rechazado", error: fila.error, errores: fila.errores };
}

const guardado = (reporte) => encolar(reporte).then(() => true, () => false);

// A private window or a full phone keeps nothing: then the report goes straight, or stays in the page.
async function directo(reporte, alAvanzar) {
  try {
    const { codigo, url, recibido } = await entregar(new Puerta(), { ...reporte, hecho_en: new Date().toISOString() }, alAvanzar);
    return { estado: "recibido", codigo, url: recibido || url };
  } catch (falla) {
    return falla instanceof Rechazo ? { estado: "rechazado", error: falla.message, errores: falla.errores } : { estado: "sin_sitio" };
  }
}

async function delFormulario(formulario) {
  const datos = new FormData(formulario);
  const fotos = await empacar(datos.getAll("foto").filter((foto) => foto.size));
  const campos = [...datos].filter(([nombre, valor]) => !DEL_SERVIDOR.has(nombre) && typeof valor === "string");
  return { clave: datos.get("clave"), url: new URL(formulario.action).pathname, campos, fotos, titulo: tituloDe(formulario, datos) };
}

/** What a person will know it by in the list. */
function tituloDe(formulario, datos) {
  if (formulario.dataset.titulo) return formulario.dataset.titulo;
  const tipo = formulario.querySelector("[name=tipo]:checked")?.closest("label")?.textContent.trim();
  return [tipo || "Daño en la vía", datos.get("direccion")].filter(Boolean).join(", ");
}
