"""Joining, merging and parting: nobody is lost, nobody is told twice, and parting undoes merging."""

import itertools
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from capas.errores import DatosInvalidos
from malla_vial import acciones, estados, permisos
from malla_vial.acciones.avisos import Suceso, anunciar
from malla_vial.duplicados import correos_de, personas
from malla_vial.estados import ABIERTOS, TRANSICIONES, Estado, TransicionProhibida
from malla_vial.models import Adhesion, ContactoAdhesion, Correo, Movimiento, Reporte, Suscripcion
from tests import fabricas
from tests.cabeceras import HTML, JSON

UNIBLES = {t.de for t in TRANSICIONES if t.a == Estado.DUPLICADO}


def _con_correo(correo, **mas):
    return fabricas.reporte(contacto=acciones.Contacto("Ana", correo, ""), **mas)


def _sumar(reporte, correo="", **mas):
    return acciones.sumarse(reporte=reporte, clave=uuid.uuid4(), contacto=acciones.Contacto("", correo, ""), **mas)


def _oyen(reporte):
    """The addresses that a new answer to a report is written to, as often as it is written; once their owners confirmed."""
    Suscripcion.objects.filter(confirmada_en=None).update(confirmada_en=timezone.now())
    clave = f"prueba {uuid.uuid4()}"
    anunciar(Reporte.objects.get(pk=reporte.pk), Suceso(clave, clave, "Vamos el martes."))
    return sorted(Correo.objects.filter(asunto__endswith=clave).values_list("a", flat=True))


# Merge and part


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
    original, otro, usuario = fabricas.reporte(), fabricas.reporte(), usuario_con_rol(rol)
    with pytest.raises(permisos.SinPermiso):
        acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    with pytest.raises(permisos.SinPermiso):
        acciones.separar(reporte=otro, usuario=usuario)


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
    a, b, c = (_con_correo(f"{n}@ejemplo.co") for n in "abc")
    acciones.fundir(duplicados=[b], original=a, usuario=usuario)
    acciones.fundir(duplicados=[a], original=c, usuario=usuario)
    acciones.cambiar_estado(reporte=a, a=Estado.REABIERTO, usuario=usuario, respuesta="Era otro")
    assert (_oyen(a), _oyen(c)) == (["a@ejemplo.co", "b@ejemplo.co"], ["c@ejemplo.co"])


def test_el_que_se_une_oye_que_se_unio_y_tambien_los_que_venian_con_el(usuario):
    a, b, c = (_con_correo(f"{n}@ejemplo.co") for n in "abc")
    acciones.fundir(duplicados=[b], original=a, usuario=usuario)
    acciones.fundir(duplicados=[a], original=c, usuario=usuario)
    assert _oyen(a) == ["a@ejemplo.co", "b@ejemplo.co"]
    assert _oyen(c) == ["a@ejemplo.co", "b@ejemplo.co", "c@ejemplo.co"]
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
        self.reportes = [_con_correo(f"r{n}@ejemplo.co") for n in range(self.CUANTOS)]
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
        _sumar(Reporte.objects.get(pk=self.reportes[n].pk), correo.upper() if quien else correo)
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
            assert _oyen(reporte) == sorted(esperados)
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


# Joining


@pytest.mark.parametrize("estado", Estado)
def test_solo_se_suma_a_lo_abierto(estado):
    reporte = fabricas.reporte(estado=estado)
    if estado in ABIERTOS:
        assert _sumar(reporte).reporte == reporte
    else:
        with pytest.raises(DatosInvalidos, match="cerrado"):
            _sumar(reporte)


def test_sumarse_a_un_duplicado_es_sumarse_al_original(usuario):
    original, otro = fabricas.reporte(), fabricas.reporte()
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    otro.refresh_from_db()
    assert _sumar(otro).reporte == original
    assert personas([original.pk]) == {original.pk: 3}


def test_la_misma_clave_es_la_misma_adhesion():
    reporte, clave = fabricas.reporte(), uuid.uuid4()
    veces = {acciones.sumarse(reporte=reporte, clave=clave, texto="Sigue").pk for _ in range(3)}
    assert len(veces) == Adhesion.objects.count() == 1
    with pytest.raises(acciones.ClaveReutilizada):
        acciones.sumarse(reporte=reporte, clave=clave, texto="Otra cosa")


def test_quien_reporto_no_cuenta_dos_veces():
    reporte = _con_correo("ana@ejemplo.co")
    _sumar(reporte, "ANA@ejemplo.co", texto="Está peor")
    _sumar(reporte, "luis@ejemplo.co")
    _sumar(reporte, "luis@ejemplo.co")
    assert personas([reporte.pk]) == {reporte.pk: 2}
    assert _oyen(reporte) == ["ana@ejemplo.co", "luis@ejemplo.co"]


def test_por_la_web_se_suma_sigue_y_no_ve_lo_ajeno(client):
    reporte = fabricas.reporte(descripcion="Frente a la casa de Rosalba")
    url = f"/reportes/{reporte.codigo}/sumarme"
    assert client.get(url, **HTML).status_code == 200
    datos = {"clave": uuid.uuid4(), "texto": "Ya se cayó una moto", "foto": fabricas.foto()}
    contacto = {"nombre": "Luis Gómez", "correo": "luis@ejemplo.co", "acepta": "on"}
    respuesta = client.post(url, datos | contacto, **HTML)
    assert respuesta["Location"] == f"/reportes/{reporte.codigo}?sumado=1"
    pagina = client.get(respuesta["Location"], **HTML).content.decode()
    assert "Ya son 2 personas" in pagina
    for oculto in ("Rosalba", "moto", "luis@ejemplo", "Luis Gómez", "<figure"):
        assert oculto not in pagina
        assert oculto not in Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    assert reporte.codigo in client.get("/reportes", **HTML).content.decode()
    assert reporte.codigo not in Client().get("/reportes", **HTML).content.decode()
    assert ContactoAdhesion.objects.get().correo == "luis@ejemplo.co"
    assert (reporte.fotos.get().adhesion, reporte.fotos.get().publica) == (Adhesion.objects.get(), False)
    client.post(url, {"clave": uuid.uuid4(), "texto": "Otra vez"}, **HTML)
    assert personas([reporte.pk]) == {reporte.pk: 2}


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"clave": "x"}, "UUID"),
        ({"correo": "no-es"}, "correo"),
        ({"nombre": "Ana"}, "autorización"),
        ({"texto": "x" * 2001}, "2000"),
    ],
)
def test_lo_que_falta_para_sumarse_se_dice_y_no_se_guarda(client, cambios, dice):
    url = f"/reportes/{fabricas.reporte().codigo}/sumarme"
    datos = {"clave": uuid.uuid4()} | cambios
    assert dice in client.post(url, datos, **JSON).json()["detail"]
    assert client.post(url, datos, **HTML).status_code == 422
    assert not Adhesion.objects.exists()


def test_a_lo_oculto_nadie_se_suma(client):
    oculto = fabricas.reporte(visible=False)
    for codigo in (oculto.codigo, "IBG-0000000", "'", "x" * 300):
        assert client.post(f"/reportes/{codigo}/sumarme", {"clave": uuid.uuid4()}).status_code == 404


def test_un_programa_se_suma_y_recibe_la_cuenta(client):
    reporte = fabricas.reporte()
    respuesta = client.post(f"/reportes/{reporte.codigo}/sumarme", {"clave": uuid.uuid4()}, **JSON)
    assert (respuesta.status_code, respuesta.json()["personas"]) == (201, 2)


# At the desk, and what the citizen reads


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


def test_lo_que_alguien_agrega_se_lee_cuando_se_aprueba(cliente_con_rol):
    reporte = fabricas.reporte()
    adhesion = _sumar(reporte, "luis@ejemplo.co", texto="Ya se cayó una moto")
    mesa = cliente_con_rol("infraestructura")
    assert "luis@ejemplo.co" in mesa.post(f"/gestion/contacto/{reporte.codigo}", **HTML).content.decode()
    leer = lambda: "moto" in Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()  # noqa: E731
    assert not leer()
    url = f"/gestion/reportes/{reporte.codigo}/adhesiones/{adhesion.pk}"
    mesa.post(url, {"texto_aprobado": "on"})
    assert leer()
    mesa.post(url, {})
    assert not leer()


@pytest.mark.parametrize(
    "consulta",
    [
        "SELECT texto FROM malla_vial_adhesion",
        "SELECT correo FROM malla_vial_contactoadhesion",
        "SELECT fundido_con_id FROM malla_vial_reporte",
    ],
)
def test_la_puerta_de_todos_no_lee_lo_que_no_es_publico(como_lectura, consulta):
    with pytest.raises(como_lectura.negado):
        como_lectura(consulta)
