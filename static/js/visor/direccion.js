/** The view in the address: #zoom/lat/lon/capa,capa:0.6/capa.id — what is copied is what is seen. */

/**
 * #capa.id alone opens that feature where it is; #zoom/lat/lon/capa/@ marks that place.
 * Gives {centro?, zoom?, capas: Map id -> opacity | null, elegido: {capa, id} | null, senalado?}, or null where the hash says nothing.
 */
export function leer(hash) {
  const solo = leerElegido(hash.slice(1));
  if (solo) return { capas: null, elegido: solo };
  const [zoom, lat, lon, capas, elegido] = decodeURIComponent(hash.slice(1)).split("/");
  const numeros = [zoom, lat, lon].map(Number);
  if (!lon || !numeros.every(Number.isFinite) || Math.abs(numeros[1]) > 85 || Math.abs(numeros[2]) > 180) return null;
  return {
    centro: [numeros[2], numeros[1]],
    zoom: Math.min(19, Math.max(9, Math.round(numeros[0]))),
    capas: capas === undefined || capas === "" ? null : leerCapas(capas),
    elegido: leerElegido(elegido),
    senalado: elegido === "@",
  };
}

function leerCapas(texto) {
  if (texto === "-") return new Map();
  const pares = texto.split(",").map((parte) => parte.split(":"));
  return new Map(pares.map(([id, opacidad]) => [id, opacidad ? Math.min(1, Math.max(0.1, Number(opacidad) || 1)) : 1]));
}

function leerElegido(texto) {
  const [, capa, id] = /^([\w-]+)\.(\d+)$/.exec(texto || "") || [];
  return capa ? { capa, id: Number(id) } : null;
}

/** The hash of a view. */
export function escribir({ centro: [lon, lat], zoom }, visibles, elegido) {
  const capas = visibles.map(({ capa, opacidad }) => capa.id + (opacidad < 1 ? `:${opacidad}` : "")).join(",") || "-";
  const partes = [zoom, lat.toFixed(5), lon.toFixed(5), capas];
  if (elegido) partes.push(`${elegido.capa}.${elegido.id}`);
  return `#${partes.join("/")}`;
}
