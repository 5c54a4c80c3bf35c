import { datosDe } from "../comun/dom.js";
import { crearMapa } from "../mapa/mapa.js";
import { Avisos } from "../visor/avisos.js";
import { Buscador } from "../visor/buscador.js";
import { panelDeCapas, selectorDeFondo } from "../visor/capas.js";
import { ponerControles } from "../visor/controles.js";
import { escribir, leer } from "../visor/direccion.js";
import { Estado } from "../visor/estado.js";
import { Ficha, cuerpoDeElemento } from "../visor/ficha.js";
import { Hoja } from "../visor/hoja.js";
import { crearLista } from "../visor/lista.js";
import { Lugar } from "../visor/lugar.js";

const nodo = (id) => document.getElementById(id);

/** The map page: every part knows its own business, this one introduces them. */
class Visor {
  constructor(configuracion) {
    this.conf = configuracion;
    this.estado = new Estado(configuracion.sectores);
    this.inicio = leer(location.hash);
    if (this.inicio?.capas) this.estado.poner(this.inicio.capas);
    this.mapa = crearMapa(nodo("mapa"), { ...configuracion, mapaBase: null, ...this.inicio });
    this.avisos = new Avisos(nodo("avisos"), nodo("anuncio"));
    this.armarPanel();
    this.escuchar();
    this.alCambiarCapas();
    if (this.inicio?.elegido) this.verElemento(this.inicio.elegido);
    if (this.inicio?.senalado) this.mapa.senalar(this.inicio.centro);
  }

  armarPanel() {
    const { conf } = this;
    this.hoja = new Hoja(nodo("panel"), nodo("asa"), document.querySelector(".pestanas"));
    this.ficha = new Ficha(nodo("vista-ficha"), { abrir: () => this.abrirFicha(), cerrar: () => this.cerrarFicha() });
    this.lugar = new Lugar({ urls: conf.urls, ficha: this.ficha, senalar: (lugar) => this.senalar(lugar), resaltarLugares: (...lugares) => this.resaltarLugares(...lugares), verElemento: (item, origen) => this.verElemento(item, origen) });
    panelDeCapas(nodo("capas"), conf.sectores, this.estado);
    selectorDeFondo(nodo("capas"), conf.mapa_base, (fondo) => this.fondo(fondo));
    this.lista = crearLista(nodo("vista-lista"), this.puertasDeLista());
    this.buscador = new Buscador(nodo("q"), nodo("q-resultados"), conf.urls.buscar, (hallado, origen) => this.irAResultado(hallado, origen));
    ponerControles(nodo("controles"), { mapa: this.mapa, avisos: this.avisos, extension: conf.extension });
  }

  puertasDeLista() {
    return {
      url: this.conf.urls.lista,
      pedir: () => ({ capas: this.capasEnVista(), caja: this.mapa.vista().caja }),
      alElegir: (item, origen) => this.verElemento(item, origen),
      anunciar: (texto) => this.avisos.anunciar(texto),
      contar: (texto) => (nodo("cuenta").textContent = texto),
    };
  }

  capasEnVista() {
    const { zoom } = this.mapa.vista();
    return this.estado.visibles().filter(({ capa }) => zoom >= capa.zoom_minimo).map(({ capa }) => capa.id).reverse();
  }

  escuchar() {
    this.estado.addEventListener("cambio", () => this.alCambiarCapas());
    this.mapa.alMover(() => this.alMover());
    this.mapa.alTocar((toque) => this.alTocar(toque));
    this.mapa.alCargar(({ pendientes }) => this.progreso(pendientes), () => this.fallo());
    window.addEventListener("online", () => this.mapa.reintentar());
    window.addEventListener("hashchange", () => this.alCambiarDireccion());
  }

  alCambiarCapas() {
    this.mapa.ponerCapas(this.estado.visibles());
    this.mapa.ponerImagenes(this.estado.imagenes());
    this.alMover();
  }

  alMover() {
    history.replaceState(null, "", escribir(this.mapa.vista(), [...this.estado.imagenes(), ...this.estado.visibles()], this.elegido));
    this.lista.actualizar();
  }

  alCambiarDireccion() {
    const vista = leer(location.hash);
    if (!vista) return;
    if (vista.capas) this.estado.poner(vista.capas);
    if (vista.centro) this.mapa.irA(vista);
    if (vista.elegido) this.verElemento(vista.elegido);
    if (vista.senalado) this.senalar(vista.centro);
  }

  alTocar({ lugar, hallados }) {
    const [primero, ...otros] = hallados;
    if (primero) this.verElemento({ capa: primero.capa.id, id: primero.id, lugar, otros, quieto: true }, nodo("mapa"));
    else this.lugar.abrir(lugar, nodo("mapa"));
  }

  /** Opens a feature's panel; unless `quieto`, the map goes to it. */
  async verElemento({ capa, id, lugar, otros = [], quieto = false }, origen) {
    const titulo = this.estado.capas.get(capa)?.capa.titulo || "Elemento";
    this.elegido = { capa, id };
    await this.ficha.cargar(titulo, `${this.conf.urls.elemento}${capa}/${id}`, origen, (datos) => {
      this.pintarElemento(datos, titulo, lugar || datos.centro, otros);
      if (!quieto) this.mapa.irA({ ...datos, relleno: this.hoja.tapa() });
    });
  }

  pintarElemento(datos, titulo, lugar, otros) {
    this.mapa.senalar(null);
    this.mapa.resaltar(datos.geometria);
    const acciones = this.lugar.acciones(lugar);
    this.ficha.mostrar(datos.titulo, [...cuerpoDeElemento(datos, titulo), this.lugar.otros(otros), acciones]);
    if (!this.estado.capas.get(datos.capa)?.visible) this.estado.cambiar(datos.capa, { visible: true });
    else this.alMover();
  }

  senalar(lugar) {
    this.elegido = null;
    this.mapa.resaltar(null);
    this.mapa.senalar(lugar);
  }

  /** Rings around places, and a view that holds them and who asked. */
  resaltarLugares(lugar, centros) {
    this.mapa.resaltar({ type: "MultiPoint", coordinates: centros });
    const [lons, lats] = [0, 1].map((eje) => [lugar, ...centros].map((centro) => centro[eje]));
    this.mapa.irA({ extension: [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)], relleno: this.hoja.tapa() });
  }

  abrirFicha() {
    this.hoja.ver(null);
    nodo("vista-ficha").hidden = false;
    this.hoja.asomar();
  }

  cerrarFicha() {
    nodo("vista-ficha").hidden = true;
    this.hoja.restablecer();
    this.hoja.poner("asomada");
    this.senalar(null);
    this.alMover();
  }

  irAResultado(hallado, origen) {
    if (hallado.capa && hallado.id != null) return this.verElemento(hallado, origen);
    this.lugar.abrir(hallado.centro, origen, hallado.titulo);
    return this.mapa.irA({ ...hallado, zoom: 17, relleno: this.hoja.tapa() });
  }

  fondo(cual) {
    this.mapa.ponerFondo(cual === "externo" ? this.conf.mapa_base : null);
    nodo("credito-externo").textContent = cual === "externo" ? ` · ${this.conf.mapa_base.credito}` : "";
  }

  progreso(pendientes) {
    nodo("progreso").classList.toggle("activo", pendientes > 0);
    if (!pendientes) this.estado.dispatchEvent(new Event("cargado"));
  }

  fallo() {
    if (navigator.onLine === false) return;
    this.avisos.poner("teselas", "Una parte del mapa no llegó.", { accion: { texto: "Reintentar", hacer: () => this.mapa.reintentar() } });
  }
}

new Visor(datosDe("configuracion"));
