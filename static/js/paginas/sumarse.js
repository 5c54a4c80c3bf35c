import { Adelanto } from "../cola/adelanto.js";
import { hallar, RECHAZADO } from "../cola/cola.js";
import { vigilar } from "../cola/disparos.js";
import { desempacar } from "../cola/fotos.js";
import { nuevaClave } from "../reporte/borrador.js";
import { Envio } from "../reporte/envio.js";
import { delContacto, mostrarErrores, quitarErrores } from "../reporte/errores.js";
import { Fotos } from "../reporte/fotos.js";

const formulario = document.querySelector("[data-sumarse]");
const codigo = location.pathname.match(/^\/reportes\/([^/]+)\/sumarme$/)?.[1];

/** The page that the phone keeps is the same for every report, and so would its key be. */
function completarCascara() {
  formulario.elements.clave.value = nuevaClave();
  formulario.dataset.titulo += ` ${codigo}`;
  document.querySelector("[data-codigo]").textContent = codigo;
  document.querySelectorAll("[data-sin-codigo]").forEach((nodo) => nodo.remove());
  document.querySelector("[data-con-codigo]").hidden = false;
}

function iniciar() {
  const fotos = new Fotos(formulario.elements.foto, () => {});
  const adelanto = new Adelanto(formulario);
  const contacto = formulario.querySelector("details");
  const envio = new Envio(formulario, formulario.querySelector("[type=submit]"), { antes: () => adelanto.listo(), irA: () => (contacto.open = true) });
  formulario.addEventListener("submit", (evento) => {
    evento.preventDefault();
    quitarErrores();
    const faltas = delContacto(new FormData(formulario));
    if (!faltas.length) return envio.mandar();
    contacto.open = true;
    return mostrarErrores(formulario, faltas);
  });
  retomar(fotos);
}

/** What the server refused and the person wants to put right: the address brings its key. Consent is given again. */
async function retomar(fotos) {
  const fila = await hallar(location.hash.slice(1)).catch(() => null);
  if (fila?.estado !== RECHAZADO || fila.url !== location.pathname) return;
  for (const [nombre, valor] of fila.campos) {
    const campo = formulario.elements[nombre];
    if (campo && campo.type !== "checkbox" && nombre !== "aviso_version") campo.value = valor;
  }
  fotos.poner(fila.fotos.map(desempacar));
  mostrarErrores(formulario, [{ campo: "", texto: fila.error }]);
}

if (codigo) {
  if (document.querySelector("[data-codigo]")) completarCascara();
  iniciar();
}
vigilar();
