/** Pages as anybody would see them: asked without cookies, and past the browser's own cache. */
export function guardarFrescas(cache, direcciones) {
  return Promise.all(direcciones.map(async (url) => {
    const respuesta = await fetch(url, { credentials: "omit", cache: "no-cache" });
    if (respuesta.ok && !respuesta.redirected) await cache.put(url, respuesta);
  }));
}

/** The network, and what it last gave when it fails or takes longer than `paciencia` ms. `publica`: keep only what anybody may keep. */
export async function conRespaldo(request, nombre, { paciencia, publica = false }) {
  const cache = await caches.open(nombre);
  const deLaRed = fetch(request).then(async (respuesta) => {
    const guardable = respuesta.ok && (!publica || /\bpublic\b/.test(respuesta.headers.get("Cache-Control")));
    if (guardable) await cache.put(request, respuesta.clone());
    return respuesta;
  });
  // A tile of an older revision is better than a hole.
  const guardada = await cache.match(request, { ignoreSearch: true });
  if (!guardada) return deLaRed;
  const tarde = new Promise((listo) => setTimeout(listo, paciencia, guardada.clone()));
  return Promise.race([deLaRed.catch(() => guardada), tarde]);
}

/** Keeps the newest `cuantas` of a cache. */
export async function acotar(nombre, cuantas) {
  const cache = await caches.open(nombre);
  const viejas = (await cache.keys()).slice(0, -cuantas);
  await Promise.all(viejas.map((peticion) => cache.delete(peticion)));
}

/** Hours since a kept answer was given; many where it does not say. */
export const horas = ({ headers }) => (Date.now() - (Date.parse(headers.get("Date")) || 0)) / 3_600_000;
