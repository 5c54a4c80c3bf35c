/** A failure whose message can be shown to a person. */
export class Falla extends Error {}

const POR_CODIGO = {
  404: "No encontramos eso; puede que lo hayan retirado.",
  429: "Son muchas consultas seguidas. Espere un momento y vuelva a intentar.",
  503: "El servicio está descansando un momento. Intente de nuevo en unos segundos.",
};

/** JSON of an address. Throws Falla with kind words; an abort passes through as AbortError. */
export async function pedirJson(url, { senal } = {}) {
  const respuesta = await traer(url, senal);
  if (!respuesta.ok) throw new Falla(await explicar(respuesta));
  return respuesta.json();
}

async function traer(url, senal) {
  try {
    return await fetch(url, { headers: { Accept: "application/json" }, signal: senal });
  } catch (falla) {
    if (falla.name === "AbortError") throw falla;
    throw new Falla(navigator.onLine === false ? "No hay conexión a internet. Vuelva a intentar cuando regrese." : "No pudimos comunicarnos con el servidor. Intente de nuevo.");
  }
}

async function explicar(respuesta) {
  const cuerpo = await respuesta.json().catch(() => ({}));
  return cuerpo.detail || POR_CODIGO[respuesta.status] || "Algo falló de nuestro lado. Intente de nuevo.";
}

/** A function that waits `ms` of calm before it runs. */
export function calmar(funcion, ms) {
  let espera;
  return (...argumentos) => {
    clearTimeout(espera);
    espera = setTimeout(() => funcion(...argumentos), ms);
  };
}

/** Runs `tarea(senal)`; a newer call aborts the older one, whose result is dropped. */
export function soloElUltimo(tarea) {
  let control;
  return async (...argumentos) => {
    control?.abort();
    control = new AbortController();
    try {
      return await tarea(control.signal, ...argumentos);
    } catch (falla) {
      if (falla.name !== "AbortError") throw falla;
    }
  };
}
