"""A damage that is not the municipality's is received too, and goes to who answers for it (Ley 1755/2015, art. 21)."""

from malla_vial.acciones.peticiones import trasladar
from malla_vial.direcciones import Responsable, responsable
from malla_vial.estados import ABIERTOS
from malla_vial.models import NotaInterna, Reporte


def encaminar(reporte: Reporte, de_acuerdo: bool) -> None:
    """Send a report just filed to who answers for its place, if that is somebody else.

    Staff are told and decide where whoever reports was not asked, the report is held or the entity left no address.
    """
    lugar = reporte.geom
    quien = responsable(lugar, "default") if lugar else None
    if quien is None:
        return
    if de_acuerdo and quien.recibe_traslados:
        _enviar(reporte, quien)
    else:
        _avisar(reporte, quien)


def por_decidir() -> dict[str, list[Reporte]]:
    """The open reports that wait for staff to transfer them, the oldest first, by the `clave` of the entity they seem to be of."""
    esperan = Reporte.objects.filter(estado__in=ABIERTOS).exclude(parece_de="").only("codigo", "parece_de")
    por_entidad: dict[str, list[Reporte]] = {}
    for reporte in esperan.order_by("radicado_en"):
        por_entidad.setdefault(reporte.parece_de, []).append(reporte)
    return por_entidad


def _enviar(reporte: Reporte, quien: Responsable) -> None:
    trasladar(peticion=reporte.peticion, entidad=quien.nombre, texto=quien.en_palabras, usuario=None)
    reporte.refresh_from_db()


def _avisar(reporte: Reporte, quien: Responsable) -> None:
    texto = (
        f"Este sitio parece ser de otro: {quien.nombre}. {quien.frase} Si así es, trasládelo dentro de los cinco días "
        "siguientes a su recepción (Ley 1755 de 2015, artículo 21)."
    )
    reporte.parece_de = quien.clave
    reporte.save(update_fields=["parece_de"])
    NotaInterna.objects.create(reporte=reporte, texto=texto, usuario=None)
