import { vigilar } from "../cola/disparos.js";
import { mostrarPendientes } from "../cola/panel.js";

mostrarPendientes();
vigilar();
