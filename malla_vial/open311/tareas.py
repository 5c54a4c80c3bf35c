"""What the worker does for Open311: bring the photo that a report only names."""

from django_tasks import task

from capas.errores import DatosInvalidos
from malla_vial import fotos
from malla_vial.acciones.open311 import anexar_foto, desistir_de_foto
from malla_vial.models import EnvioOpen311
from malla_vial.open311.traer import NoTraido, traer_imagen


@task()
def traer_foto(id_envio: int) -> None:
    """Fetch, clean and hang it on its report, once; what cannot be had is told to staff."""
    envio = EnvioOpen311.objects.filter(pk=id_envio, medio=EnvioOpen311.Medio.PENDIENTE).first()
    if envio is None:
        return
    try:
        anexar_foto(envio=envio, foto=fotos.limpiar(traer_imagen(envio.media_url)))
    except (NoTraido, DatosInvalidos, fotos.DemasiadoGrande) as error:
        desistir_de_foto(envio=envio, motivo=str(error))
