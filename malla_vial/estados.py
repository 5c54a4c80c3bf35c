"""The life of a report and of a work, as tables. Nothing else decides what may follow what.

To change a rule, change a line; the tests of every allowed and every forbidden move are made from here.
"""

from dataclasses import dataclass
from typing import Protocol

from django.db.models import TextChoices

INFRAESTRUCTURA = "infraestructura"
PLANEACION = "planeacion"
SISTEMA = "sistema"  # the work a report hangs on moves it, or the place where it lies
PETICION = "peticion"  # whoever attends to its petition transfers it or files it away
CIUDADANIA = "ciudadania"  # who followed a case says that it was not fixed


class Estado(TextChoices):
    RECIBIDO = "recibido", "Recibido"
    EN_VERIFICACION = "en_verificacion", "En verificación"
    PROGRAMADO = "programado", "Programado"
    EN_EJECUCION = "en_ejecucion", "En ejecución"
    RESUELTO = "resuelto", "Resuelto"
    DESCARTADO = "descartado", "Descartado"
    DUPLICADO = "duplicado", "Duplicado"
    TRASLADADO = "trasladado", "Trasladado"
    REABIERTO = "reabierto", "Reabierto"


EN_PALABRAS = {
    Estado.RECIBIDO: "Recibimos su reporte y está en la fila para revisarlo.",
    Estado.EN_VERIFICACION: "Una persona de la Alcaldía está revisando el daño.",
    Estado.PROGRAMADO: "El arreglo ya tiene fecha.",
    Estado.EN_EJECUCION: "La obra está en marcha.",
    Estado.RESUELTO: "La Alcaldía cerró el caso: lo da por atendido. La respuesta dice qué se hizo.",
    Estado.DESCARTADO: "Cerramos el reporte sin obra; la respuesta dice por qué.",
    Estado.DUPLICADO: "Otro reporte cuenta el mismo daño; seguimos el caso allí.",
    Estado.TRASLADADO: "Otra entidad responde por este daño; la respuesta dice cuál y cómo le llega el reporte.",
    Estado.REABIERTO: "El caso está abierto de nuevo y en la fila para revisarlo.",
}

# What a person may expect after each state. That a case is closed is what the desk says; that it is fixed, what people say.
QUE_SIGUE = {
    Estado.RECIBIDO: "Alguien de la Alcaldía lo revisa y decide qué hacer.",
    Estado.EN_VERIFICACION: "Al terminar la revisión le contamos si se programa el arreglo, si le toca a otra entidad o por qué no.",
    Estado.PROGRAMADO: "La obra empieza en la fecha programada. Si la fecha cambia, aquí se cuenta.",
    Estado.EN_EJECUCION: "Al terminar la obra cerramos el caso y preguntamos si quedó arreglado.",
    Estado.RESUELTO: "Falta lo más importante: que quienes lo siguen digan si quedó arreglado.",
    Estado.DESCARTADO: "Si no está de acuerdo, repórtelo de nuevo y cuente qué nos faltó ver.",
    Estado.DUPLICADO: "Todo lo que se haga se cuenta en el otro reporte.",
    Estado.TRASLADADO: "La otra entidad debe responderle directamente.",
    Estado.REABIERTO: "Alguien lo revisa otra vez y responde aquí.",
}

ABIERTOS = (Estado.RECIBIDO, Estado.EN_VERIFICACION, Estado.PROGRAMADO, Estado.EN_EJECUCION, Estado.REABIERTO)
CERRADOS = tuple(estado for estado in Estado if estado not in ABIERTOS)

# What a move may need before it is allowed.
RESPUESTA, INTERVENCION, ORIGINAL = "respuesta", "intervencion", "original"
NECESIDADES = {
    RESPUESTA: "una respuesta para la persona que reportó",
    INTERVENCION: "una intervención a la que pertenezca el reporte",
    ORIGINAL: "el reporte original del que es duplicado",
}


class ReporteConEstado(Protocol):
    estado: str


class TransicionProhibida(Exception):
    """The move is not in the table, or lacks what it needs (`faltan`, of NECESIDADES); the message is for a person."""

    def __init__(self, mensaje: str, faltan: tuple[str, ...] = ()) -> None:
        super().__init__(mensaje)
        self.faltan = faltan


@dataclass(frozen=True)
class Transicion:
    """A move that is allowed: from where, to where, by which roles, and what it needs."""

    de: Estado
    a: Estado
    roles: tuple[str, ...] = (INFRAESTRUCTURA,)
    exige: tuple[str, ...] = ()


_ATIENDE = (INFRAESTRUCTURA, PLANEACION)
_TRASLADA, _DESCARTA = (*_ATIENDE, PETICION), (INFRAESTRUCTURA, PETICION)
_OBRA = (INFRAESTRUCTURA, SISTEMA)
_R, _I, _O = (RESPUESTA,), (INTERVENCION,), (ORIGINAL, RESPUESTA)

TRANSICIONES = (
    Transicion(Estado.RECIBIDO, Estado.EN_VERIFICACION, _ATIENDE),
    Transicion(Estado.RECIBIDO, Estado.PROGRAMADO, _OBRA, _I),
    Transicion(Estado.RECIBIDO, Estado.DESCARTADO, _DESCARTA, exige=_R),
    Transicion(Estado.RECIBIDO, Estado.DUPLICADO, _ATIENDE, _O),
    Transicion(Estado.RECIBIDO, Estado.TRASLADADO, (*_TRASLADA, SISTEMA), _R),
    Transicion(Estado.EN_VERIFICACION, Estado.PROGRAMADO, _OBRA, _I),
    Transicion(Estado.EN_VERIFICACION, Estado.RESUELTO, exige=_R),
    Transicion(Estado.EN_VERIFICACION, Estado.DESCARTADO, _DESCARTA, exige=_R),
    Transicion(Estado.EN_VERIFICACION, Estado.DUPLICADO, _ATIENDE, _O),
    Transicion(Estado.EN_VERIFICACION, Estado.TRASLADADO, _TRASLADA, _R),
    Transicion(Estado.PROGRAMADO, Estado.EN_EJECUCION, _OBRA, _I),
    Transicion(Estado.PROGRAMADO, Estado.EN_VERIFICACION, _OBRA, _R),
    Transicion(Estado.EN_EJECUCION, Estado.RESUELTO, _OBRA, _I),
    Transicion(Estado.EN_EJECUCION, Estado.PROGRAMADO, _OBRA, _I),
    Transicion(Estado.EN_EJECUCION, Estado.EN_VERIFICACION, _OBRA, _R),
    Transicion(Estado.RESUELTO, Estado.REABIERTO, (*_ATIENDE, CIUDADANIA), _R),
    Transicion(Estado.DESCARTADO, Estado.REABIERTO, _ATIENDE, _R),
    Transicion(Estado.DUPLICADO, Estado.REABIERTO, _ATIENDE, _R),
    Transicion(Estado.TRASLADADO, Estado.REABIERTO, _ATIENDE, _R),
    Transicion(Estado.REABIERTO, Estado.EN_VERIFICACION, _ATIENDE),
    Transicion(Estado.REABIERTO, Estado.PROGRAMADO, _OBRA, _I),
    Transicion(Estado.REABIERTO, Estado.DESCARTADO, _DESCARTA, exige=_R),
    Transicion(Estado.REABIERTO, Estado.DUPLICADO, _ATIENDE, _O),
    Transicion(Estado.REABIERTO, Estado.TRASLADADO, _TRASLADA, _R),  # in the days of `estados_peticion.RECIBEN`
)
_POR_PAR = {(t.de, t.a): t for t in TRANSICIONES}


def transicion(de: str, a: str) -> Transicion:
    """The allowed move between two states. Raises TransicionProhibida."""
    try:
        return _POR_PAR[Estado(de), Estado(a)]
    except (KeyError, ValueError):
        raise TransicionProhibida(f"Un reporte «{_nombre(de)}» no puede pasar a «{_nombre(a)}».") from None


def regreso(de: str, a: str) -> Transicion:
    """An allowed move walked back, by whoever may make it, with a reason. Raises TransicionProhibida."""
    ida = transicion(a, de)
    return Transicion(ida.a, ida.de, ida.roles, _R)


def siguientes(de: str, roles: frozenset[str]) -> list[Transicion]:
    """The moves that somebody with these roles may make from here."""
    return [t for t in TRANSICIONES if t.de == de and not roles.isdisjoint(t.roles)]


def _nombre(estado: str) -> str:
    return Estado(estado).label if estado in Estado.values else estado


def camino(de: str, a: str) -> list[Estado]:
    """The shortest moves by which the system brings a report after its work; none where there is no way.

    Back to «en verificación» only straight: a report that never left the inbox stays where it is.
    """
    rutas: list[list[Estado]] = [[Estado(de)]]
    for ruta in rutas:
        if ruta[-1] == a:
            return ruta[1:]
        siguientes_ = [t.a for t in TRANSICIONES if t.de == ruta[-1] and SISTEMA in t.roles and t.a not in ruta]
        rutas += [[*ruta, paso] for paso in siguientes_ if paso == a or a != Estado.EN_VERIFICACION]
    return []


class EstadoIntervencion(TextChoices):
    PLANEADA = "planeada", "Planeada"
    PROGRAMADA = "programada", "Programada"
    EN_EJECUCION = "en_ejecucion", "En ejecución"
    SUSPENDIDA = "suspendida", "Suspendida"
    TERMINADA = "terminada", "Terminada"
    CANCELADA = "cancelada", "Cancelada"


TRANSICIONES_INTERVENCION = {
    EstadoIntervencion.PLANEADA: (EstadoIntervencion.PROGRAMADA, EstadoIntervencion.CANCELADA),
    EstadoIntervencion.PROGRAMADA: (EstadoIntervencion.EN_EJECUCION, EstadoIntervencion.CANCELADA),
    EstadoIntervencion.EN_EJECUCION: (EstadoIntervencion.TERMINADA, EstadoIntervencion.SUSPENDIDA),
    EstadoIntervencion.SUSPENDIDA: (EstadoIntervencion.EN_EJECUCION, EstadoIntervencion.CANCELADA),
    EstadoIntervencion.TERMINADA: (),
    EstadoIntervencion.CANCELADA: (),
}

OBRAS_VIVAS = tuple(
    estado for estado, pasos in TRANSICIONES_INTERVENCION.items() if pasos
)  # they still move their reports

# Where the reports of a work go when it moves, and what their reporters read.
REPORTES_SIGUEN = {
    EstadoIntervencion.PROGRAMADA: (
        Estado.PROGRAMADO,
        "El arreglo quedó programado en la intervención {nombre}{fechas}.",
    ),
    EstadoIntervencion.EN_EJECUCION: (Estado.EN_EJECUCION, "Comenzó la obra: {nombre}{fechas}."),
    EstadoIntervencion.SUSPENDIDA: (
        Estado.PROGRAMADO,
        "La obra {nombre} está suspendida; le avisaremos cuando continúe.",
    ),
    EstadoIntervencion.TERMINADA: (Estado.RESUELTO, "Terminó la obra: {nombre}."),
    EstadoIntervencion.CANCELADA: (
        Estado.EN_VERIFICACION,
        "La intervención {nombre} fue cancelada; su reporte vuelve a verificación.",
    ),
}


def exigir_paso(de: str, a: str) -> None:
    """Raises TransicionProhibida if a work may not move so."""
    if a not in TRANSICIONES_INTERVENCION[EstadoIntervencion(de)]:
        nombres = EstadoIntervencion(de).label, EstadoIntervencion(a).label
        raise TransicionProhibida("Una intervención «{}» no puede pasar a «{}».".format(*nombres))
