"""manage.py tareas_diarias: all that the system owes to the calendar, each once a day. Called every hour, it tries again what failed."""

import datetime as dt
import io
import logging

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from capas.models import TareaDiaria
from capas.sql_tareas import a_solas

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
    help = (
        "Corre las tareas de cada día que hoy no han salido bien, y anota cómo les fue. Se puede repetir: la que falló se "
        "intenta otra vez, la que salió bien no."
    )

    def handle(self, *args, **opciones) -> None:
        hoy = timezone.localdate()
        fallaron = [nombre for nombre in TAREAS if not self._al_dia(nombre, hoy, opciones)]
        if fallaron:
            raise CommandError(f"Fallaron: {', '.join(fallaron)}. Lo que dijeron está en /gestion/tareas.")

    def _al_dia(self, nombre: str, hoy: dt.date, opciones: dict) -> bool:
        """Whether it went well today, now or before, or another process is at it."""
        with a_solas(f"tarea {nombre}") as libre:
            hecha = TareaDiaria.objects.filter(pk=nombre, dia__gte=hoy, bien=True)
            return not libre or hecha.exists() or self._correr(nombre, hoy, opciones)

    def _correr(self, nombre: str, hoy: dt.date, opciones: dict) -> bool:
        """Whether it went well. One that fails does not keep the others from running."""
        salida, bien = io.StringIO(), True
        _anotar_intento(nombre, hoy)
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


def _anotar_intento(nombre: str, hoy: dt.date) -> None:
    """Written before it runs: one that is cut off is neither well nor ill, and runs again."""
    previos = TareaDiaria.objects.filter(pk=nombre, dia=hoy).values_list("intentos", flat=True).first() or 0
    TareaDiaria.objects.update_or_create(
        nombre=nombre, defaults={"dia": hoy, "termino": None, "bien": None, "dijo": "", "intentos": previos + 1}
    )
