"""The public address of the service, and the name that its layers go by in every catalogue."""

from django.conf import settings
from django.http import HttpRequest


def base(request: HttpRequest) -> str:
    """Without a slash at its end: the one that is set, or the one that was asked (ALLOWED_HOSTS guards it)."""
    return settings.URL_PUBLICA or f"{request.scheme}://{request.get_host()}"


def absoluta(request: HttpRequest, ruta: str) -> str:
    """The public address of a path of ours, which begins with a slash."""
    return base(request) + ruta


def identificador(id_capa: str) -> str:
    """Of the record of a layer: the same for ever, in each of our catalogues and in any other that harvests them."""
    return f"co-{settings.DIVIPOLA}-{id_capa}"
