"""manage.py medir_calidad [CAPA…]: the quality of the layers, measured now."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from capas.calidad.acciones import medir
from capas.catalogo import todas
from capas.models import CapaRaster, FichaCapa, InformeCalidad


class Command(BaseCommand):
    help = "Mide la calidad de las capas (ISO 19157) y guarda un informe de cada una."

    def add_arguments(self, parser) -> None:
        parser.add_argument("capas", nargs="*", help="Las capas por medir; sin ninguna, todas.")

    def handle(self, *args, capas: list[str], **opciones) -> None:
        existen = [*(capa.id for capa in todas()), *CapaRaster.objects.values_list("pk", flat=True)]
        for id_capa in capas:
            if id_capa not in existen:
                raise CommandError(f"No existe la capa «{id_capa}». Existen: {', '.join(existen)}.")
        for id_capa in tqdm(capas or existen, desc="Calidad", unit="capa", disable=opciones["verbosity"] == 0):
            self._contar(medir(FichaCapa.objects.get(pk=id_capa)))

    def _contar(self, informe: InformeCalidad) -> None:
        malas = [m for m in informe.medidas.all() if m.conforme is False]
        que = "píxeles" if informe.ficha.es_raster else "elementos"
        estado = "conforme" if informe.conforme else f"{len(malas)} medidas no conformes"
        self._decir(f"{informe.ficha_id}, revisión {informe.revision}: {informe.elementos} {que}, {estado}.")
        for medida in malas:
            de = f" de {medida.total:g}" if medida.total is not None else ""
            self._decir(f"  {medida.nombre}: {medida.valor:g}{de} {medida.unidad}")
        for codigo, motivo in informe.fallas.items():
            self._decir(f"  No se pudo medir «{codigo}»: {motivo}")

    def _decir(self, texto: str) -> None:
        with tqdm.external_write_mode():
            self.stdout.write(texto)
