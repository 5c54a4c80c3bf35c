/** The receipt: copy the link where the browser lets a page do it. */
const boton = document.querySelector("[data-copiar]");

if (boton && navigator.clipboard) {
  boton.hidden = false;
  boton.addEventListener("click", async () => {
    const anuncio = document.querySelector("[data-anuncio]");
    try {
      await navigator.clipboard.writeText(boton.dataset.copiar);
      anuncio.textContent = boton.textContent = "Enlace copiado";
    } catch {
      anuncio.textContent = boton.textContent = "No se pudo copiar: está escrito abajo";
    }
  });
}
