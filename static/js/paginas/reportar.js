import { datosDe, el } from "../comun/dom.js";
import { Adelanto } from "../cola/adelanto.js";
import { mostrarPendientes } from "../cola/panel.js";
import { vigilar } from "../cola/disparos.js";
import { Borrador } from "../reporte/borrador.js";
import { Envio } from "../reporte/envio.js";
import { Fotos } from "../reporte/fotos.js";
import { Lugar } from "../reporte/lugar.js";

const formulario = document.querySelector("[data-reportar]");

function avisarBorrador(borrador) {
  const deNuevo = el("button", { type: "button", class: "boton sutil", onclick: () => { borrador.borrar(); location.assign(location.pathname); } }, "Empezar de nuevo");
  formulario.before(el("p", { class: "aviso info", role: "status" }, "Recuperamos lo que había escrito. ", deNuevo));
}

if (formulario) {
  const borrador = new Borrador(formulario);
  // After an error the server already gave back what was written
  if (!document.getElementById("errores") && borrador.recuperar()) avisarBorrador(borrador);
  const lugar = new Lugar(formulario.querySelector("[data-lugar]"), datosDe("configuracion"), formulario.dataset.css);
  const fotos = new Fotos(formulario.querySelector("[name=foto]"), (sitio) => lugar.proponer(sitio));
  new Envio(formulario, borrador, new Adelanto(formulario));
  borrador.recuperarFotos().then((guardadas) => fotos.poner(guardadas));
  document.getElementById("errores")?.focus();
}
mostrarPendientes();
vigilar();
performance.mark("listo"); // for bench/navegador.py
