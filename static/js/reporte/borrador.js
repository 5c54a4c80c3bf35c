import { BORRADORES, borrar as borrarDe, guardar as guardarEn, leer as leerDe } from "../cola/deposito.js";
import { desempacar, empacar } from "../cola/fotos.js";

const CLAVE = "borrador-reporte";
const DIAS = 7;
const NUNCA = new Set(["csrfmiddlewaretoken", "foto", "acepta", "aviso_version"]); // consent is given each time
const PERSONALES = new Set(["nombre", "correo", "telefono", "documento"]); // gone when the tab closes: a phone may be lent

/** A draft that every keystroke keeps, photos too, and a number from the server erases. */
export class Borrador {
  constructor(formulario) {
    this.formulario = formulario;
    formulario.addEventListener("input", () => this.guardar());
    formulario.addEventListener("change", () => this.guardar());
    formulario.addEventListener("fotos", ({ detail }) => this.guardarFotos(detail));
  }

  get clave() {
    return this.formulario.elements.clave.value;
  }

  guardar() {
    escribirBorrador([...new FormData(this.formulario)].filter(([, valor]) => typeof valor === "string"));
  }

  async guardarFotos(archivos) {
    this.guardar(); // the key of the draft, that the photos belong to
    try {
      await guardarEn(BORRADORES, { clave: "actual", de: this.clave, fotos: await empacar(archivos) });
    } catch {
      // full or forbidden: the photos stay in the page
    }
  }

  /** Fills the empty fields; gives whether there was something that a person had written. A new draft gets a key of its own. */
  recuperar() {
    const { campos = [], fecha } = leer(localStorage);
    const vive = fecha && Date.now() - fecha < DIAS * 864e5;
    const escritos = campos.filter(([nombre, valor]) => valor && nombre !== "clave");
    if (!vive) return this.empezar();
    [...campos, ...(leer(sessionStorage).campos || [])].forEach(([nombre, valor]) => this.poner(nombre, valor));
    return escritos.length > 0;
  }

  /** Fills the fields that came into the form after the rest. */
  reponer(caja) {
    const nombres = new Set([...caja.querySelectorAll("[name]")].map(({ name }) => name));
    (leer(localStorage).campos || []).filter(([nombre]) => nombres.has(nombre)).forEach(([nombre, valor]) => this.poner(nombre, valor));
  }

  /** The photos of this draft, as files. */
  async recuperarFotos() {
    const guardadas = await leerDe(BORRADORES, "actual").catch(() => null);
    return guardadas?.de === this.clave ? guardadas.fotos.map(desempacar) : [];
  }

  // The page may come from the phone's cache, the same for every report: its key would be too.
  empezar() {
    this.formulario.elements.clave.value = nuevaClave();
    return this.borrar();
  }

  // The key of the draft too: sent twice, it is still one report.
  poner(nombre, valor) {
    for (const campo of this.formulario.querySelectorAll(`[name="${CSS.escape(nombre)}"]`)) {
      if (["radio", "checkbox"].includes(campo.type)) campo.checked ||= campo.value === valor;
      else if (!campo.value || nombre === "clave") campo.value = valor;
    }
  }

  borrar() {
    for (const lugar of [localStorage, sessionStorage]) escribir(lugar, null);
    borrarDe(BORRADORES, "actual").catch(() => {});
    return false;
  }
}

/** Keeps [[nombre, valor]] as the draft of this phone. */
export function escribirBorrador(campos) {
  const datos = campos.filter(([nombre]) => !NUNCA.has(nombre));
  escribir(sessionStorage, { campos: datos.filter(([nombre]) => PERSONALES.has(nombre)) });
  escribir(localStorage, { campos: datos.filter(([nombre]) => !PERSONALES.has(nombre)), fecha: Date.now() });
}

/** A random UUID: crypto.randomUUID is younger than many phones. */
export function nuevaClave() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

// A private window may refuse storage: then there is no draft, and nothing else breaks.
function leer(lugar) {
  try {
    return JSON.parse(lugar.getItem(CLAVE)) || {};
  } catch {
    return {};
  }
}

function escribir(lugar, datos) {
  try {
    if (datos) lugar.setItem(CLAVE, JSON.stringify(datos));
    else lugar.removeItem(CLAVE);
  } catch {
    // full or forbidden
  }
}
