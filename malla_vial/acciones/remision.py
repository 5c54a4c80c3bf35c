"""The letter by which a report that is transferred reaches who answers for it (Ley 1755/2015, art. 21)."""

from django.urls import reverse

from capas.geometria import a_grados
from malla_vial.acciones.avisos import Enlace, encolar
from malla_vial.direcciones import en_palabras
from malla_vial.estados import Estado
from malla_vial.models import EntidadResponsable, Reporte


def remitir(reporte: Reporte, entidad: str) -> str:
    """Write to an entity, if it left an address for transfers; what whoever reported is told of it.

    entidad: its name, as the table of entities has it or in free words.
    """
    conocida = EntidadResponsable.objects.filter(nombre__iexact=entidad.strip(), recibe_traslados=True).first()
    if conocida is None:
        return f"La oficina envía el reporte {f'a {entidad}' if entidad else 'a esa entidad'} por su propio canal."
    veces = reporte.movimientos.filter(a=Estado.TRASLADADO).count()
    encolar(
        a=conocida.buzon,
        asunto=f"Traslado por competencia del reporte {reporte.codigo}",
        plantilla="traslado",
        contexto=_de(reporte, conocida.nombre),
        clave=f"traslado {reporte.pk} {veces}",
        enlaces=_enlaces(reporte),
    )
    return f"Le enviamos el reporte a {conocida.nombre}."


def _enlaces(reporte: Reporte) -> list[Enlace]:
    """Its page, where an outsider may see it."""
    publico = reporte.visible and reporte.geom
    return [Enlace("Ver el reporte", ruta=reverse("reporte", args=[reporte.codigo]))] if publico else []


def _de(reporte: Reporte, entidad: str) -> dict[str, str]:
    """What the entity is sent: the damage and its place, and nobody's name."""
    grados = a_grados(reporte.geom) if reporte.geom else None
    return {
        "codigo": reporte.codigo,
        "entidad": entidad,
        "tipo": reporte.tipo.nombre,
        "lugar": en_palabras(reporte.geom, "default") if reporte.geom else "",
        "sena": reporte.sena,
        "coordenadas": f"{grados.y:.6f}, {grados.x:.6f}" if grados else "",
        "descripcion": reporte.descripcion,
    }
