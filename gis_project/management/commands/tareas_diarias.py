"""manage.py tareas_diarias: all that the system owes to the calendar, each once a day. It may be called as often as one likes."""

import datetime as dt
import io
import logging

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capas.models import TareaDiaria

TAREAS = (
    "vigilar_plazos",
    "borrar_datos_personales",
    "conciliar_fotos",
    "purgar_borradores",
    "purgar_limites",
    "purgar_trabajos",
    "exportar_datos",
)
LARGO = 300
registro = logging.getLogger(__name__)


class Command(BaseCommand):
    help = "Corre las tareas de cada día que hoy no han corrido, y anota cómo les fue. Se puede repetir: cada una, una vez al día."

    def handle(self, *args, **opciones) -> None:
        hoy = timezone.localdate()
        fallaron = [nombre for nombre in TAREAS if _tomar(nombre, hoy) and not self._correr(nombre, opciones)]
        if fallaron:
            raise CommandError(f"Fallaron: {', '.join(fallaron)}. Lo que dijeron está en /admin/, «tareas diarias».")

    def _correr(self, nombre: str, opciones: dict) -> bool:
        """Whether it went well. One that fails does not keep the others from running."""
        salida, bien = io.StringIO(), True
        try:
            call_command(nombre, stdout=salida, stderr=io.StringIO(), verbosity=0 if nombre == "exportar_datos" else 1)
        except Exception as error:
            bien = False
            salida.write(f"{type(error).__name__}: {error}")
            registro.exception("%s falló", nombre)
        dijo = (salida.getvalue().strip().splitlines() or [""])[-1][:LARGO]
        TareaDiaria.objects.filter(pk=nombre).update(termino=timezone.now(), bien=bien, dijo=dijo)
        if opciones["verbosity"]:
            self.stdout.write(f"{nombre}: {dijo or 'listo'}")
        return bien


def _tomar(nombre: str, hoy: dt.date) -> bool:
    """Whether it is ours to run today: of two that come at once, one is."""
    _, nueva = TareaDiaria.objects.get_or_create(nombre=nombre, defaults={"dia": hoy})
    return nueva or bool(TareaDiaria.objects.filter(pk=nombre, dia__lt=hoy).update(dia=hoy))
