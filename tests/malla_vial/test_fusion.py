"""Joining, merging and parting: nobody is lost, nobody is told twice, and parting undoes merging."""

import itertools

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from capas.errores import DatosInvalidos
from malla_vial import acciones, estados, permisos
from malla_vial.duplicados import correos_de, personas
from malla_vial.estados import TRANSICIONES, Estado, TransicionProhibida
from malla_vial.models import Correo, Movimiento, Reporte
from tests import fabricas
from tests.cabeceras import HTML
from tests.malla_vial.adhesiones import con_correo, oyen, sumar

UNIBLES = {t.de for t in TRANSICIONES if t.a == Estado.DUPLICADO}


@pytest.mark.parametrize("estado", Estado)
def test_solo_se_une_lo_que_la_tabla_deja_y_separar_lo_devuelve_a_donde_estaba(usuario, estado):
    original, otro = fabricas.reporte(), fabricas.reporte(estado=estado)
    if estado not in UNIBLES:
        with pytest.raises((TransicionProhibida, DatosInvalidos)):
            acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
        return
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    otro.refresh_from_db()
    assert (otro.estado, otro.duplicado_de) == (Estado.DUPLICADO, original)
    devuelto = acciones.separar(reporte=otro, usuario=usuario)
    assert (devuelto.estado, devuelto.duplicado_de, devuelto.fundido_con) == (estado, None, None)
    for reporte in (original, otro):
        frases = Movimiento.objects.filter(reporte=reporte).values_list("respuesta", flat=True)
        assert len(frases) == 3
        assert all(frases)


@pytest.mark.parametrize("antes", ["nada", "pedir", "responder"])
def test_separar_devuelve_a_la_peticion_el_termino_que_tenia(usuario, antes):
    """Its clock runs again, with its date; a petition that was answered before it was merged stays answered."""
    original, otro = fabricas.reporte(), fabricas.reporte()
    if antes == "pedir":
        acciones.pedir_informacion(peticion=otro.peticion, texto="¿Dónde?", usuario=usuario)
    elif antes == "responder":
        acciones.responder(peticion=otro.peticion, texto="En marzo", usuario=usuario)
    vence = otro.peticion.vence_el
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    peticion = acciones.separar(reporte=Reporte.objects.get(pk=otro.pk), usuario=usuario).peticion
    peticion.refresh_from_db()
    assert (peticion.abierta, peticion.vence_el) == (antes != "responder", vence)
    assert (peticion.cerrada_en is None) is peticion.abierta
    assert not peticion.completar_hasta


@pytest.mark.parametrize("rol", ["cultura", "tic", "riesgo"])
def test_otros_roles_ni_unen_ni_separan(usuario, usuario_con_rol, rol):
    original, otro, ajeno = fabricas.reporte(), fabricas.reporte(), usuario_con_rol(rol)
    with pytest.raises(permisos.SinPermiso):
        acciones.fundir(duplicados=[otro], original=original, usuario=ajeno)
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    with pytest.raises(permisos.SinPermiso):
        acciones.separar(reporte=otro, usuario=ajeno)


def test_todo_o_nada(usuario):
    original, bueno, cerrado = fabricas.reporte(), fabricas.reporte(), fabricas.reporte(estado="resuelto")
    with pytest.raises(TransicionProhibida):
        acciones.fundir(duplicados=[bueno, cerrado], original=original, usuario=usuario)
    bueno.refresh_from_db()
    assert (bueno.estado, bueno.duplicado_de) == ("recibido", None)


def test_ni_anillos_ni_cadenas_ni_ocultos(usuario):
    a, b, c, oculto = fabricas.reporte(), fabricas.reporte(), fabricas.reporte(), fabricas.reporte(visible=False)
    acciones.fundir(duplicados=[b], original=a, usuario=usuario)
    for duplicado, original in ((a, a), (a, b), (c, b), (c, oculto)):
        with pytest.raises(DatosInvalidos):
            acciones.fundir(duplicados=[duplicado], original=original, usuario=usuario)


def test_reabrir_un_duplicado_lo_descuelga_con_los_suyos(usuario):
    a, b, c = (con_correo(f"{n}@ejemplo.co") for n in "abc")
    acciones.fundir(duplicados=[b], original=a, usuario=usuario)
    acciones.fundir(duplicados=[a], original=c, usuario=usuario)
    acciones.cambiar_estado(reporte=a, a=Estado.REABIERTO, usuario=usuario, respuesta="Era otro")
    assert (oyen(a), oyen(c)) == (["a@ejemplo.co", "b@ejemplo.co"], ["c@ejemplo.co"])


def test_el_que_se_une_oye_que_se_unio_y_tambien_los_que_venian_con_el(usuario):
    a, b, c = (con_correo(f"{n}@ejemplo.co") for n in "abc")
    acciones.fundir(duplicados=[b], original=a, usuario=usuario)
    acciones.fundir(duplicados=[a], original=c, usuario=usuario)
    assert oyen(a) == ["a@ejemplo.co", "b@ejemplo.co"]
    assert oyen(c) == ["a@ejemplo.co", "b@ejemplo.co", "c@ejemplo.co"]
    carta = Correo.objects.filter(a="b@ejemplo.co", asunto__startswith=c.codigo).last()
    assert carta.contexto["suyo"] == b.codigo


class Fusiones(RuleBasedStateMachine):
    """Merges, partings, joinings and moves in any order, against a tree kept in a dictionary."""

    usuario = None
    CUANTOS = 5
    cual = st.integers(0, CUANTOS - 1)

    def __init__(self):
        super().__init__()
        self.transaccion = transaction.atomic()
        self.transaccion.__enter__()
        self.reportes = [con_correo(f"r{n}@ejemplo.co") for n in range(self.CUANTOS)]
        self.padre: dict[int, int] = {}
        self.estado = dict.fromkeys(range(self.CUANTOS), Estado.RECIBIDO)
        self.correos = {n: {f"r{n}@ejemplo.co"} for n in range(self.CUANTOS)}
        self.gente = dict.fromkeys(range(self.CUANTOS), 1)

    def teardown(self):
        transaction.set_rollback(True)
        self.transaccion.__exit__(None, None, None)

    def raiz(self, n):
        return self.raiz(self.padre[n]) if n in self.padre else n

    def caso(self, n):
        """Whoever hangs on n, and n."""
        return {n}.union(*(self.caso(hijo) for hijo, padre in self.padre.items() if padre == n))

    @rule(n=cual, original=cual)
    def unir(self, n, original):
        permitido = n != original and n not in self.padre and original not in self.padre
        try:
            with transaction.atomic():
                acciones.fundir(duplicados=[self.reportes[n]], original=self.reportes[original], usuario=self.usuario)
        except (DatosInvalidos, TransicionProhibida):
            assert not permitido
        else:
            assert permitido
            self.padre[n] = original

    @precondition(lambda self: self.padre)
    @rule(cual=st.data())
    def separar(self, cual):
        n = cual.draw(st.sampled_from(sorted(self.padre)))
        acciones.separar(reporte=self.reportes[n], usuario=self.usuario)
        del self.padre[n]

    @rule(n=cual, quien=st.integers(0, 2))
    def sumarse(self, n, quien):
        correo, caso = f"vecino{quien}@ejemplo.co", self.raiz(n)
        sumar(Reporte.objects.get(pk=self.reportes[n].pk), correo.upper() if quien else correo)
        ya = any(correo in self.correos[otro] for otro in self.caso(caso))
        self.correos[caso].add(correo)
        self.gente[caso] += not ya

    @rule(n=cual)
    def verificar(self, n):
        if n in self.padre or self.estado[n] != Estado.RECIBIDO:
            return
        acciones.cambiar_estado(reporte=self.reportes[n], a=Estado.EN_VERIFICACION, usuario=self.usuario)
        self.estado[n] = Estado.EN_VERIFICACION

    @invariant()
    def cada_uno_esta_donde_debe(self):
        numero = {reporte.pk: n for n, reporte in enumerate(self.reportes)}
        for reporte in Reporte.objects.all():
            n = numero[reporte.pk]
            assert numero.get(reporte.fundido_con_id) == self.padre.get(n)
            assert numero.get(reporte.duplicado_de_id) == (self.raiz(n) if n in self.padre else None)
            assert reporte.estado == (Estado.DUPLICADO if n in self.padre else self.estado[n])

    @invariant()
    def todos_oyen_una_vez(self):
        for n, reporte in enumerate(self.reportes):
            esperados = set().union(*(self.correos[otro] for otro in self.caso(n)))
            assert oyen(reporte) == sorted(esperados)
            assert correos_de(reporte) == esperados

    @invariant()
    def la_cuenta_es_la_del_caso(self):
        raices = [n for n in range(self.CUANTOS) if n not in self.padre]
        cuentas = personas([self.reportes[n].pk for n in raices])
        assert cuentas == {self.reportes[n].pk: sum(self.gente[o] for o in self.caso(n)) for n in raices}


def test_unir_y_separar_en_cualquier_orden(usuario):
    Fusiones.usuario = usuario
    run_state_machine_as_test(
        Fusiones,
        settings=settings(
            max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.parametrize(("de", "a"), list(itertools.product(Estado, Estado)), ids=str)
def test_de_regreso_solo_por_donde_se_vino(de, a):
    if any((t.de, t.a) == (a, de) for t in TRANSICIONES):
        assert estados.regreso(de, a).a == a
    else:
        with pytest.raises(TransicionProhibida):
            estados.regreso(de, a)


def test_el_que_reporto_lo_unido_lee_en_su_pagina_lo_que_se_responde_en_la_otra(cliente_con_rol, usuario):
    original, otro = fabricas.reporte(), fabricas.reporte(dx=4)
    mesa = cliente_con_rol("planeacion")
    pagina = mesa.get(f"/gestion/reportes/{original.codigo}", **HTML).content.decode()
    assert f'name="duplicados" value="{otro.codigo}"' in pagina
    mesa.post(f"/gestion/reportes/{original.codigo}/fundir", {"duplicados": [otro.codigo]})
    acciones.cambiar_estado(reporte=original, a="en_verificacion", usuario=usuario, respuesta="Vamos el martes.")
    leer = lambda: Client().get(f"/reportes/{otro.codigo}", **HTML).content.decode()  # noqa: E731
    assert "Vamos el martes." in leer()
    assert original.codigo in leer()
    assert "2 personas" in Client().get(f"/reportes/{original.codigo}", **HTML).content.decode()
    assert otro.codigo in mesa.get(f"/gestion/reportes/{original.codigo}", **HTML).content.decode()
    mesa.post(f"/gestion/reportes/{otro.codigo}/separar", {"desde_original": "1"})
    acciones.cambiar_estado(reporte=original, a="resuelto", usuario=usuario, respuesta="Quedó tapado.")
    assert "Quedó tapado." not in leer()


@pytest.mark.parametrize(
    ("datos", "dice"),
    [
        ({}, "Elija por lo menos un reporte para unir."),
        ({"duplicados": ["IBG-NOEXIST"]}, "No existe el reporte «IBG-NOEXIST»."),
        ({"duplicados": ["'; --"]}, "No existe el reporte «&#x27;; --»."),
    ],
)
def test_unir_sin_elegir_se_dice(cliente_con_rol, datos, dice):
    reporte, mesa = fabricas.reporte(), cliente_con_rol("planeacion")
    url = f"/gestion/reportes/{reporte.codigo}/fundir"
    pagina = mesa.post(url, datos, follow=True, **HTML).content.decode()
    assert dice in pagina
