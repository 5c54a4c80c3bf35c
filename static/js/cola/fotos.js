/** Photos as bytes, because some phones lose a Blob that is kept. {nombre, tipo, bytes, huella}; huella: SHA-256 hex, or "" where the browser cannot tell. */
export async function empacar(archivos) {
  return Promise.all([...archivos].map(async (archivo) => {
    const bytes = await archivo.arrayBuffer();
    return { nombre: archivo.name, tipo: archivo.type, bytes, huella: await huellaDe(bytes) };
  }));
}

export const desempacar = ({ nombre, tipo, bytes }) => new File([bytes], nombre, { type: tipo });

async function huellaDe(bytes) {
  if (!globalThis.crypto?.subtle) return "";
  const resumen = await crypto.subtle.digest("SHA-256", bytes);
  return [...new Uint8Array(resumen)].map((b) => b.toString(16).padStart(2, "0")).join("");
}
