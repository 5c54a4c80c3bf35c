"""The doorkeeper of what citizens send: it counts, it notices, and it asks a machine for work before it lets it wait."""

import uuid

from django.core import signing
from django.http import HttpRequest

from capas import errores
from capas.limites import balde, prueba, quien
from capas.limites.balde import Ritmo
from malla_vial.models import Adhesion, Conocido, Reporte
from malla_vial.sospechas import CURABLES, Envio, Sospecha

# A browser is a person; an address may be a whole barrio behind one antenna, and grows with those staff came to know.
# Beyond what fits (`cabe`) one goes on under suspicion, and only far beyond (`margen`) one is told to wait.
POR_NAVEGADOR = Ritmo(cabe=10, por_hora=20, margen=10)
POR_DIRECCION = Ritmo(cabe=60, por_hora=120, margen=600)
SIN_GALLETA = Ritmo(cabe=20, por_hora=40, margen=100)
INTENTOS = Ritmo(cabe=300, por_hora=1200)  # of whatever is sent, good or bad: to decode photos costs
CARTAS = Ritmo(cabe=30, por_hora=60)  # what makes the site write to an address that anybody may type
PRISA_SEGUNDOS = 1
CAMPO_TRAMPA = "sitio_web"
_firma = signing.TimestampSigner(salt="reporte.abierto")


class PruebaPedida(Exception):
    """Whoever sends can work, and should: 429 with the challenge in the problem's member `prueba`."""

    espera = 1

    def __init__(self) -> None:
        super().__init__(
            "Desde su conexión llegan muchos envíos. Su dispositivo debe resolver una cuenta corta y enviar de nuevo."
        )
        self.miembros = {"prueba": prueba.nueva()}


errores.registrar(PruebaPedida, 429)


def contar_intento(request: HttpRequest) -> None:
    """Before anything is parsed. Raises Agotado."""
    balde.cobrar(f"intento:{quien.origen(request)}", INTENTOS)


def contar_carta(request: HttpRequest) -> None:
    """Before a letter is asked for. Raises Agotado."""
    balde.cobrar(f"carta:{quien.origen(request)}", CARTAS)


def frenar(request: HttpRequest) -> None:
    """The same budget, for what nobody judges: a petition of the law is received whoever sends it. Raises Agotado."""
    _cobrar(quien.origen(request), quien.navegador(request))


def juzgar(request: HttpRequest, clave: uuid.UUID) -> Envio:
    """Who sends a report, or joins one, in good form. Raises Agotado and PruebaPedida; a repetition of what is stored is free."""
    navegador = quien.navegador(request)
    if any(modelo.objects.filter(clave=clave).exists() for modelo in (Reporte, Adhesion)):
        return Envio(navegador)
    sospechas = _sospechas(request, navegador)
    if sospechas and "altcha" in request.POST:  # our pages say by it that they can work
        if not prueba.vale(request.POST["altcha"]):
            raise PruebaPedida
        sospechas -= CURABLES
    return Envio(navegador, tuple(sorted(sospechas)))


def _sospechas(request: HttpRequest, navegador: str) -> set[str]:
    halladas: set[str] = set()
    if _cobrar(quien.origen(request), navegador) < 0:
        halladas.add(Sospecha.RITMO)
    if _con_prisa(request.POST.get("abierto", "")):
        halladas.add(Sospecha.PRISA)
    if en_la_trampa(request):
        halladas.add(Sospecha.TRAMPA)
    return halladas


def en_la_trampa(request: HttpRequest) -> bool:
    """Whether the field that people do not see came filled in."""
    return bool(request.POST.get(CAMPO_TRAMPA, "").strip())


def _cobrar(origen: str, navegador: str) -> float:
    """What is left of the smaller budget. Raises Agotado."""
    if not navegador:
        return balde.cobrar(f"reporte:sin:{origen}", SIN_GALLETA)
    propio = balde.cobrar(f"reporte:nav:{navegador}", POR_NAVEGADOR)
    if Conocido.objects.filter(marca=navegador).exists():
        balde.anotar_vecino(origen, navegador)
    comun = balde.cobrar(f"reporte:dir:{origen}", POR_DIRECCION.con_vecinos(balde.vecinos(origen)))
    return min(propio, comun)


def abierto() -> str:
    """The signed moment at which a form was shown."""
    return _firma.sign("")


def _con_prisa(texto: str) -> bool:
    try:
        _firma.unsign(texto, max_age=PRISA_SEGUNDOS)
    except signing.SignatureExpired:
        return False
    except signing.BadSignature:  # a program, or a page kept by the telephone: nothing to time
        return False
    return True
