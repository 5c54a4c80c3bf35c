/**
 * Proof of work (ALTCHA): the answer to a challenge {algorithm, challenge, salt, signature, maxNumber}: text for the field `altcha`.
 * Where the browser has no crypto (plain http), it is empty, and the report waits for a person to look at it.
 */
export async function resolver({ algorithm, challenge, salt, signature, maxNumber }) {
  if (!globalThis.crypto?.subtle) return "";
  const number = await buscar(challenge, salt, maxNumber);
  return number === null ? "" : btoa(JSON.stringify({ algorithm, challenge, number, salt, signature }));
}

const TANDA = 500;

/** By batches: between two of them the page breathes. */
async function buscar(reto, sal, maximo) {
  for (let desde = 0; desde <= maximo; desde += TANDA) {
    const huellas = await Promise.all(Array.from({ length: TANDA }, (_, i) => huella(`${sal}${desde + i}`)));
    const cual = huellas.indexOf(reto);
    if (cual >= 0) return desde + cual;
  }
  return null;
}

async function huella(texto) {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(texto)));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
