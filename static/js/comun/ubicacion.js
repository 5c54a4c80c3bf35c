const MENSAJES = {
  1: "No tenemos permiso para ver su ubicación. Puede darlo en los ajustes del navegador, o buscar la dirección.",
  2: "Su dispositivo no logra ubicarse ahora. Pruebe al aire libre, o busque la dirección.",
  3: "La ubicación tardó demasiado. Intente de nuevo, o busque la dirección.",
};

/** {lugar: [lon, lat], precision: m}. Throws Error with kind words. Call it only after a tap. */
export function pedirUbicacion() {
  return new Promise((resolver, rechazar) => {
    if (!navigator.geolocation) return rechazar(new Error("Este navegador no puede decir dónde está usted. Busque la dirección."));
    return navigator.geolocation.getCurrentPosition(
      ({ coords }) => resolver({ lugar: [coords.longitude, coords.latitude], precision: coords.accuracy }),
      ({ code }) => rechazar(new Error(MENSAJES[code] || MENSAJES[2])),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 30000 },
    );
  });
}
