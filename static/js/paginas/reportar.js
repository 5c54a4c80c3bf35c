import { datosDe, el } from "../comun/dom.js";
import { Borrador } from "../reporte/borrador.js";
import { loQueFalta, mostrarErrores, quitarErrores } from "../reporte/errores.js";
import { Final } from "../reporte/final.js";
import { Fotos } from "../reporte/fotos.js";
import { Lugar } from "../reporte/lugar.js";
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

function avisarBorrador(borrador) {
  const deNuevo = el("button", { type: "button", class: "boton sutil", onclick: () => { borrador.borrar(); location.assign(location.pathname); } }, "Empezar de nuevo");
  formulario.before(el("p", { class: "aviso info", role: "status" }, "Recuperamos lo que había escrito, menos las fotos. ", deNuevo));
}

function iniciar() {
  prepararBotones();
  const borrador = new Borrador(formulario);
  const recuperado = !document.getElementById("errores") && borrador.recuperar();
  const lugar = new Lugar(formulario.querySelector("[data-lugar]"), datosDe("configuracion"), formulario.dataset.css);
  const fotos = new Fotos(formulario.querySelector("[name=foto]"), (sitio) => lugar.proponer(sitio));
  const partes = { lugar, fotos };
  const alEntrar = (nombre) => {
    quitarErrores();
    if (nombre === "lugar") lugar.entrar();
    if (nombre === "detalles") pintarVista(formulario, partes);
    if (nombre === "enviar") pintarResumen(formulario, partes);
  };
  const pasos = new Pasos(formulario, document.querySelector("[data-anuncio]"), { alEntrar, seSalta: (nombre) => nombre === "parecidos" });
  const final = new Final(formulario, { borrador, pasos });
  conectar({ pasos, final, fotos, partes });
  if (recuperado) avisarBorrador(borrador);
  pasos.empezar();
}

function conectar({ pasos, final, fotos, partes }) {
  const seguir = () => avanzar(pasos, final);
  formulario.addEventListener("submit", (evento) => { evento.preventDefault(); seguir(); });
  todos("[data-seguir][type=button]").forEach((boton) => boton.addEventListener("click", seguir));
  todos("[data-atras]").forEach((boton) => boton.addEventListener("click", () => pasos.atras()));
  todos("[data-cambiar]").forEach((boton) => boton.addEventListener("click", () => pasos.ir(boton.dataset.cambiar)));
  formulario.querySelector("[data-sin-foto]").addEventListener("click", () => pasos.ir("lugar"));
  formulario.querySelector("[data-camara]").addEventListener("click", () => fotos.tomar());
  fotos.entrada.addEventListener("change", () => pasos.actual === "inicio" && pasos.ir("foto"));
  for (const suceso of ["input", "change"]) formulario.addEventListener(suceso, () => pasos.actual === "detalles" && pintarVista(formulario, partes));
}

function avanzar(pasos, final) {
  quitarErrores();
  const ultimo = pasos.actual === "enviar";
  const faltas = loQueFalta(formulario, ultimo ? undefined : pasos.actual);
  if (!faltas.length) return ultimo ? final.mandar() : pasos.siguiente();
  if (ultimo) pasos.ir(faltas[0].paso);
  return mostrarErrores(formulario, faltas.filter(({ paso }) => paso === faltas[0].paso));
}

if (formulario) iniciar();
