/** A refusal or a failure of the sending. errores: {campo: [texto]}; sinRed: nothing was received. */
export class FallaDeEnvio extends Error {
  constructor(mensaje, { errores = {}, estado = 0 } = {}) {
    super(mensaje);
    Object.assign(this, { errores, estado, sinRed: estado === 0 });
  }
}

const SIN_RED = "Aún no se ha enviado: no hay conexión. Lo que escribió sigue guardado en este teléfono; las fotos, mientras no cierre esta página.";

/**
 * Sends the form once. Gives the server's receipt {codigo, url, recibido}; throws FallaDeEnvio.
 * alAvanzar(texto) tells how far it is; never "enviado" before the server's number has arrived.
 */
export function enviar(formulario, alAvanzar = () => {}) {
  return new Promise((recibir, fallar) => {
    // XMLHttpRequest, because fetch does not tell how much has been sent.
    const peticion = new XMLHttpRequest();
    peticion.open("POST", formulario.action);
    peticion.setRequestHeader("Accept", "application/json");
    peticion.timeout = 120000;
    peticion.upload.onprogress = ({ loaded, total }) => alAvanzar(avance(loaded / total));
    peticion.onload = () => acuseDe(peticion, recibir, fallar);
    peticion.onerror = peticion.ontimeout = () => fallar(new FallaDeEnvio(SIN_RED));
    peticion.send(new FormData(formulario));
  });
}

const avance = (parte) => (parte < 1 ? `Enviando… ${Math.round(parte * 100)} %` : "Enviado el contenido; esperando el número de su reporte…");

function acuseDe({ status, responseText }, recibir, fallar) {
  const cuerpo = leer(responseText);
  if (status === 201 && cuerpo.url) return recibir(cuerpo);
  const texto = cuerpo.detail || "No pudimos recibir su reporte. Espere un momento y vuelva a intentarlo.";
  return fallar(new FallaDeEnvio(texto, { errores: cuerpo.errores, estado: status }));
}

function leer(texto) {
  try {
    return JSON.parse(texto);
  } catch {
    return {};
  }
}
