"""manage.py importar_capa ARCHIVO --capa ID: real files in, row by row."""

import csv
from collections import Counter
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.db.models import F
from django.urls import reverse
from tqdm import tqdm

from capas.catalogo import Capa, CapaDesconocida, obtener, todas
from capas.importar import cargar
from capas.importar.archivos import ArchivoRechazado
from capas.importar.leer import Lectura, leer
from capas.importar.limpiar import Informe
from capas.models import InformeCalidad

MUESTRA = 8


class Command(BaseCommand):
    help = "Importa un archivo geográfico (GeoJSON, GeoPackage, Shapefile .zip, KML, FlatGeobuf, CSV) a una capa."

    def add_arguments(self, parser) -> None:
        parser.add_argument("archivo", type=Path)
        parser.add_argument("--capa", required=True, help="La capa de destino.")
        parser.add_argument(
            "--mapear",
            nargs="+",
            action="extend",
            default=[],
            metavar="CAMPO=COLUMNA",
            help="De qué columna sale cada campo; «campo==valor» es una constante.",
        )
        parser.add_argument("--crs", help="El sistema de coordenadas del archivo, si no lo dice: 4326, 9377, 3116…")
        parser.add_argument("--clave", default="", help="El campo que identifica cada elemento.")
        parser.add_argument("--modo", choices=cargar.MODOS, default="agregar")
        parser.add_argument("--simular", action="store_true", help="Hace todo y lo cuenta todo, sin guardar nada.")
        parser.add_argument("--rechazos", type=Path, help="Un CSV donde dejar las filas rechazadas, con su motivo.")
        parser.add_argument(
            "--crear", action="store_true", help="Si la capa no existe, la crea con los campos del archivo."
        )
        parser.add_argument(
            "--cobertura", action="store_true", help="Al crearla: sus polígonos se reparten un espacio."
        )
        parser.add_argument("--red", action="store_true", help="Al crearla: sus líneas forman una red.")

    def handle(self, *args, archivo: Path, **opciones) -> None:
        mapeo = self._mapeo(opciones["mapear"])
        self._decir(f"Leyendo {archivo.name}…")
        try:
            lectura = leer(archivo, self._crs(opciones["crs"]))
            informe = self._importar(lectura, archivo, mapeo, opciones)
        except (ArchivoRechazado, cargar.ImportacionImposible) as error:
            raise CommandError(str(error)) from None
        if opciones["rechazos"]:
            self._guardar_rechazos(opciones["rechazos"], informe, lectura)
        self._contar(informe, lectura, opciones["simular"])
        if not opciones["simular"]:
            self._contar_calidad(opciones["capa"])

    def _contar_calidad(self, id_capa: str) -> None:
        """What the measuring after the import found; it may have failed, and then there is nothing of this revision."""
        medida = InformeCalidad.objects.filter(ficha=id_capa, revision=F("ficha__revision__numero")).first()
        estado = "no se pudo medir" if medida is None else "conforme" if medida.conforme else "no conforme"
        self._decir(f"Calidad: {estado}. El informe está en {reverse('calidad:capa', args=[id_capa])}")

    def _mapeo(self, pares: list[str]) -> dict[str, str]:
        if malos := [par for par in pares if "=" not in par]:
            raise CommandError(f"«{malos[0]}» no es CAMPO=COLUMNA.")
        return dict(par.split("=", 1) for par in pares)

    def _crs(self, texto: str | None) -> str | None:
        if texto is None:
            return None
        codigo = texto.upper().removeprefix("EPSG:")
        if not codigo.isdigit():
            raise CommandError("--crs es un código EPSG: 4326, 9377, 3116…")
        return f"EPSG:{codigo}"

    @transaction.atomic
    def _importar(self, lectura: Lectura, archivo: Path, mapeo: dict[str, str], opciones: dict) -> Informe:
        """A layer that is created for an import goes with it if the import fails or is only a rehearsal."""
        capa, mapeo = self._capa(lectura, archivo, mapeo, opciones)
        if opciones["clave"] and opciones["clave"] != capa.clave:
            raise CommandError(f"La clave de «{capa.id}» es «{capa.clave or 'ninguna'}», no «{opciones['clave']}».")
        informe = cargar.importar(
            capa,
            lectura,
            mapeo=mapeo,
            modo=opciones["modo"],
            origen=archivo.name,
            simular=opciones["simular"],
            progreso=lambda filas: tqdm(filas, desc="Filas", unit="fila", disable=opciones["verbosity"] == 0),
        )
        transaction.set_rollback(opciones["simular"])
        return informe

    def _capa(
        self, lectura: Lectura, archivo: Path, mapeo: dict[str, str], opciones: dict
    ) -> tuple[Capa, dict[str, str]]:
        try:
            return obtener(opciones["capa"]), mapeo
        except CapaDesconocida as error:
            if opciones["crear"]:
                promesa = {clase: True for clase in ("cobertura", "red") if opciones[clase]}
                capa, propio = cargar.crear_capa(
                    opciones["capa"], lectura, clave=opciones["clave"], origen=archivo.name, promesa=promesa
                )
                return capa, propio | mapeo
            ids = ", ".join(capa.id for capa in todas())
            raise CommandError(f"{error} Existen: {ids}. Para crearla con los campos del archivo: --crear") from None

    def _guardar_rechazos(self, ruta: Path, informe: Informe, lectura: Lectura) -> None:
        with ruta.open("w", newline="", encoding="utf-8") as salida:
            csv.writer(salida).writerows(cargar.rechazos_csv(informe, lectura))
        self._decir(f"Rechazos en {ruta}")

    def _contar(self, informe: Informe, lectura: Lectura, simular: bool) -> None:
        titulo = "Ensayo (no se guardó nada)" if simular else "Hecho"
        self._decir(
            f"{titulo}: {informe.leidas} filas leídas en {lectura.crs}; {informe.cargadas} nuevas, {informe.actualizadas} actualizadas, "
            f"{informe.borradas} borradas, {len(informe.reparadas)} reparadas, {len(informe.avisos)} con avisos, "
            f"{len(informe.rechazadas)} rechazadas."
        )
        if informe.sin_usar:
            self._decir(f"Columnas sin usar: {', '.join(informe.sin_usar)}")
        self._muestra("Rechazada", {fila: [motivo] for fila, motivo in informe.rechazadas.items()})
        self._muestra("Reparada", informe.reparadas)
        self._muestra("Aviso", informe.avisos)

    def _muestra(self, que: str, filas: dict[int, list[str]]) -> None:
        """The first rows one by one, and how many there are of each reason when there are more."""
        for fila in sorted(filas)[:MUESTRA]:
            self._decir(
                f"  {que} la fila {fila}: {'; '.join(filas[fila])}"
                if que != "Aviso"
                else f"  Aviso en la fila {fila}: {'; '.join(filas[fila])}"
            )
        if len(filas) > MUESTRA:
            motivos = Counter(
                motivo.split(":")[0].split("«")[0].strip() for lista in filas.values() for motivo in lista
            )
            self._decir(
                f"  … y {len(filas) - MUESTRA} más. En total: "
                + "; ".join(f"{n} × {motivo}" for motivo, n in motivos.most_common())
            )

    def _decir(self, texto: str) -> None:
        self.stdout.write(texto)
