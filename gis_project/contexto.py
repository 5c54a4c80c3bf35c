"""What every page knows about the municipality."""

from functools import partial

from django.conf import settings

from capas.sitio import base


def municipio(request):
    return {
        "sitio_base": partial(base, request),  # a template calls it; a page about a wrong Host does not
        "municipio": settings.MUNICIPIO,
        "departamento": settings.DEPARTAMENTO,
        "entidad": settings.ENTIDAD,
        "correo_entidad": settings.CORREO_ENTIDAD,
        "direccion_entidad": settings.DIRECCION_ENTIDAD,
        "horario_entidad": settings.HORARIO_ENTIDAD,
        "telefono_entidad": settings.TELEFONO_ENTIDAD,
        "linea_anticorrupcion": settings.LINEA_ANTICORRUPCION,
        "correo_judicial": settings.CORREO_JUDICIAL,
        "codigo_postal": settings.CODIGO_POSTAL,
        "redes": _enlaces(settings.REDES_ENTIDAD),
        "politicas": _enlaces(settings.POLITICAS_ENTIDAD),
        "gobierno_co": settings.GOBIERNO_CO,
        "linea_emergencia": settings.LINEA_EMERGENCIA,
        "color_acento": settings.COLOR_ACENTO,
        "centro_mapa": settings.CENTRO_MAPA,
        "demostracion": settings.DEMOSTRACION,
    }


def _enlaces(por_nombre: dict[str, str]) -> list[dict[str, str]]:
    return [{"texto": texto, "href": href} for texto, href in por_nombre.items()]
