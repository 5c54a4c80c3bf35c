"""A wrong setting fails at start-up, with an id and a hint."""

from django.conf import settings
from django.core.checks import Error, Warning, register

FRASE_URL = "Ejemplo: URL_PUBLICA=https://sig.municipio.gov.co"


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
            Error("CENTRO_MAPA no es «lon,lat».", hint="Ejemplo: CENTRO_MAPA=-75.2322,4.4389", id="sig.E005")
        )
    if settings.MAPA_BASE_EXTERNO and not settings.MAPA_BASE_CREDITO:
        hint = "Dé MAPA_BASE_CREDITO: quien presta el mapa pide que se le nombre."
        problemas.append(Warning("MAPA_BASE_EXTERNO sin crédito.", hint=hint, id="sig.W001"))
    return problemas
