"""Files to import, and the command that imports them."""

import io
import json
from pathlib import Path

from django.core.management import call_command


def importar(archivo, capa, *mapeo, **opciones) -> str:
    salida = io.StringIO()
    call_command("importar_capa", str(archivo), capa=capa, mapear=list(mapeo), stdout=salida, verbosity=0, **opciones)
    return salida.getvalue()


def geojson(ruta: Path, *filas, **extra) -> Path:
    """filas: (geometry, properties)"""
    elementos = [{"type": "Feature", "geometry": g, "properties": p} for g, p in filas]
    ruta.write_text(json.dumps({"type": "FeatureCollection", "features": elementos, **extra}), encoding="utf-8")
    return ruta


def punto(lon=-75.23, lat=4.43, *alto):
    return {"type": "Point", "coordinates": [lon, lat, *alto]}


def zona(n, **otros):
    return {"codigo": f"W{n}", "nombre": f"Zona {n}"} | otros
