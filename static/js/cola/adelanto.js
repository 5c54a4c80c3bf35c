import { empacar } from "./fotos.js";
import { Puerta } from "./servidor.js";

/** Sends the photos of a draft while the person goes on. Nothing depends on it: what did not get there travels with the report. */
export class Adelanto {
  constructor(formulario) {
    Object.assign(this, { formulario, subidas: new Map(), turno: Promise.resolve() });
    formulario.addEventListener("fotos", ({ detail }) => this.poner(detail));
  }

  poner(archivos) {
    this.turno = this.turno.then(() => this.igualar(archivos)).catch(() => {});
  }

  /** Resolved when nothing is on its way. */
  listo() {
    return this.turno;
  }

  async igualar(archivos) {
    if (navigator.onLine === false) return;
    const { value: clave } = this.formulario.elements.clave;
    const puerta = new Puerta();
    for (const [archivo, huella] of this.subidas) {
      if (!archivos.includes(archivo)) await puerta.quitar(clave, huella).then(() => this.subidas.delete(archivo));
    }
    for (const archivo of archivos.filter((uno) => !this.subidas.has(uno))) {
      const [foto] = await empacar([archivo]);
      if (foto.huella) await puerta.subir(clave, foto).then(() => this.subidas.set(archivo, foto.huella));
    }
  }
}
