/** What the person sees: each layer with its visibility, opacity and hidden classes. Emits "cambio". */
export class Estado extends EventTarget {
  /** sectores: as the server's configuracion gives them. */
  constructor(sectores) {
    super();
    this.capas = new Map();
    for (const { capas, imagenes } of sectores) for (const capa of [...capas, ...imagenes]) this.capas.set(capa.id, nueva(capa));
  }

  /** [{capa, visible, opacidad, ocultas}] in the order of the map: areas below, points above. */
  visibles() {
    const encendidas = this.encendidas(false).reverse();
    return encendidas.sort((a, b) => b.capa.dimension - a.capa.dimension);
  }

  /** [{capa, opacidad}] of the raster layers that are on. */
  imagenes() {
    return this.encendidas(true);
  }

  encendidas(deImagen) {
    return [...this.capas.values()].filter(({ visible, capa }) => visible && Boolean(capa.imagen) === deImagen);
  }

  cambiar(id, cambios) {
    const vista = this.capas.get(id);
    if (!vista) return;
    Object.assign(vista, cambios);
    this.avisar();
  }

  ocultar(id, clase, oculta) {
    const { ocultas } = this.capas.get(id);
    if (oculta) ocultas.add(clase);
    else ocultas.delete(clase);
    this.avisar();
  }

  /** encendidas: Map id -> opacity; the others go off. */
  poner(encendidas) {
    for (const [id, vista] of this.capas) {
      vista.visible = encendidas.has(id);
      vista.opacidad = encendidas.get(id) ?? vista.opacidad;
    }
    this.avisar();
  }

  avisar() {
    this.dispatchEvent(new Event("cambio"));
  }
}

const nueva = (capa) => ({ capa, visible: Boolean(capa.visible), opacidad: capa.imagen ? 0.7 : 1, ocultas: new Set() });
