/** Share and copy the page's own address; without these the WhatsApp link and the address bar do. */
const estado = document.querySelector(".estado-copia");

function ofrecer(nombre, puede, hacer) {
  const boton = document.querySelector(`[data-${nombre}]`);
  if (!boton || !puede) return;
  boton.hidden = false;
  boton.addEventListener("click", () => hacer(boton.dataset[nombre]).catch(() => {})); // closing the sheet is no error
}

ofrecer("compartir", "share" in navigator, (url) => navigator.share({ title: document.title, url }));
ofrecer("copiar", "clipboard" in navigator, async (texto) => {
  await navigator.clipboard.writeText(texto);
  estado.textContent = "Enlace copiado";
});

const ubicarme = document.querySelector("[data-ubicarme]");
if (ubicarme && "geolocation" in navigator) {
  ubicarme.hidden = false;
  ubicarme.addEventListener("click", () => {
    estado.textContent = "Buscando su ubicación…";
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        document.getElementById("id_lon").value = coords.longitude.toFixed(6);
        document.getElementById("id_lat").value = coords.latitude.toFixed(6);
        estado.textContent = "Listo: usaremos su ubicación";
      },
      () => (estado.textContent = "No pudimos saber su ubicación. Escriba las coordenadas o elija su barrio."),
      { enableHighAccuracy: true, timeout: 15000 },
    );
  });
}
