const ESPERA = 90_000; // ms for one request: a photo of 400 KB at 50 kbps passes
const FOTOS = "/reportar/fotos";

/** The server did not take it: {estado, message, errores, faltan, prueba, vuelvaEn (s)}. */
export class Rechazo extends Error {
  constructor(estado, cuerpo, vuelvaEn) {
    super(cuerpo.detail || "El servicio no pudo recibirlo. Volveremos a intentarlo.");
    Object.assign(this, { estado, errores: cuerpo.errores || {}, faltan: cuerpo.faltan || [], prueba: cuerpo.prueba, vuelvaEn });
  }
}

async function pedir(url, opciones = {}) {
  const control = new AbortController();
  const reloj = setTimeout(() => control.abort(), ESPERA);
  try {
    const respuesta = await fetch(url, { credentials: "same-origin", cache: "no-store", ...opciones, headers: { Accept: "application/json", ...opciones.headers }, signal: control.signal });
    const cuerpo = await respuesta.json().catch(() => ({}));
    if (!respuesta.ok) throw new Rechazo(respuesta.status, cuerpo, Number(respuesta.headers.get("Retry-After")) || 0);
    return cuerpo;
  } finally {
    clearTimeout(reloj);
  }
}

/** What only this origin may do. The token is asked for each time: the one in a kept page may be a month old. */
export class Puerta {
  async escribir(url, body, method = "POST") {
    this.ficha ??= (await pedir("/reportar/ficha")).ficha;
    return pedir(url, { method, body, headers: { "X-CSRFToken": this.ficha } });
  }

  async huellas(clave) {
    return new Set((await pedir(`${FOTOS}?clave=${clave}`)).huellas);
  }

  subir(clave, { nombre, tipo, bytes }) {
    const datos = new FormData();
    datos.append("clave", clave);
    datos.append("foto", new Blob([bytes], { type: tipo }), nombre);
    return this.escribir(FOTOS, datos);
  }

  quitar(clave, huella) {
    return this.escribir(`${FOTOS}?clave=${clave}&huella=${huella}`, undefined, "DELETE");
  }
}
