"""A report of what is not the municipality's is left all the same, and goes to who answers for it (Ley 1755/2015, art. 21)."""

from django.contrib.gis.geos import Point

from capas.geometria import a_grados
from malla_vial.acciones.avisos import Enlace, encolar
from malla_vial.acciones.peticiones import trasladar
from malla_vial.direcciones import Responsable, en_palabras, responsable
from malla_vial.models import EntidadResponsable, NotaInterna, Reporte


def encaminar(reporte: Reporte, de_acuerdo: bool) -> None:
    """Send a report just filed to who answers for its place, if that is somebody else and whoever reports agreed.

    Where the entity has no address, the person was not asked (the nearest way is a guess) or the report is held, staff are
    told and decide.
    """
    lugar = reporte.geom
    quien = responsable(lugar, "default") if lugar else None
    if lugar is None or quien is None:
        return
    if de_acuerdo and quien.recibe_traslados:
        _enviar(reporte, lugar, quien)
    else:
        _avisar(reporte, quien)


def _enviar(reporte: Reporte, lugar: Point, quien: Responsable) -> None:
    encolar(
        a=EntidadResponsable.objects.get(pk=quien.entidad).buzon,
        asunto=f"Traslado por competencia del reporte {reporte.codigo}",
        plantilla="traslado",
        contexto=_de(reporte, lugar, quien),
        clave=f"traslado {reporte.pk}",
        enlaces=[Enlace("Ver el reporte y sus fotos", ruta=f"/reportes/{reporte.codigo}")],
    )
    respuesta = f"{quien.en_palabras} Le enviamos su reporte el mismo día."
    trasladar(peticion=reporte.peticion, entidad=quien.nombre, texto=respuesta, usuario=None)
    reporte.refresh_from_db()


def _avisar(reporte: Reporte, quien: Responsable) -> None:
    texto = (
        f"Este sitio parece ser de otro: {quien.nombre}. {quien.frase} Si así es, trasládelo dentro de los cinco días "
        "siguientes a su recepción (Ley 1755 de 2015, artículo 21)."
    )
    NotaInterna.objects.create(reporte=reporte, texto=texto, usuario=None)


def _de(reporte: Reporte, lugar: Point, quien: Responsable) -> dict[str, str]:
    """What the entity is sent: the damage and its place, and nobody's name."""
    grados = a_grados(lugar)
    return {
        "codigo": reporte.codigo,
        "entidad": quien.nombre,
        "tipo": reporte.tipo.nombre,
        "lugar": en_palabras(lugar, "default"),
        "sena": reporte.sena,
        "coordenadas": f"{grados.y:.6f}, {grados.x:.6f}",
        "descripcion": reporte.descripcion,
    }
