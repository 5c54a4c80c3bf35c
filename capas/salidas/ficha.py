"""The record that travels inside a file: what the layer is, whose, from where and under which licence."""

from django.conf import settings
from django.utils import timezone

from capas.geometria import CRS84, Crs
from capas.models import FichaCapa


def resumen(ficha: FichaCapa, crs: Crs) -> dict[str, str]:
    """The record in pairs, in the order in which a person reads it."""
    pares = {
        "Título": ficha.titulo,
        "Resumen": ficha.resumen,
        "Publica": settings.ENTIDAD,
        "Responde por ella": ficha.custodio,
        "Contacto": ficha.correo_publico,
        "Licencia": ficha.licencia,
        "De dónde vienen los datos": ficha.linaje,
        "Escala": f"1:{ficha.escala}",
        "Fecha de referencia": ficha.fecha_referencia.isoformat() if ficha.fecha_referencia else "",
        "Palabras clave": ficha.palabras_clave,
        "Sistema de coordenadas": "CRS84 (longitud, latitud)" if crs is CRS84 else f"EPSG:{crs.srid}",
        "Revisión de la capa": str(ficha.numero_revision),
        "Descargado": timezone.localtime().isoformat(timespec="minutes"),
        "Dirección": f"{settings.URL_PUBLICA}/datos/{ficha.pk}" if settings.URL_PUBLICA else "",
    }
    return {nombre: valor for nombre, valor in pares.items() if valor}


def campos(ficha: FichaCapa) -> dict[str, str]:
    """What each column is, in words."""
    return {"id": "Identificador del elemento"} | {
        campo.name: ". ".join(filter(None, (str(campo.verbose_name).capitalize(), str(campo.help_text))))
        for campo in ficha.capa.campos
    }


def texto(ficha: FichaCapa, crs: Crs) -> str:
    """The record as a plain text, for a file that goes beside the data."""
    partes = [f"{nombre}: {valor}" for nombre, valor in resumen(ficha, crs).items()]
    columnas = [f"  {nombre}: {que}" for nombre, que in campos(ficha).items()]
    return "\n".join([*partes, "", "Columnas:", *columnas, ""])
