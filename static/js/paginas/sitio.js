import { quizasHay } from "../cola/marca.js";

const CLAVE = "accesibilidad";
const TAMANOS = [87.5, 100, 112.5, 125, 150]; // % of the browser's own size
const raiz = document.documentElement;
const barra = document.getElementById("accesibilidad");

function recordado() {
  try {
    return { letra: 1, contraste: false, ...JSON.parse(localStorage.getItem(CLAVE)) };
  } catch {
    return { letra: 1, contraste: false };
  }
}

/** Puts {letra: index of TAMANOS, contraste} on the page and remembers it on this device. */
function aplicar(gusto) {
  raiz.style.fontSize = gusto.letra === 1 ? "" : `${TAMANOS[gusto.letra]}%`;
  raiz.toggleAttribute("data-contraste", gusto.contraste);
  barra.querySelector("[data-contraste]").setAttribute("aria-pressed", String(gusto.contraste));
  try {
    localStorage.setItem(CLAVE, JSON.stringify(gusto));
  } catch {
    // a private window forgets
  }
}

if (barra) {
  const gusto = recordado();
  barra.hidden = false;
  aplicar(gusto);
  barra.addEventListener("click", ({ target: { dataset } }) => {
    if ("contraste" in dataset) gusto.contraste = !gusto.contraste;
    if (dataset.letra) gusto.letra = Math.max(0, Math.min(TAMANOS.length - 1, gusto.letra + Number(dataset.letra)));
    aplicar(gusto);
  });
}

// After the page: what it needs comes first, what it may need without a network comes later.
addEventListener("load", () => {
  navigator.serviceWorker?.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  if (quizasHay()) import("../cola/disparos.js").then(({ vigilar }) => vigilar());
});
