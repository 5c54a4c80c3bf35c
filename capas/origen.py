"""Where a request comes from."""

from django.conf import settings
from django.http import HttpRequest


def direccion_de(request: HttpRequest) -> str:
    """The address of who asks; behind our own proxy, the last one it wrote."""
    reenviada = request.headers.get("X-Forwarded-For", "").rpartition(",")[2].strip()
    tras_proxy = settings.SECURE_PROXY_SSL_HEADER is not None
    return reenviada if tras_proxy and reenviada else request.META.get("REMOTE_ADDR", "")
