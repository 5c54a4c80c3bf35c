"""What staff do with reports of the same damage: merge them, and part them again."""

from collections.abc import Sequence

from django.contrib.auth.models import User

from capas.acciones import cambio
from capas.errores import DatosInvalidos
from malla_vial.acciones.fusion import bloquear_casos
from malla_vial.acciones.reportes import bloquear, cambiar_estado
from malla_vial.estados import Estado, TransicionProhibida
from malla_vial.models import Movimiento, Reporte

UNIDO = (
    "Otras personas ya habían reportado este daño. Seguimos el caso en {original}; lo que se responda allí le llega "
    "también a usted."
)
LLEGO = "Unimos a este caso otro reporte del mismo daño{cual}."
SEPARADO = "Su reporte vuelve a ser un caso aparte: no era el mismo daño de {original}."
SALIO = "Separamos de este caso un reporte que cuenta otro daño{cual}."


def fundir(*, duplicados: Sequence[Reporte], original: Reporte, usuario: User, respuesta: str = "") -> Reporte:
    """Merge reports into the one that tells their damage; those already merged with them come along. All or none.

    From now on whoever sent them or joined them hears every answer of the original (`avisos.interesados`).
    Raises DatosInvalidos, TransicionProhibida and permisos.SinPermiso.
    """
    if not duplicados:
        raise DatosInvalidos("Elija por lo menos un reporte para unir.")
    with cambio(usuario):
        bloquear_casos(original, *duplicados)
        frase = respuesta.strip() or UNIDO.format(original=original.codigo)
        for duplicado in duplicados:
            cambiar_estado(reporte=duplicado, a=Estado.DUPLICADO, usuario=usuario, respuesta=frase, original=original)
            _contar(original, LLEGO, duplicado, usuario)
        return bloquear(original)


def separar(*, reporte: Reporte, usuario: User, respuesta: str = "") -> Reporte:
    """Undo a merge: the report goes back to where it was, with those that came with it, and hears no more of the other.

    Raises TransicionProhibida and permisos.SinPermiso.
    """
    with cambio(usuario):
        bloquear_casos(reporte)
        reporte = bloquear(reporte)
        original = reporte.duplicado_de
        if reporte.estado != Estado.DUPLICADO or original is None:
            raise TransicionProhibida(f"El reporte {reporte.codigo} no está unido a otro.")
        ultimo = reporte.movimientos.filter(a=Estado.DUPLICADO).last()
        frase = respuesta.strip() or SEPARADO.format(original=original.codigo)
        reporte = cambiar_estado(
            reporte=reporte,
            a=ultimo.de if ultimo else Estado.RECIBIDO,
            usuario=usuario,
            respuesta=frase,
            de_regreso=True,
        )
        _contar(original, SALIO, reporte, usuario)
    return reporte


def _contar(original: Reporte, frase: str, otro: Reporte, usuario: User) -> None:
    """A line in the story of the original, which stays where it is."""
    estado = Reporte.objects.values_list("estado", flat=True).get(pk=original.pk)
    cual = f" ({otro.codigo})" if otro.visible else ""
    Movimiento.objects.create(reporte=original, de=estado, a=estado, respuesta=frase.format(cual=cual), usuario=usuario)
