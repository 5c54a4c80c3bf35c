"""Signing in, under a limit: after a few failures an account waits at the address it was tried from, whether it exists or not."""

from typing import Any, cast

from django.contrib.auth.forms import AuthenticationForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from capas.limites import balde, quien
from capas.limites.balde import Agotado, Ritmo

POR_CUENTA = Ritmo(cabe=6, por_hora=24)  # of one account at one address
POR_DIRECCION = Ritmo(cabe=60, por_hora=120)  # of all accounts: a whole town hall signs in from one


def _clave(cuenta: str) -> str:
    return f"entrar:{quien.huella(f'cuenta {cuenta.strip().lower()}')}:"


def desbloquear(cuenta: str) -> bool:
    """Let an account try again from everywhere; whether it was waiting anywhere."""
    return balde.devolver(_clave(cuenta)) > 0


class FormularioEntrada(AuthenticationForm):
    """An attempt is charged before the password is looked at, and given back when it was right: what is refused for its
    pace costs no hash, and tells nothing of the account."""

    espera = 0

    def clean(self) -> dict[str, Any]:
        desde, cuenta = quien.origen(cast(HttpRequest, self.request)), str(self.data.get("username", ""))[:150]
        try:
            balde.cobrar(f"entrar:{desde}", POR_DIRECCION)
            balde.cobrar(f"{_clave(cuenta)}{desde}", POR_CUENTA)
        except Agotado as error:
            self.espera = error.espera
            raise ValidationError(
                f"Demasiados intentos. Espere {balde.en_palabras(error.espera)} y pruebe de nuevo."
            ) from None
        limpios = super().clean()
        if self.user_cache:
            balde.devolver(f"{_clave(cuenta)}{desde}")
        return limpios
