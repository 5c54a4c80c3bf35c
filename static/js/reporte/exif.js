/** Where a photo was taken, from its EXIF: [lon, lat] or null. Only JPEG; nothing is sent anywhere. */
export async function lugarDeFoto(archivo) {
  try {
    const vista = new DataView(await archivo.slice(0, 262144).arrayBuffer());
    const tiff = buscarExif(vista);
    return tiff === null ? null : leerGps(vista, tiff);
  } catch {
    return null; // a damaged header is only a photo without place
  }
}

/** Byte where the TIFF header begins, or null. */
function buscarExif(vista) {
  if (vista.getUint16(0) !== 0xffd8) return null;
  let i = 2;
  while (i + 4 < vista.byteLength && vista.getUint8(i) === 0xff) {
    const esExif = vista.getUint8(i + 1) === 0xe1 && vista.getUint32(i + 4) === 0x45786966;
    if (esExif) return i + 10;
    i += 2 + vista.getUint16(i + 2);
  }
  return null;
}

function leerGps(vista, tiff) {
  const chico = vista.getUint16(tiff) === 0x4949; // "II": little endian
  const datos = { vista, tiff, chico };
  const primero = campos(datos, vista.getUint32(tiff + 4, chico));
  const gps = primero.has(0x8825) && campos(datos, vista.getUint32(primero.get(0x8825) + 8, chico));
  if (!gps || ![1, 2, 3, 4].every((etiqueta) => gps.has(etiqueta))) return null;
  const lat = grados(datos, gps.get(2)) * (letra(datos, gps.get(1)) === "S" ? -1 : 1);
  const lon = grados(datos, gps.get(4)) * (letra(datos, gps.get(3)) === "W" ? -1 : 1);
  return Number.isFinite(lat + lon) && (lat || lon) ? [lon, lat] : null;
}

/** Map tag -> byte of its entry. */
function campos({ vista, tiff, chico }, desde) {
  const cuantos = vista.getUint16(tiff + desde, chico);
  const entradas = Array.from({ length: cuantos }, (_, i) => tiff + desde + 2 + i * 12);
  return new Map(entradas.map((entrada) => [vista.getUint16(entrada, chico), entrada]));
}

const letra = ({ vista }, entrada) => String.fromCharCode(vista.getUint8(entrada + 8));

// Degrees, minutes, seconds: three fractions.
function grados({ vista, tiff, chico }, entrada) {
  const inicio = tiff + vista.getUint32(entrada + 8, chico);
  const [g, m, s] = [0, 8, 16].map((i) => vista.getUint32(inicio + i, chico) / (vista.getUint32(inicio + i + 4, chico) || 1));
  return g + m / 60 + s / 3600;
}
