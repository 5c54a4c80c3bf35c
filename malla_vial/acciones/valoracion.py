"""«¿Quedó arreglado?»: what people say of a closed case, which is not what the desk says of it."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.crypto import salted_hmac

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial import estados
from malla_vial.acciones.reportes import bloquear, cambiar_estado
from malla_vial.estados import Estado
from malla_vial.models import Movimiento, Reporte, Valoracion

_SIGUE = "Una persona que sigue el caso cuenta que no quedó arreglado. Vuelve a la fila para revisarlo."


def cierre_vigente(reporte: Reporte) -> Movimiento | None:
    """The closing that may still be answered: the last «resuelto», for as many days as the setting says."""
    desde = timezone.now() - timedelta(days=settings.REAPERTURA_DIAS)
    if reporte.estado not in (Estado.RESUELTO, Estado.REABIERTO):
        return None
    return Movimiento.objects.filter(reporte_id=reporte.pk, a=Estado.RESUELTO, fecha__gte=desde).last()


def valorar(
    *, reporte: Reporte, quien: str, arreglado: bool, satisfaccion: int | None = None, palabras: str = ""
) -> Valoracion:
    """Record what a person says, once for each closing; a «no» sends the case back to the inbox, once for each person.

    quien: what tells one person from another (an address), of which only a keyed hash is kept.

    Raises DatosInvalidos where the case is not closed, or was closed too long ago.
    """
    with cambio(None):
        reporte = bloquear(reporte)
        cierre = cierre_vigente(reporte)
        if cierre is None:
            raise DatosInvalidos(
                "El caso no está cerrado, o se cerró hace mucho. Si el daño sigue, repórtelo de nuevo."
            )
        huella = salted_hmac("valoracion", f"{reporte.pk} {quien}", algorithm="sha256").hexdigest()
        reabrio = Valoracion.objects.filter(cierre__reporte=reporte, quien=huella, arreglado=False).exists()
        valoracion, nueva = Valoracion.objects.get_or_create(
            cierre=cierre,
            quien=huella,
            defaults={"arreglado": arreglado, "satisfaccion": satisfaccion, "palabras": palabras},
        )
        if nueva and not arreglado and not reabrio and reporte.estado == Estado.RESUELTO:
            _reabrir(reporte, palabras)
    return valoracion


def _reabrir(reporte: Reporte, palabras: str) -> None:
    nota = f"Quien siguió el caso escribió: {palabras}" if palabras else ""
    cambiar_estado(
        reporte=reporte, a=Estado.REABIERTO, usuario=None, respuesta=_SIGUE, nota=nota, como=estados.CIUDADANIA
    )
