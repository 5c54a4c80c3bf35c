"""A wrong setting fails at start-up, with an id and a hint."""

import re

from django.conf import settings
from django.core.checks import Error, Warning, register

FRASE_URL = "Ejemplo: URL_PUBLICA=https://sig.municipio.gov.co"
# Setting -> an example. The foot of every page shows most of them (Res. MinTIC 1519/2020, annex 2).
DEL_MUNICIPIO = {
    "MUNICIPIO": "Soacha",
    "DEPARTAMENTO": "Cundinamarca",
    "DIVIPOLA": "25754",
    "CORREO_ENTIDAD": "sig@soacha.gov.co",
    "DIRECCION_ENTIDAD": "Calle 13 n.º 7-30, Soacha, Cundinamarca",
    "HORARIO_ENTIDAD": "Lunes a viernes, 8:00 a. m. a 5:00 p. m.",
    "TELEFONO_ENTIDAD": "(+57) 601 000 0000",
    "LINEA_ANTICORRUPCION": "(+57) 601 000 0001",
    "CORREO_JUDICIAL": "notificaciones@soacha.gov.co",
    "CODIGO_POSTAL": "250051",
}


@register()
def entorno(app_configs, **kwargs):
    """The settings that have no safe default."""
    problemas = []
    if len(settings.SECRET_KEY) < 32:
        hint = "Defina SECRET_KEY con 50 caracteres al azar o más; script/server la crea en var/secretos.env."
        problemas.append(Error("SECRET_KEY falta o es corta.", hint=hint, id="sig.E001"))
    if not settings.ALLOWED_HOSTS:
        problemas.append(
            Error("ALLOWED_HOSTS está vacío.", hint="Ejemplo: ALLOWED_HOSTS=sig.municipio.gov.co", id="sig.E002")
        )
    if not settings.DEMOSTRACION and not settings.URL_PUBLICA.startswith("https://"):
        problemas.append(Error("URL_PUBLICA falta o no es https.", hint=FRASE_URL, id="sig.E003"))
    if settings.DEBUG and not settings.DEMOSTRACION:
        problemas.append(Error("DEBUG no puede estar encendido en producción.", hint="Quite DEBUG=1.", id="sig.E004"))
    if len(settings.CENTRO_MAPA) != 2 or not (
        -180 <= settings.CENTRO_MAPA[0] <= 180 and -90 <= settings.CENTRO_MAPA[1] <= 90
    ):
        problemas.append(
            Error("CENTRO_MAPA no es «lon,lat».", hint="Ejemplo: CENTRO_MAPA=-74.2144,4.5794", id="sig.E005")
        )
    if settings.MAPA_BASE_EXTERNO and not settings.MAPA_BASE_CREDITO:
        hint = "Dé MAPA_BASE_CREDITO: quien presta el mapa pide que se le nombre."
        problemas.append(Warning("MAPA_BASE_EXTERNO sin crédito.", hint=hint, id="sig.W001"))
    return problemas


@register()
def municipio(app_configs, **kwargs):
    """What only the municipality can say of itself."""
    problemas = [
        Error(f"Falta {ajuste}.", hint=f'Ejemplo: {ajuste}="{ejemplo}"', id="sig.E006")
        for ajuste, ejemplo in DEL_MUNICIPIO.items()
        if not getattr(settings, ajuste)
    ]
    if settings.DIVIPOLA and not re.fullmatch(r"[0-9]{5}", settings.DIVIPOLA):
        problemas.append(Error("DIVIPOLA no es de cinco cifras.", hint="Ejemplo: DIVIPOLA=25754", id="sig.E007"))
    return problemas
