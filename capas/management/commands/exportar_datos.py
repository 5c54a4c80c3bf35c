"""manage.py exportar_datos: every open layer in every format, once a night."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from capas.abiertos import anoche


class Command(BaseCommand):
    help = (
        "Escribe las capas abiertas en todos los formatos, con su catálogo y sus sumas SHA-256; solo las que cambiaron."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--destino", type=Path, default=settings.DATOS_EXPORTADOS)
        parser.add_argument("--base", default=settings.SITIO, help="La dirección pública del sitio.")

    def handle(self, *args, destino: Path, base: str, **opciones) -> None:
        base = base.rstrip("/")
        antes = anoche.leer(destino)["capas"]
        capas = tqdm(anoche.abiertos(base), desc="Capas", unit="capa", disable=opciones["verbosity"] == 0)
        try:
            ahora = anoche.exportar(capas, base, destino)["capas"]
        except OSError as error:
            raise CommandError(f"No se pudo escribir en {destino}: {error}. Lo exportado antes sigue igual.") from error
        nuevas = [capa for capa in ahora if ahora[capa] != antes.get(capa)]
        peso = sum(archivo["bytes"] for capa in ahora.values() for archivo in capa["archivos"].values())
        self.stdout.write(
            f"{len(nuevas)} capas escritas, {len(ahora) - len(nuevas)} iguales; {peso // 1024} KB en {destino}."
        )
