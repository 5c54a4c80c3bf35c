"""What every page knows about the municipality."""

from django.conf import settings


def municipio(request):
    return {
        "municipio": settings.MUNICIPIO,
        "departamento": settings.DEPARTAMENTO,
        "entidad": settings.ENTIDAD,
        "correo_entidad": settings.CORREO_ENTIDAD,
        "direccion_entidad": settings.DIRECCION_ENTIDAD,
        "horario_entidad": settings.HORARIO_ENTIDAD,
        "telefono_entidad": settings.TELEFONO_ENTIDAD,
        "linea_anticorrupcion": settings.LINEA_ANTICORRUPCION,
        "correo_judicial": settings.CORREO_JUDICIAL,
        "linea_emergencia": settings.LINEA_EMERGENCIA,
        "color_acento": settings.COLOR_ACENTO,
        "centro_mapa": settings.CENTRO_MAPA,
        "demostracion": settings.DEMOSTRACION,
    }
