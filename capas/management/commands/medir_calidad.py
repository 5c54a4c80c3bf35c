"""manage.py medir_calidad [CAPA…]: the quality of the layers, measured now."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from capas.calidad.acciones import medir
from capas.catalogo import CapaDesconocida, obtener, todas
from capas.models import FichaCapa, InformeCalidad


class Command(BaseCommand):
    help = "Mide la calidad de las capas (ISO 19157) y guarda un informe de cada una."

    def add_arguments(self, parser) -> None:
        parser.add_argument("capas", nargs="*", help="Las capas por medir; sin ninguna, todas.")

    def handle(self, *args, capas: list[str], **opciones) -> None:
        try:
            ids = [obtener(id_capa).id for id_capa in capas] or [capa.id for capa in todas()]
        except CapaDesconocida as error:
            raise CommandError(f"{error} Existen: {', '.join(capa.id for capa in todas())}.") from None
        for id_capa in tqdm(ids, desc="Calidad", unit="capa", disable=opciones["verbosity"] == 0):
            self._contar(medir(FichaCapa.objects.get(pk=id_capa)))

    def _contar(self, informe: InformeCalidad) -> None:
        malas = [m for m in informe.medidas.all() if m.conforme is False]
        estado = "conforme" if informe.conforme else f"{len(malas)} medidas no conformes"
        self._decir(f"{informe.ficha_id}, revisión {informe.revision}: {informe.elementos} elementos, {estado}.")
        for medida in malas:
            de = f" de {medida.total:g}" if medida.total is not None else ""
            self._decir(f"  {medida.nombre}: {medida.valor:g}{de} {medida.unidad}")
        for codigo, motivo in informe.fallas.items():
            self._decir(f"  No se pudo medir «{codigo}»: {motivo}")

    def _decir(self, texto: str) -> None:
        with tqdm.external_write_mode():
            self.stdout.write(texto)
