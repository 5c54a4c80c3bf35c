import { Adelanto } from "../cola/adelanto.js";
import { vigilar } from "../cola/disparos.js";
import { mostrarPendientes } from "../cola/panel.js";
import { datosDe, el } from "../comun/dom.js";
import { Borrador } from "../reporte/borrador.js";
import { Danos } from "../reporte/danos.js";
import { Envio } from "../reporte/envio.js";
import { loQueFalta, mostrarErrores, quitarErrores } from "../reporte/errores.js";
import { Fotos } from "../reporte/fotos.js";
import { Lugar } from "../reporte/lugar.js";
import { traerParecidos } from "../reporte/parecidos.js";
import { Pasos } from "../reporte/pasos.js";
import { pintarResumen, pintarVista } from "../reporte/vista.js";

const formulario = document.querySelector("[data-reportar]");
const todos = (selector) => [...formulario.querySelectorAll(selector)];

/** The page as the server wrote it works without this; here every button but the last stops sending the form. */
function prepararBotones() {
  document.querySelectorAll("[data-con-js]").forEach((nodo) => { nodo.hidden = false; });
  document.querySelectorAll("[data-sin-js]").forEach((nodo) => nodo.remove());
  todos("button[type=submit]").forEach((boton) => { boton.type = "button"; });
  todos("[data-paso=enviar] [data-seguir]").forEach((boton) => { boton.type = "submit"; });
}

function iniciar() {
  prepararBotones();
  const borrador = new Borrador(formulario);
  // After an error the server already gave back what was written
  const conErrores = Boolean(document.getElementById("errores"));
  const recuperado = !conErrores && borrador.recuperar();
  const lugar = new Lugar(formulario.querySelector("[data-lugar]"), datosDe("configuracion"), formulario.dataset.css);
  const fotos = new Fotos(formulario.querySelector("[name=foto]"), (sitio) => lugar.proponer(sitio));
  const danos = new Danos(formulario.querySelector("[data-danos]"), (caja) => borrador.reponer(caja));
  const partes = { lugar, fotos, danos };
  const pasos = new Pasos(formulario, document.querySelector("[data-anuncio]"), { alEntrar: (paso) => alEntrar(paso, partes), seSalta });
  const adelanto = new Adelanto(formulario);
  const envio = new Envio(formulario, pasos.seccion("enviar").querySelector("[data-seguir]"), {
    antes: () => adelanto.listo(),
    alSalir: () => borrador.borrar(),
    irA: (ids) => pasos.ir(ids.map((id) => pasos.dondeEsta(id)).find(Boolean) || "enviar"),
  });
  conectar({ pasos, envio, partes });
  if (recuperado) {
    avisarBorrador(borrador, pasos);
    danos.traer();
  }
  borrador.recuperarFotos().then((guardadas) => fotos.poner(guardadas)).then(() => alEntrar(pasos.actual, partes));
  pasos.empezar(conErrores ? pasos.dondeEsta(document.querySelector("#errores a")?.hash.slice(1)) : undefined);
}

/** Whether a step has nothing to ask. */
async function seSalta(paso) {
  return paso === "parecidos" && !(await traerParecidos(formulario.querySelector("[data-parecidos]"), formulario));
}

function alEntrar(paso, partes) {
  if (["lugar", "dano"].includes(paso)) partes.danos.traer();
  if (paso === "lugar") partes.lugar.entrar();
  if (paso === "detalles") pintarVista(formulario, partes);
  if (paso === "enviar") pintarResumen(formulario, partes);
}

function avisarBorrador(borrador, pasos) {
  const boton = (texto, onclick, clase = "") => el("button", { type: "button", class: `boton ${clase}`, onclick }, texto);
  const seguir = boton("Seguir donde iba", () => pasos.ir(loQueFalta(formulario)[0]?.paso || "enviar"));
  const deNuevo = boton("Empezar de nuevo", () => { borrador.borrar(); location.assign(location.pathname); }, "sutil");
  pasos.seccion("inicio").prepend(el("div", { class: "aviso info", role: "status" }, el("p", {}, "Recuperamos lo que había escrito."), el("p", { class: "acciones" }, seguir, deNuevo)));
}

function conectar({ pasos, envio, partes }) {
  const seguir = () => avanzar(pasos, envio, partes);
  formulario.addEventListener("submit", (evento) => { evento.preventDefault(); seguir(); });
  todos("[data-seguir][type=button]").forEach((boton) => boton.addEventListener("click", seguir));
  todos("[data-atras]").forEach((boton) => boton.addEventListener("click", () => pasos.atras()));
  todos("[data-cambiar]").forEach((boton) => boton.addEventListener("click", () => pasos.cambiar(boton.dataset.cambiar)));
  formulario.querySelector("[data-sin-foto]").addEventListener("click", () => pasos.ir("lugar"));
  formulario.querySelector("[data-camara]").addEventListener("click", () => partes.fotos.tomar());
  partes.fotos.entrada.addEventListener("change", () => pasos.actual === "inicio" && pasos.ir("foto"));
  for (const suceso of ["input", "change"]) formulario.addEventListener(suceso, () => pasos.actual === "detalles" && pintarVista(formulario, partes));
}

async function avanzar(pasos, envio, { danos, lugar }) {
  quitarErrores();
  const ultimo = pasos.actual === "enviar";
  const deDanos = ultimo || pasos.actual === "dano" ? danos.faltan(formulario) : [];
  const faltas = [...loQueFalta(formulario, ultimo ? undefined : pasos.actual), ...deDanos];
  if (!faltas.length && pasos.actual === "lugar" && ((await lugar.preguntarEscrito()) || pasos.actual !== "lugar")) return undefined;
  if (!faltas.length) return ultimo ? envio.mandar() : pasos.siguiente();
  if (ultimo) pasos.ir(faltas[0].paso);
  return mostrarErrores(formulario, faltas.filter(({ paso }) => paso === faltas[0].paso));
}

if (formulario) iniciar();
mostrarPendientes();
vigilar();
performance.mark("listo"); // for bench/navegador.py
