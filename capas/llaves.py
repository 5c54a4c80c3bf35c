"""Keys by which a programme speaks for a person: shown once, kept only as a hash (a stolen table opens nothing)."""

import hashlib
import secrets
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from capas.errores import responder
from capas.models import Llave


def huella(texto: str) -> str:
    """256 random bits need no slow hash."""
    return hashlib.sha256(texto.encode()).hexdigest()


def crear(llave: Llave) -> str:
    """Save a key and return its text, that nobody can tell again."""
    texto = secrets.token_urlsafe(32)
    llave.huella = huella(texto)
    llave.save(force_insert=True)
    return texto


def de_quien(texto: str) -> User | None:
    """The person a living key speaks for."""
    ahora = timezone.now()
    llave = Llave.objects.select_related("usuario").filter(huella=huella(texto), vence__gt=ahora).first()
    if llave is None or not llave.usuario.is_active:
        return None
    hace_una_hora = ahora - timedelta(hours=1)
    Llave.objects.filter(Q(usada=None) | Q(usada__lt=hace_una_hora), pk=llave.pk).update(usada=ahora)
    return llave.usuario


class ConLlave:
    """`Authorization: Bearer …` at the doors of the API. Such a request has no cookie to abuse, so it needs no CSRF token."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES:
            request.user = AnonymousUser()  # known at once, without opening a session
        clase, _, texto = request.headers.get("Authorization", "").partition(" ")
        if clase.lower() != "bearer" or not request.path.startswith("/ogc/"):
            return self.get_response(request)
        usuario = de_quien(texto.strip())
        if usuario is None:
            respuesta = responder(request, 401, "La llave no existe, venció o fue revocada.")
            respuesta["WWW-Authenticate"] = 'Bearer error="invalid_token"'
            return respuesta
        request.user = usuario
        setattr(request, "_dont_enforce_csrf_checks", True)  # noqa: B010
        return self.get_response(request)
