"""Run by the system's Python, which has QGIS: {layer: [count by WFS, by OGC API, whether WMS opens, vector tiles]} as JSON."""

import json
import os
import sys

os.environ["QT_QPA_PLATFORM"] = "offscreen"
from qgis.core import (
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsRasterLayer,
    QgsRectangle,
    QgsVectorLayer,
    QgsVectorTileLayer,
)
from qgis.PyQt.QtCore import QSize

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


def por_teselas(capa: str) -> bool:
    """Whether a picture drawn of the vector tiles over the city has something in it."""
    plantilla = f"{sitio}/ogc/collections/{capa}/tiles/WebMercatorQuad/{{z}}/{{y}}/{{x}}"
    teselas = QgsVectorTileLayer(f"type=xyz&url={plantilla}&zmin=0&zmax=16", capa)
    dibujo = QgsMapSettings()
    dibujo.setLayers([teselas])
    dibujo.setDestinationCrs(QgsCoordinateReferenceSystem("EPSG:3857"))
    dibujo.setOutputSize(QSize(256, 256))
    dibujo.setExtent(QgsRectangle(-8380000, 490000, -8370000, 500000))
    trabajo = QgsMapRendererSequentialJob(dibujo)
    trabajo.start()
    trabajo.waitForFinished()
    imagen = trabajo.renderedImage()
    colores = {imagen.pixel(x, y) for x in range(0, 256, 2) for y in range(0, 256, 2)}
    return teselas.isValid() and len(colores) > 1


resultado = {capa: [por_wfs(capa), por_oapif(capa), por_wms(capa), por_teselas(capa)] for capa in capas}
print(json.dumps(resultado), flush=True)
os._exit(0)  # QGIS without a screen may hang on its way out
