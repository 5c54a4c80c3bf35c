const CLAVE = "borrador-reporte";
const DIAS = 7;
const NUNCA = new Set(["csrfmiddlewaretoken", "foto", "acepta"]); // consent is given each time
const PERSONALES = new Set(["nombre", "correo", "telefono"]); // gone when the tab closes: a phone may be lent

/** A draft that every keystroke keeps and a number from the server erases. */
export class Borrador {
  constructor(formulario) {
    this.formulario = formulario;
    formulario.addEventListener("input", () => this.guardar());
    formulario.addEventListener("change", () => this.guardar());
  }

  guardar() {
    const datos = [...new FormData(this.formulario)].filter(([nombre]) => !NUNCA.has(nombre));
    const propios = datos.filter(([nombre]) => PERSONALES.has(nombre));
    const resto = datos.filter(([nombre]) => !PERSONALES.has(nombre));
    escribir(sessionStorage, { campos: propios });
    escribir(localStorage, { campos: resto, fecha: Date.now() });
  }

  /** Fills the empty fields; gives whether there was something that a person had written. */
  recuperar() {
    const { campos = [], fecha } = leer(localStorage);
    if (!fecha || Date.now() - fecha > DIAS * 864e5) return this.borrar();
    const escritos = campos.filter(([nombre, valor]) => valor && nombre !== "clave");
    if (!escritos.length) return false;
    [...campos, ...(leer(sessionStorage).campos || [])].forEach(([nombre, valor]) => this.poner(nombre, valor));
    return true;
  }

  // The key of the draft too: sent twice, it is still one report.
  poner(nombre, valor) {
    for (const campo of this.formulario.querySelectorAll(`[name="${CSS.escape(nombre)}"]`)) {
      if (campo.type === "radio") campo.checked ||= campo.value === valor;
      else if (campo.type === "checkbox") campo.checked = true;
      else if (!campo.value || nombre === "clave") campo.value = valor;
    }
  }

  borrar() {
    for (const lugar of [localStorage, sessionStorage]) escribir(lugar, null);
    return false;
  }
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
