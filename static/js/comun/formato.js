const numero = new Intl.NumberFormat("es-CO");

/** 1234 -> "1.234" */
export const miles = (n) => numero.format(n);

/** Metres in words: "85 m", "1,2 km". */
export function distancia(metros) {
  if (metros < 1000) return `${numero.format(Math.round(metros))} m`;
  return `${numero.format(Math.round(metros / 100) / 10)} km`;
}

/** plural(2, "elemento") -> "2 elementos" */
export const plural = (n, uno, muchos = `${uno}s`) => `${miles(n)} ${n === 1 ? uno : muchos}`;

/** [lon, lat] as a person reads it: "4,4389° N, 75,2322° O" */
export function coordenadas([lon, lat]) {
  const grados = (v) => Math.abs(v).toFixed(5).replace(".", ",");
  return `${grados(lat)}° ${lat < 0 ? "S" : "N"}, ${grados(lon)}° ${lon < 0 ? "O" : "E"}`;
}
