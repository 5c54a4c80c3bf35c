"""The life of a petition before the law, as a table. Nothing else decides which act may follow.

Ley 1437/2011 arts. 14, 17 and 21 as Ley 1755/2015 art. 1 gives them. To change a rule, change a line; the tests of every
allowed and every forbidden act are made from here.
"""

import datetime as dt
from collections.abc import Callable, Set
from dataclasses import dataclass

from django.db.models import TextChoices

from malla_vial.estados import TransicionProhibida


class EstadoPeticion(TextChoices):
    EN_TRAMITE = "en_tramite", "En trámite"
    EN_ESPERA = "en_espera", "En espera de información"
    RESPONDIDA = "respondida", "Respondida"
    TRASLADADA = "trasladada", "Trasladada por competencia"
    DESISTIDA = "desistida", "Archivada por desistimiento"


class Acto(TextChoices):
    RESPONDER = "responder", "Respuesta"
    PRORROGAR = "prorrogar", "Prórroga del plazo"
    TRASLADAR = "trasladar", "Traslado por competencia"
    PEDIR = "pedir", "Solicitud de información"
    APORTAR = "aportar", "Información recibida"
    AMPLIAR = "ampliar", "Más tiempo para completar"
    DESISTIR = "desistir", "Desistimiento y archivo"
    REABRIR = "reabrir", "Reapertura"
    SEPARAR = "separar", "Vuelve a ser un caso aparte"


EN_PALABRAS = {
    EstadoPeticion.EN_TRAMITE: "La estamos estudiando.",
    EstadoPeticion.EN_ESPERA: "Falta información suya para poder responder; mientras tanto el plazo está detenido.",
    EstadoPeticion.RESPONDIDA: "Ya tiene respuesta.",
    EstadoPeticion.TRASLADADA: "Otra entidad es la que debe responder; la oficina se la envía.",
    EstadoPeticion.DESISTIDA: "Se archivó porque no llegó la información que hacía falta. Puede presentarla de nuevo.",
}
DE_QUIEN_PIDE = (Acto.APORTAR, Acto.AMPLIAR)  # said by the petitioner, shown to the petitioner
ABIERTAS = (EstadoPeticion.EN_TRAMITE, EstadoPeticion.EN_ESPERA)

DEPENDENCIA, PETICIONARIO, SISTEMA = "dependencia", "peticionario", "sistema"

# Working days, or calendar ones where it says so.
DIAS_PARA_TRASLADAR = 5  # art. 21
DIAS_PARA_PEDIR = 10  # art. 17
DIAS_POR_VENCER = 3
# What is received anew: its terms, that of the transfer too, begin the day after, as after the first receipt. Who says that it is
# not solved, or sends it back, says it on that day. What was late before stays written as late.
RECIBEN = (Acto.REABRIR,)


@dataclass(frozen=True)
class Situacion:
    """Where a petition stands on a day.

    habiles_pasados: working days since it was received (or opened again); hechos: acts since then; plazo: last day of the
    petitioner to complete it; hasta and tope: the new date that is asked for, and the last one that the law allows.
    """

    hoy: dt.date
    vence_el: dt.date
    habiles_pasados: int = 0
    hechos: Set[str] = frozenset()
    plazo: dt.date | None = None
    texto: str = ""
    entidad: str = ""
    hasta: dt.date | None = None
    tope: dt.date | None = None


@dataclass(frozen=True)
class Condicion:
    """Something an act needs, and what is said where it is missing."""

    cumple: Callable[[Situacion], bool]
    falta: str


CON_TEXTO = Condicion(lambda s: bool(s.texto.strip()), "Escriba el texto que leerá quien hizo la petición.")
CON_ENTIDAD = Condicion(lambda s: bool(s.entidad.strip()), "Diga a qué entidad se traslada.")
ANTES_DE_VENCER = Condicion(
    lambda s: s.hoy <= s.vence_el, "El plazo ya venció: se prorroga antes (art. 14, parágrafo). Responda cuanto antes."
)
HASTA_EL_DOBLE = Condicion(
    lambda s: bool(s.hasta and s.tope and s.vence_el < s.hasta <= s.tope),
    "La fecha nueva va después de la actual y no pasa del doble del término (art. 14, parágrafo).",
)
EN_DIEZ_DIAS = Condicion(
    lambda s: s.habiles_pasados <= DIAS_PARA_PEDIR and s.hoy <= s.vence_el,
    "Ya pasaron los 10 días hábiles para pedir que la completen (art. 17): el plazo no se puede detener.",
)
EN_SU_PLAZO = Condicion(
    lambda s: bool(s.plazo and s.hoy <= s.plazo), "El plazo para completar ya venció: más tiempo se pide antes."
)
PASADO_SU_PLAZO = Condicion(
    lambda s: bool(s.plazo and s.hoy > s.plazo), "Aún corre el mes que tiene la persona para completarla (art. 17)."
)


DEL_FORMULARIO = (CON_TEXTO, CON_ENTIDAD, HASTA_EL_DOBLE)  # what whoever does the act writes


def _una_vez(acto: Acto) -> Condicion:
    return Condicion(lambda s: acto not in s.hechos, f"Ya hubo: «{acto.label}». Se hace una sola vez.")


@dataclass(frozen=True)
class Regla:
    """An act that is allowed: from which state, to which, by whom, and what it needs."""

    acto: Acto
    de: EstadoPeticion
    a: EstadoPeticion
    quien: tuple[str, ...] = (DEPENDENCIA,)
    exige: tuple[Condicion, ...] = (CON_TEXTO,)


_T, _E = EstadoPeticion.EN_TRAMITE, EstadoPeticion.EN_ESPERA
_CUALQUIERA, _CASA = (DEPENDENCIA, PETICIONARIO), (DEPENDENCIA, SISTEMA)

REGLAS = (
    Regla(Acto.RESPONDER, _T, EstadoPeticion.RESPONDIDA, _CASA),
    Regla(Acto.RESPONDER, _E, EstadoPeticion.RESPONDIDA, _CASA),  # with what there is, nobody has to wait
    Regla(
        Acto.PRORROGAR, _T, _T, exige=(CON_TEXTO, ANTES_DE_VENCER, HASTA_EL_DOBLE, _una_vez(Acto.PRORROGAR))
    ),
    Regla(Acto.TRASLADAR, _T, EstadoPeticion.TRASLADADA, _CASA, (CON_TEXTO, CON_ENTIDAD)),
    Regla(Acto.TRASLADAR, _E, EstadoPeticion.TRASLADADA, _CASA, (CON_TEXTO, CON_ENTIDAD)),
    Regla(Acto.PEDIR, _T, _E, exige=(CON_TEXTO, EN_DIEZ_DIAS, _una_vez(Acto.PEDIR))),
    Regla(Acto.APORTAR, _E, _T, _CUALQUIERA),
    Regla(Acto.AMPLIAR, _E, _E, _CUALQUIERA, (EN_SU_PLAZO, _una_vez(Acto.AMPLIAR))),
    Regla(Acto.DESISTIR, _E, EstadoPeticion.DESISTIDA, exige=(CON_TEXTO, PASADO_SU_PLAZO)),
    Regla(Acto.REABRIR, EstadoPeticion.RESPONDIDA, _T, (SISTEMA,)),
    Regla(Acto.REABRIR, EstadoPeticion.TRASLADADA, _T, (SISTEMA,)),
    Regla(Acto.REABRIR, EstadoPeticion.DESISTIDA, _T, (SISTEMA,)),
    Regla(Acto.SEPARAR, EstadoPeticion.RESPONDIDA, _T, (SISTEMA,)),  # its answer was that of another damage
)  # fmt: skip
_POR_PAR = {(regla.acto, regla.de): regla for regla in REGLAS}


def exigir(acto: Acto, de: str, quien: str, situacion: Situacion) -> Regla:
    """The rule by which an act may be done. Raises TransicionProhibida, saying all that it lacks."""
    regla = _POR_PAR.get((acto, EstadoPeticion(de)))
    if regla is None or quien not in regla.quien:
        raise TransicionProhibida(f"Una petición «{EstadoPeticion(de).label}» no admite: {acto.label.lower()}.")
    faltan = [condicion.falta for condicion in regla.exige if not condicion.cumple(situacion)]
    if faltan:
        raise TransicionProhibida(" ".join(faltan))
    return regla


def posibles(de: str, quien: str) -> list[Acto]:
    """The acts that the table has for somebody from a state, before looking at dates."""
    return [regla.acto for regla in REGLAS if regla.de == de and quien in regla.quien]


def impedimento(acto: Acto, de: str, situacion: Situacion) -> str:
    """Why an act of the table cannot be done on this day, whatever is written in its form; "" where it can."""
    exige = _POR_PAR[acto, EstadoPeticion(de)].exige
    return " ".join(c.falta for c in exige if c not in DEL_FORMULARIO and not c.cumple(situacion))


def fuera_de_termino(acto: Acto, situacion: Situacion) -> bool:
    """Whether an act that must still be done is done late: the citizen reads it, and so does who controls the office."""
    if acto == Acto.TRASLADAR:
        return situacion.habiles_pasados > DIAS_PARA_TRASLADAR
    return acto == Acto.RESPONDER and situacion.hoy > situacion.vence_el
