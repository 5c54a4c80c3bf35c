"""Shapefile: a zip of its parts, and a text that tells what so old a format did to names and texts."""

import tempfile
import zipfile
from itertools import count
from pathlib import Path
from typing import Any

from django.db.models import QuerySet

from capas.geometria import Crs
from capas.models import FichaCapa
from capas.salidas import columnas, ficha
from capas.salidas.archivos import GEOMETRIAS, escribir
from capas.salidas.columnas import Columna, hora_local

TEXTO = 254  # bytes of a DBF text


def shp(registro: FichaCapa, queryset: QuerySet, crs: Crs, ruta: Path) -> None:
    """A zip of .shp, .dbf, .shx, .prj and .cpg, in UTF-8, with LEAME.txt."""
    nombres, recortados = nombres_cortos([c.name for c in registro.capa.campos]), set[str]()
    pedidas = [
        Columna(nombres.get(c.nombre, c.nombre), c.origen, c.tipo, _que_quepa(c, recortados))
        for c in columnas.columnas(registro.capa, {"instante": ("string", hora_local)})
    ]
    pedidas.append(Columna("geom", "_wkb", *columnas.BASE["geometria"]))
    with tempfile.TemporaryDirectory(dir=ruta.parent) as carpeta:
        escribir(
            columnas.lector(queryset, crs, pedidas),
            Path(carpeta) / f"{registro.pk}.shp",
            driver="ESRI Shapefile",
            encoding="UTF-8",
            geometry_name="geom",
            geometry_type=GEOMETRIAS[registro.capa.tipo].removeprefix("Multi"),
            crs=f"EPSG:{crs.srid}",
        )
        leame = ficha.texto(registro, crs) + _equivalencias(nombres, recortados)
        _comprimir(ruta, sorted(Path(carpeta).iterdir()), leame)


def nombres_cortos(nombres: list[str]) -> dict[str, str]:
    """Each name in the 10 characters of a DBF, none twice, none `id`."""
    cortos: dict[str, str] = {}
    for nombre in nombres:
        intentos = (nombre[: 10 - len(cola)] + cola for n in count() for cola in [f"_{n}" if n else ""])
        cortos[nombre] = next(corto for corto in intentos if corto not in cortos.values() and corto != "id")
    return cortos


def _que_quepa(columna: Columna, recortados: set[str]) -> Any:
    if columna.tipo != "string" or columna.valor is hora_local:
        return columna.valor

    def recortar(valor: Any) -> str:
        bytes_ = str(valor).encode()
        if len(bytes_) > TEXTO:
            recortados.add(columna.nombre)
        return bytes_[:TEXTO].decode(errors="ignore")

    return recortar


def _equivalencias(nombres: dict[str, str], recortados: set[str]) -> str:
    lineas = ["", "En el Shapefile los nombres tienen 10 letras:"]
    lineas += [f"  {corto} = {largo}" for largo, corto in nombres.items()]
    if recortados:
        lineas.append(
            f"Hay textos de más de {TEXTO} bytes, que aquí están recortados, en: {', '.join(sorted(recortados))}. "
            "Completos están en GeoPackage."
        )
    return "\n".join([*lineas, ""])


def _comprimir(ruta: Path, partes: list[Path], leame: str) -> None:
    with zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as paquete:
        paquete.writestr("LEAME.txt", leame)
        for parte in partes:
            paquete.write(parte, parte.name)
