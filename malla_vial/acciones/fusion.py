"""Where a report hangs among those of the same damage. Whoever calls locks the rows, and saves the report itself."""

from capas.errores import DatosInvalidos
from malla_vial.duplicados import colgados
from malla_vial.models import Reporte


def bloquear_casos(*reportes: Reporte) -> None:
    """Lock the cases that these reports belong to, always in the same order, so that two merges never wait in a ring."""
    ids = {r.pk for r in reportes} | {r.duplicado_de_id for r in reportes if r.duplicado_de_id}
    todos = Reporte.objects.filter(pk__in=ids) | Reporte.objects.filter(duplicado_de__in=ids)
    list(todos.order_by("pk").select_for_update().values_list("pk"))


def colgar(reporte: Reporte, original: Reporte) -> None:
    """Hang a report, and those that hang on it, on another.

    Raises DatosInvalidos where that would make a chain or a ring, or leave a work without its report.
    """
    if original.pk == reporte.pk:
        raise DatosInvalidos("El original debe ser otro reporte.")
    if original.duplicado_de:
        otro = original.duplicado_de.codigo
        raise DatosInvalidos(f"{original.codigo} es a su vez un duplicado de {otro}: el original tiene que ser {otro}.")
    if not original.visible and reporte.visible:
        raise DatosInvalidos(f"{original.codigo} está oculto: quien mandó {reporte.codigo} no podría seguirlo.")
    if reporte.en_obra:
        raise DatosInvalidos(_en_obra(reporte, original))
    reporte.duplicado_de = reporte.fundido_con = original
    Reporte.objects.filter(duplicado_de=reporte).update(duplicado_de=original)


def _en_obra(reporte: Reporte, original: Reporte) -> str:
    """Why a report of a work is not merged with another, and what to do instead."""
    al_reves = "" if original.en_obra else f"abra {reporte.codigo} y únale {original.codigo}, o "
    return (
        f"{reporte.codigo} es de la intervención «{reporte.intervencion}», que se quedaría sin él: {al_reves}"
        "sáquelo primero, en la página de la obra."
    )


def descolgar(reporte: Reporte) -> None:
    """Take a report off its original, with those that came with it: what `colgar` did, undone."""
    Reporte.objects.filter(pk__in=colgados(reporte)).update(duplicado_de=reporte)
    reporte.duplicado_de = reporte.fundido_con = None
