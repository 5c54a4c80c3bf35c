const ALTURAS = ["asomada", "media", "llena"];
const ES_TELEFONO = matchMedia("(max-width: 899px)");

/** The panel on a phone: a sheet that peeps, covers half or all; tabs work the same at any width. */
export class Hoja {
  constructor(panel, asa, pestanas, alCambiar) {
    Object.assign(this, { panel, asa, pestanas, alCambiar });
    asa.hidden = pestanas.hidden = false;
    asa.addEventListener("click", () => this.poner(this.altura === "asomada" ? "media" : "asomada"));
    this.arrastrable();
    this.tabs = [...pestanas.querySelectorAll("[role=tab]")];
    this.tabs.forEach((tab, i) => this.preparar(tab, i));
    this.poner("asomada");
    ES_TELEFONO.addEventListener("change", () => this.poner("asomada"));
  }

  preparar(tab, i) {
    tab.addEventListener("click", () => { this.ver(tab); this.asomar(); });
    tab.addEventListener("keydown", ({ key }) => {
      const paso = { ArrowRight: 1, ArrowLeft: -1 }[key];
      if (paso) this.ver(this.tabs[(i + paso + this.tabs.length) % this.tabs.length], true);
    });
  }

  /** Shows the view of a tab; null hides both tabs (a feature's panel is over them). */
  ver(elegida, conFoco = false) {
    for (const tab of this.tabs) {
      const esta = tab === elegida;
      tab.setAttribute("aria-selected", String(esta));
      tab.tabIndex = esta ? 0 : -1;
      document.getElementById(tab.getAttribute("aria-controls")).hidden = !esta;
    }
    this.pestanas.hidden = !elegida;
    if (elegida) this.ultima = elegida;
    if (conFoco) elegida.focus();
    document.getElementById("panel-cuerpo").scrollTop = 0;
  }

  restablecer() {
    this.ver(this.ultima || this.tabs[0]);
  }

  /** Up to half, if it only peeped. */
  asomar() {
    if (this.altura === "asomada") this.poner("media");
  }

  poner(altura) {
    this.altura = altura;
    this.panel.dataset.altura = altura;
    this.asa.setAttribute("aria-expanded", String(altura !== "asomada"));
    this.alCambiar?.();
  }

  /** px of the map that the panel covers: {arriba, abajo}. */
  tapa() {
    if (!ES_TELEFONO.matches) return {};
    const parte = { asomada: 0.16, media: 0.55, llena: 0.55 }[this.altura];
    return { arriba: 64, abajo: Math.round(this.panel.parentElement.clientHeight * parte) };
  }

  // The handle follows the finger and settles at the nearest height.
  arrastrable() {
    let inicio = null;
    this.asa.addEventListener("pointerdown", ({ clientY, pointerId }) => {
      inicio = clientY;
      this.asa.setPointerCapture(pointerId);
    });
    this.asa.addEventListener("pointermove", ({ clientY }) => {
      if (inicio !== null) this.panel.style.setProperty("--tiron", `${clientY - inicio}px`);
    });
    const soltar = ({ clientY }) => {
      if (inicio === null) return;
      this.asentar(clientY - inicio);
      inicio = null;
    };
    this.asa.addEventListener("pointerup", soltar);
    this.asa.addEventListener("pointercancel", soltar);
  }

  asentar(tiron) {
    this.panel.style.removeProperty("--tiron");
    if (Math.abs(tiron) < 24) return;
    const paso = Math.sign(-tiron) * (Math.abs(tiron) > 260 ? 2 : 1);
    const i = Math.max(0, Math.min(2, ALTURAS.indexOf(this.altura) + paso));
    // The click that follows a drag must not undo it
    this.asa.addEventListener("click", (evento) => evento.stopImmediatePropagation(), { capture: true, once: true });
    this.poner(ALTURAS[i]);
  }
}
