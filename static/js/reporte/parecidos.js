const PACIENCIA = 4000; // ms: nobody waits longer to be asked a question

/** «¿Ya lo reportaron?»: brings the cards of the open reports nearby into `caja`; gives whether there are any. */
export async function traerParecidos(caja, formulario) {
  const datos = new FormData(formulario);
  const pregunta = new URLSearchParams(["tipo", "lon", "lat"].map((campo) => [campo, datos.get(campo) || ""]));
  caja.replaceChildren();
  if (!datos.get("tipo") || !datos.get("lon") || navigator.onLine === false) return false;
  try {
    const respuesta = await fetch(`${caja.dataset.url}?${pregunta}`, { headers: { Accept: "text/html" }, signal: conPlazo() });
    if (respuesta.ok) caja.innerHTML = await respuesta.text(); // our own page's piece, escaped by its template
  } catch {
    return false; // without an answer the report goes on
  }
  return Boolean(caja.querySelector("li"));
}

function conPlazo() {
  const control = new AbortController();
  setTimeout(() => control.abort(), PACIENCIA);
  return control.signal;
}
