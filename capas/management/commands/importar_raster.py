"""manage.py importar_raster ARCHIVO --capa ID --titulo …: a GeoTIFF as a layer, new or again."""

import json
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from capas import raster
from capas.calidad.acciones import medir_sin_falta
from capas.catalogo import SECTORES
from capas.models import FichaCapa
from capas.publicacion import contacto


class Command(BaseCommand):
    help = "Importa un GeoTIFF como capa ráster: lo convierte en GeoTIFF optimizado y lo publica como imagen."

    def add_arguments(self, parser) -> None:
        parser.add_argument("archivo", type=Path)
        parser.add_argument("--capa", required=True, help="La capa: se crea si no existe, se reemplaza si existe.")
        parser.add_argument("--titulo", default="")
        parser.add_argument("--resumen", default="")
        parser.add_argument("--linaje", default="", help="De dónde viene y qué se le hizo.")
        parser.add_argument("--sector", choices=list(SECTORES), default="otros")
        parser.add_argument("--unidad", default="")
        parser.add_argument("--paleta", type=Path, help="Un JSON con la lista [{valor, color, titulo}].")
        parser.add_argument("--clases", action="store_true", help="Cada valor es una clase, no una medida continua.")

    def handle(self, *args, archivo: Path, capa: str, **opciones) -> None:
        ficha = FichaCapa.objects.filter(pk=capa).first() or self._nueva(capa, opciones)
        paleta = json.loads(opciones["paleta"].read_text(encoding="utf-8")) if opciones["paleta"] else []
        presentacion = {"unidad": opciones["unidad"], "continua": not opciones["clases"], "paleta": paleta}
        try:
            hecho = raster.importar(archivo, ficha, **presentacion)
        except raster.RasterRechazado as error:
            raise CommandError(str(error)) from error
        except ValidationError as error:
            raise CommandError("; ".join(error.messages)) from error
        medir_sin_falta(ficha.pk)
        self.stdout.write(
            f"«{ficha.titulo}»: {hecho.ancho} × {hecho.alto} píxeles de {hecho.resolucion_m:g} m, EPSG:{hecho.srid}."
        )

    def _nueva(self, capa: str, opciones: dict) -> FichaCapa:
        datos = {campo: opciones[campo] for campo in ("titulo", "resumen", "linaje", "sector")}
        faltan = [f"--{campo}" for campo, valor in datos.items() if not valor]
        if faltan:
            raise CommandError(f"La capa «{capa}» es nueva: diga también {', '.join(faltan)}.")
        return FichaCapa(pk=capa, **contacto(), **datos)
