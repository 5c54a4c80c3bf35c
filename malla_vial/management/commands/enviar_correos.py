"""manage.py enviar_correos: what waits in the outbox, once, or for as long as the process lives."""

import time

from django.core.management.base import BaseCommand
from django.db import DatabaseError, close_old_connections
from django.utils import timezone

from malla_vial.acciones import envio, resumen


class Command(BaseCommand):
    help = "Envía los correos pendientes. Con --cada, vuelve a mirar cada tantos segundos y no termina."

    def add_arguments(self, parser):
        parser.add_argument("--cada", type=int, default=0, metavar="SEGUNDOS")

    def handle(self, *args, cada: int, **opciones):
        while True:
            try:
                self._pasar(opciones["verbosity"])
            except DatabaseError as error:
                if not cada:
                    raise
                self.stderr.write(f"La base no responde; se vuelve a intentar: {error}".splitlines()[0])
            if not cada:
                return
            close_old_connections()
            time.sleep(cada)

    def _pasar(self, verbosidad: int) -> None:
        if timezone.localtime().hour >= resumen.HORA:
            resumen.resumir()
        enviados = envio.enviar_pendientes()
        envio.purgar()
        if verbosidad and enviados:
            self.stdout.write(f"{enviados} correos enviados.")
