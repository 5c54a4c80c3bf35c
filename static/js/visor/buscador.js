import { el } from "../comun/dom.js";
import { calmar, pedirJson, soloElUltimo } from "../comun/pedir.js";

/**
 * A combobox over /buscar: suggestions while typing, arrows, Enter, Escape.
 * entrada, lista: the <input> and its <ul role=listbox>; alElegir(resultado, entrada); nada: what to do where nothing was found.
 */
export class Buscador {
  constructor(entrada, lista, url, alElegir, nada = "Pruebe con una calle con su número, un barrio o una vereda.") {
    Object.assign(this, { entrada, lista, url, alElegir, nada, resultados: [], activo: -1 });
    this.pedir = soloElUltimo((senal, texto) => pedirJson(`${url}?${new URLSearchParams({ q: texto })}`, { senal }));
    for (const [nombre, valor] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": lista.id })) {
      entrada.setAttribute(nombre, valor);
    }
    entrada.addEventListener("input", calmar(() => this.buscar(), 250));
    entrada.addEventListener("keydown", (tecla) => this.tecla(tecla));
    entrada.addEventListener("blur", () => setTimeout(() => this.cerrar(), 150));
  }

  async buscar() {
    const texto = this.entrada.value.trim();
    if (texto.length < 2) return this.cerrar();
    try {
      const datos = await this.pedir(texto);
      if (datos && document.activeElement === this.entrada) this.mostrar(datos.resultados);
    } catch (falla) {
      this.decir(falla.message);
    }
    return undefined;
  }

  mostrar(resultados) {
    this.resultados = resultados;
    if (!resultados.length) return this.decir(`No encontramos ese lugar. ${this.nada}`);
    this.abrir(resultados.map((resultado, i) => this.opcion(resultado, i)));
    this.activar(-1);
    return undefined;
  }

  opcion({ titulo, detalle }, i) {
    const nodo = el("li", { role: "option", id: `${this.lista.id}-${i}`, "aria-selected": "false" }, el("span", {}, titulo), el("span", { class: "detalle" }, detalle));
    // Before blur takes the list away
    nodo.addEventListener("pointerdown", (evento) => evento.preventDefault());
    nodo.addEventListener("click", () => this.elegir(i));
    return nodo;
  }

  decir(texto) {
    this.resultados = [];
    this.abrir([el("li", { role: "option", "aria-disabled": "true", class: "nada" }, texto)]);
  }

  abrir(nodos) {
    this.lista.replaceChildren(...nodos);
    this.lista.hidden = false;
    this.entrada.setAttribute("aria-expanded", "true");
  }

  cerrar() {
    this.lista.hidden = true;
    this.activo = -1;
    this.entrada.setAttribute("aria-expanded", "false");
    this.entrada.removeAttribute("aria-activedescendant");
  }

  activar(i) {
    this.activo = i;
    [...this.lista.children].forEach((nodo, j) => nodo.setAttribute("aria-selected", String(j === i)));
    if (i < 0) return this.entrada.removeAttribute("aria-activedescendant");
    this.entrada.setAttribute("aria-activedescendant", `${this.lista.id}-${i}`);
    return this.lista.children[i].scrollIntoView({ block: "nearest" });
  }

  tecla(tecla) {
    const paso = { ArrowDown: 1, ArrowUp: -1 }[tecla.key];
    const cuantos = this.resultados.length;
    if (paso && cuantos && !this.lista.hidden) {
      tecla.preventDefault();
      this.activar((this.activo + paso + cuantos) % cuantos);
    } else if (tecla.key === "Escape" && !this.lista.hidden) {
      tecla.preventDefault();
      this.cerrar();
    } else if (tecla.key === "Enter" && cuantos && !this.lista.hidden) {
      tecla.preventDefault();
      this.elegir(Math.max(0, this.activo));
    }
  }

  elegir(i) {
    const resultado = this.resultados[i];
    this.entrada.value = resultado.titulo;
    this.cerrar();
    this.alElegir(resultado, this.entrada);
  }
}
