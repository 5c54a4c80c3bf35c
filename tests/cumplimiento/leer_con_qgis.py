"""Run by the system's Python, which has QGIS: {layer: count by WFS, or whether WMS is valid} as JSON on the last line."""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import QgsApplication, QgsRasterLayer, QgsVectorLayer

sitio, *capas = sys.argv[1:]
QgsApplication.setPrefixPath("/usr", True)
programa = QgsApplication([], False)
programa.initQgis()


def por_wfs(capa: str) -> int:
    fuente = (
        f"url='{sitio}/servicios/wfs' typename='sig:{capa}' version='2.0.0' srsname='EPSG:4326' pagingEnabled='true'"
    )
    return sum(1 for _ in QgsVectorLayer(fuente, capa, "WFS").getFeatures())


def por_oapif(capa: str) -> int:
    fuente = f"url='{sitio}/ogc/' typename='{capa}'"
    return sum(1 for _ in QgsVectorLayer(fuente, capa, "OAPIF").getFeatures())


def por_wms(capa: str) -> bool:
    fuente = f"IgnoreGetMapUrl=1&crs=EPSG:3857&format=image/png&layers={capa}&styles=&url={sitio}/servicios/wms"
    return QgsRasterLayer(fuente, capa, "wms").isValid()


resultado = {capa: [por_wfs(capa), por_oapif(capa), por_wms(capa)] for capa in capas}
print(json.dumps(resultado), flush=True)
os._exit(0)  # QGIS without a screen may hang on its way out
