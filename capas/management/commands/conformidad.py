"""manage.py conformidad: what the ICDE asks of each layer, yes or no."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from capas.catalogo import todas
from capas.metadatos.conformidad import PREGUNTAS, Respuesta, evaluar
from capas.metadatos.puntaje import puntuar
from capas.metadatos.registro import Registro
from capas.models import FichaCapa


class Command(BaseCommand):
    help = "Dice de cada capa, publicada o no, su puntaje y si cumple lo que pide la ICDE, y por qué no."

    def add_arguments(self, parser) -> None:
        parser.add_argument("--estricto", action="store_true", help="Termina con error si alguna capa no cumple algo.")

    def handle(self, *args, estricto: bool, **opciones) -> None:
        ancho = max((len(ficha.pk) for ficha in self._fichas()), default=4)
        self.stdout.write(f"{'capa':<{ancho}}  puntaje  " + "  ".join(clave for clave, _, _ in PREGUNTAS))
        motivos: list[str] = []
        for ficha in self._fichas():
            motivos += self._decir(ficha, ancho)
        if motivos:
            self.stdout.write("\n" + "\n".join(motivos))
        if estricto and motivos:
            raise CommandError(f"{len(motivos)} respuestas son «no».")

    def _fichas(self) -> list[FichaCapa]:
        fichas = {ficha.pk: ficha for ficha in FichaCapa.objects.select_related("revision", "raster")}
        con_elementos = [fichas[capa.id] for capa in todas() if capa.id in fichas]
        return con_elementos + [ficha for ficha in fichas.values() if ficha.es_raster]

    def _decir(self, ficha: FichaCapa, ancho: int) -> list[str]:
        """Print the row of a layer; the reasons of what it does not meet."""
        registro, respuestas = self._medir(ficha)
        celdas = [f"{'sí' if r.cumple else 'no':<{len(r.clave)}}" for r in respuestas]
        self.stdout.write(f"{ficha.pk:<{ancho}}  {puntuar(registro).puntos:>7}  " + "  ".join(celdas).rstrip())
        return [f"{ficha.pk}, {r.clave.lower()}: {r.razon} [{r.norma}]" for r in respuestas if not r.cumple]

    def _medir(self, ficha: FichaCapa) -> tuple[Registro, list[Respuesta]]:
        elementos = None if ficha.es_raster else ficha.capa.modelo.objects.all()
        registro = Registro.leer(ficha, settings.SITIO, "default", elementos)
        return registro, evaluar(registro, elementos)
