/** What a feature looks like: {color, grosor, opacidad, forma, trama, trazo, contorno, clase}; null when its class is hidden. */
export function estiloDe(capa, datos, ocultas) {
  const { estilo } = capa;
  const clase = claseDe(capa, datos);
  if (ocultas?.has(claveDe(clase))) return null;
  const trama = estilo.campo_trama ? tramaDe(capa, datos[estilo.campo_trama]) : clase?.trama;
  return combinado(capa, clase, trama || "");
}

/** The name by which a class is hidden and remembered. "" is what has no class. */
export const claveDe = (clase) => (clase ? String(clase.valor) : "");

function indice(capa, nombre, clases) {
  const guardado = `_${nombre}`;
  return (capa[guardado] ??= new Map((clases || []).map((clase) => [String(clase.valor), clase])));
}

/** The class of a feature, or undefined. */
export function claseDe(capa, datos) {
  const { campo, clases } = capa.estilo;
  if (!campo || !clases?.length) return undefined;
  const clase = indice(capa, "clases", clases).get(String(datos[campo]));
  if (!clase) capa.haySinClase = true;
  return clase;
}

const tramaDe = (capa, valor) => indice(capa, "tramas", capa.estilo.tramas).get(String(valor))?.trama;

// One object for equal looks: features are drawn in groups by it.
function combinado(capa, clase, trama) {
  const clave = `${claveDe(clase)}|${trama}`;
  const hechos = (capa._combinados ??= new Map());
  if (!hechos.has(clave)) hechos.set(clave, combinar(capa.estilo, clase, trama));
  return hechos.get(clave);
}

function combinar(estilo, clase, trama) {
  return {
    color: clase?.color || estilo.color,
    grosor: clase?.grosor ?? estilo.grosor ?? 1.5,
    opacidad: estilo.opacidad ?? 0.5,
    forma: clase?.forma || estilo.forma || "circulo",
    trazo: rayas(clase?.trazo),
    contorno: rayas(estilo.contorno),
    orden: clase ? estilo.clases.indexOf(clase) : 99,
    trama,
  };
}

/** "6 4" -> [6, 4] */
export const rayas = (texto) => (texto ? String(texto).trim().split(/[ ,]+/).map(Number) : []);

const escala = (puntos) => (zoom) => {
  const mayor = puntos.findIndex(([z]) => z > zoom);
  if (mayor === 0) return puntos[0][1];
  if (mayor < 0) return puntos[puntos.length - 1][1];
  const [[z0, v0], [z1, v1]] = [puntos[mayor - 1], puntos[mayor]];
  return v0 + ((v1 - v0) * (zoom - z0)) / (z1 - z0);
};

/** By how much a line or a point grows with the zoom; `grosor` is what it measures at 15 and at 13. */
export const escalaLinea = escala([[11, 0.45], [13, 0.65], [15, 1], [17, 1.5], [19, 2.4]]);
export const escalaPunto = escala([[11, 0.8], [13, 1.1], [15, 1.5], [17, 1.8]]);
export { escala };
