"""The letter by which what is transferred reaches who answers for it (Ley 1755/2015, art. 21)."""

from django.urls import reverse
from django.utils import timezone

from capas.geometria import a_grados
from malla_vial.acciones.avisos import Enlace, encolar
from malla_vial.direcciones import en_palabras
from malla_vial.estados import Estado
from malla_vial.models import ActoPeticion, EntidadResponsable, Reporte


def remitir(reporte: Reporte, entidad: str) -> str:
    """Write to an entity, if it left an address for transfers; gives what whoever reported is told of it.

    entidad: its name, as the table of entities has it or in free words.
    """
    conocida = EntidadResponsable.con_buzon(entidad)
    if conocida:
        veces = reporte.movimientos.filter(a=Estado.TRASLADADO).count()
        encolar(
            a=conocida.buzon,
            asunto=f"Traslado por competencia del reporte {reporte.codigo}",
            plantilla="traslado",
            contexto=_de(reporte, conocida.nombre),
            clave=f"traslado {reporte.pk} {veces}",
            enlaces=_enlaces(reporte),
        )
    return _dicho("el reporte", conocida, entidad)


def remitir_peticion(hecho: ActoPeticion) -> str:
    """The same of a petition that is no report; its letter says neither what was asked nor by whom, and its link does.

    The petition goes whole, with who made it, so that they are answered: only to an authority (Ley 1581/2012, art. 13 b).
    """
    conocida = EntidadResponsable.con_buzon(hecho.entidad)
    if conocida and conocida.condicion == EntidadResponsable.Condicion.PRIVADO:
        conocida = None
    if conocida:
        encolar(
            a=conocida.buzon,
            asunto=f"Traslado por competencia de la petición {hecho.peticion.radicado}",
            plantilla="traslado_peticion",
            contexto=_de_peticion(hecho, conocida.nombre),
            clave=f"traslado acto {hecho.pk}",
            enlaces=[Enlace("Ver la petición, su constancia y sus archivos", traslado=hecho.pk)],
        )
    return _dicho("la petición", conocida, hecho.entidad)


def _dicho(que: str, conocida: EntidadResponsable | None, entidad: str) -> str:
    if conocida:
        return f"Le enviamos {que} a {conocida.nombre}."
    return f"La oficina envía {que} {f'a {entidad}' if entidad else 'a esa entidad'} por su propio canal."


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


def _de_peticion(hecho: ActoPeticion, entidad: str) -> dict[str, str]:
    peticion = hecho.peticion
    return {
        "radicado": peticion.radicado,
        "entidad": entidad,
        "tipo": peticion.tipo.nombre,
        "oficina": peticion.dependencia.nombre,
        "recibida": f"{timezone.localtime(peticion.recibida_en):%d/%m/%Y}",
    }
