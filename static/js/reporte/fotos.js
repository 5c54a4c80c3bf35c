import { el, icono } from "../comun/dom.js";
import { lugarDeFoto } from "./exif.js";

const MAXIMO = 3;
const LADO = 1600; // px of the longer side
const CALIDAD = 0.7;

/**
 * Previews over a file input: photos are shrunk on the phone and the input keeps what will be sent.
 * alHallarLugar([lon, lat]) when a photo says where it was taken.
 */
export class Fotos {
  constructor(entrada, alHallarLugar) {
    Object.assign(this, { entrada, alHallarLugar, archivos: [] });
    this.estado = el("p", { class: "ayuda", role: "status" });
    this.vista = el("div", { class: "fotos fotos-elegidas" });
    this.botones = el("div", { class: "lugar-botones" }, this.boton("camara", "Tomar una foto", () => this.tomar()), this.boton("galeria", "Elegir de la galería", () => this.elegir()));
    entrada.hidden = true;
    entrada.labels.forEach((rotulo) => { rotulo.hidden = true; });
    entrada.after(this.vista, this.estado, this.botones);
    entrada.addEventListener("change", () => this.agregar([...entrada.files]));
  }

  boton(dibujo, texto, onclick) {
    return el("button", { type: "button", class: "boton secundario grande", onclick }, icono(dibujo), texto);
  }

  /** The camera at once, where there is one. */
  tomar() {
    this.entrada.setAttribute("capture", "environment");
    this.entrada.click();
  }

  elegir() {
    this.entrada.removeAttribute("capture");
    this.entrada.click();
  }

  async agregar(nuevos) {
    const sobran = this.archivos.length + nuevos.length > MAXIMO;
    const elegidos = nuevos.slice(0, MAXIMO - this.archivos.length);
    this.decir("Preparando las fotos…");
    const lugares = await Promise.all(elegidos.map(lugarDeFoto));
    this.archivos.push(...(await Promise.all(elegidos.map(encoger))));
    this.guardar();
    this.decir(sobran ? "Se pueden enviar hasta tres fotos: dejamos las tres primeras." : "");
    const lugar = lugares.find(Boolean);
    if (lugar) this.alHallarLugar(lugar);
  }

  /** Photos that a draft kept, as they were. */
  poner(archivos) {
    if (!archivos.length || this.archivos.length) return;
    this.archivos = archivos;
    this.guardar();
  }

  quitar(archivo) {
    this.archivos = this.archivos.filter((otro) => otro !== archivo);
    this.guardar();
    this.decir("Foto quitada.");
    this.botones.querySelector("button").focus();
  }

  guardar() {
    const porEnviar = new DataTransfer();
    this.archivos.forEach((archivo) => porEnviar.items.add(archivo));
    this.entrada.files = porEnviar.files;
    this.entrada.dispatchEvent(new CustomEvent("fotos", { bubbles: true, detail: [...this.archivos] }));
    this.vista.querySelectorAll("img").forEach(({ src }) => URL.revokeObjectURL(src));
    this.vista.replaceChildren(...this.archivos.map((archivo, i) => this.tarjeta(archivo, i + 1)));
    this.botones.hidden = this.archivos.length === MAXIMO;
    this.botones.querySelector("button").lastChild.textContent = this.archivos.length ? "Tomar otra foto" : "Tomar una foto";
  }

  tarjeta(archivo, numero) {
    const foto = el("img", { src: URL.createObjectURL(archivo), alt: `Foto ${numero}` });
    const quitar = el("button", { type: "button", class: "cerrar", "aria-label": `Quitar la foto ${numero}`, onclick: () => this.quitar(archivo) }, icono("cerrar"));
    return el("figure", {}, foto, quitar);
  }

  decir(texto) {
    this.estado.textContent = texto;
  }
}

/** The photo with at most 1600 px and without its metadata; the original where the browser cannot. */
async function encoger(archivo) {
  try {
    const imagen = await createImageBitmap(archivo);
    const escala = Math.min(1, LADO / Math.max(imagen.width, imagen.height));
    const lienzo = el("canvas", { width: Math.round(imagen.width * escala), height: Math.round(imagen.height * escala) });
    lienzo.getContext("2d").drawImage(imagen, 0, 0, lienzo.width, lienzo.height);
    imagen.close();
    const bytes = await new Promise((listo) => lienzo.toBlob(listo, "image/jpeg", CALIDAD));
    return new File([bytes], `${archivo.name.replace(/\.\w+$/, "")}.jpg`, { type: "image/jpeg" });
  } catch {
    return archivo;
  }
}
