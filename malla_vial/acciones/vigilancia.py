"""The clock runs by itself: reminders to each office, escalation of what is overdue, and withdrawals that are due."""

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone

from malla_vial import plazos
from malla_vial.acciones.avisos import encolar
from malla_vial.acciones.avisos_peticion import correo_de_oficina
from malla_vial.models import Dependencia, DiaNoHabil, Peticion, Recordatorio

Clase = Recordatorio.Clase


@transaction.atomic
def vigilar_plazos(hoy: dt.date | None = None) -> dict[str, int]:
    """Tell each office what is new about its terms; how many petitions of each class there were.

    It may run as often as one likes: a petition is told once for each class and due date. What fell due while it did not run
    is told the next time.
    """
    hoy = hoy or timezone.localdate()
    cuenta: dict[str, int] = {}
    for clase, (peticiones, fecha) in _debidas(hoy).items():
        nuevas = _recordar(clase, list(peticiones), fecha)
        _escribir(clase, nuevas, fecha)
        cuenta[clase] = len(nuevas)
    return cuenta


def _debidas(hoy: dt.date) -> dict[Clase, tuple[Iterable[Peticion], str]]:
    """What each class tells of, and the date it tells. The nearest class alone, if a petition was never told before."""
    todas = Peticion.objects.select_related("dependencia__superior", "tipo").order_by("vence_el", "id")
    un_dia, tres_dias = (plazos.sumar_habiles(hoy, dias, DiaNoHabil.todos()) for dias in (1, 3))
    return {
        Clase.VENCIDA: (todas.vencidas(hoy), "vence_el"),
        Clase.UN_DIA: (todas.por_vencer(hoy, un_dia), "vence_el"),
        Clase.TRES_DIAS: (todas.por_vencer(un_dia + dt.timedelta(days=1), tres_dias), "vence_el"),
        Clase.SIN_COMPLETAR: (todas.sin_completar(hoy), "completar_hasta"),
    }


def _recordar(clase: Clase, peticiones: list[Peticion], fecha: str) -> list[Peticion]:
    """Those that had not been told yet: of two runs at once, the row that stays says which one tells it."""
    ahora = timezone.now()
    filas = [Recordatorio(peticion=p, clase=clase, por=getattr(p, fecha), fecha=ahora) for p in peticiones]
    Recordatorio.objects.bulk_create(filas, batch_size=1000, ignore_conflicts=True)
    puestas = set(Recordatorio.objects.filter(clase=clase, fecha=ahora).values_list("peticion_id", flat=True))
    return [peticion for peticion in peticiones if peticion.pk in puestas]


def _escribir(clase: Clase, peticiones: list[Peticion], fecha: str) -> None:
    """A letter to each office; of what is overdue, one also to its superior."""
    por_oficina: dict[Dependencia, list[Peticion]] = defaultdict(list)
    for peticion in peticiones:
        por_oficina[peticion.dependencia].append(peticion)
    for oficina, suyas in por_oficina.items():
        superior = oficina.superior if clase == Clase.VENCIDA else None
        for destino in filter(None, (oficina, superior)):
            _carta(clase, correo_de_oficina(destino.correo), oficina, suyas, fecha)


def _carta(clase: Clase, a: str, oficina: Dependencia, peticiones: list[Peticion], fecha: str) -> None:
    filas = [
        {"radicado": p.radicado, "tipo": p.tipo.nombre, "fecha": f"{getattr(p, fecha):%d/%m/%Y}"} for p in peticiones
    ]
    titulo = f"{clase.label}: {len(filas)}"
    encolar(
        a=a,
        asunto=f"{oficina.nombre}: {titulo}",
        plantilla="plazos",
        contexto={"titulo": titulo, "dependencia": oficina.nombre, "filas": filas},
        clave=hashlib.sha256(f"{clase} {oficina.pk} {filas}".encode()).hexdigest(),
    )
