"""Nobody is refused who may be a person; what looks odd waits for a glance; who sends it is told the same as everybody."""

import base64
import datetime as dt
import json
import re

import altcha
import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone

from capas.limites import quien
from capas.models import Balde, Vecino
from malla_vial import acciones, sospechas
from malla_vial.models import Conocido, Moderacion, Remitente, Reporte, Veto
from malla_vial.sospechas import Envio, Sospecha
from malla_vial.views import porteria
from tests import fabricas
from tests.cabeceras import HTML, JSON


@pytest.fixture(autouse=True)
def _tipo():
    fabricas.reporte()
    Reporte.objects.all().delete()


@pytest.fixture
def poco(monkeypatch):
    """Budgets that a test can spend."""
    for nombre in ("POR_NAVEGADOR", "SIN_GALLETA"):
        monkeypatch.setattr(porteria, nombre, porteria.Ritmo(cabe=2, por_hora=2, margen=2))


def _persona(**meta):
    """A browser that opened the page before, and keeps the cookie that it was given."""
    cliente, respuesta = Client(**meta), HttpResponse()
    quien.recordar(RequestFactory().get("/reportar"), respuesta)
    cliente.cookies[quien.GALLETA] = respuesta.cookies[quien.GALLETA].value
    return cliente


def _enviar(cliente, como=JSON, **cambios):
    return cliente.post("/reportar", fabricas.formulario(**cambios), **como)


def _resolver(reto):
    numero = altcha.solve_challenge_v1(reto["challenge"], reto["salt"], "SHA-256", reto["maxNumber"]).number
    datos = {k: reto[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": numero}
    return base64.b64encode(json.dumps(datos).encode()).decode()


def test_abrir_el_formulario_da_la_galleta():
    cliente = Client()
    cliente.get("/reportar")
    assert quien.GALLETA in cliente.cookies


class TestElRitmo:
    def test_lo_normal_pasa_lo_raro_espera_y_lo_demas_vuelve_luego(self, poco):
        persona = _persona()
        codigos = [_enviar(persona).status_code for _ in range(5)]
        assert codigos == [201, 201, 201, 201, 429]
        assert list(Reporte.objects.order_by("pk").values_list("visible", "retenido")) == [
            (True, ""), (True, ""), (False, "ritmo"), (False, "ritmo"),
        ]  # fmt: skip

    def test_a_un_programa_se_le_dice_cuando(self, poco):
        persona = _persona()
        respuesta = [_enviar(persona) for _ in range(5)][-1]
        assert respuesta["Content-Type"] == "application/problem+json"
        assert 1500 < int(respuesta["Retry-After"]) <= 1800

    def test_una_persona_no_pierde_lo_que_escribio(self, poco):
        persona = _persona()
        respuesta = [_enviar(persona, HTML, descripcion=f"Texto {n} que costó") for n in range(5)][-1]
        assert respuesta.status_code == 429
        assert "Retry-After" in respuesta
        pagina = respuesta.content.decode()
        assert "Texto 4 que costó" in pagina
        assert "Lo que escribió sigue aquí" in pagina

    def test_repetir_el_mismo_envio_no_gasta(self, poco):
        persona, sobre = _persona(), fabricas.formulario()
        assert {persona.post("/reportar", sobre, **JSON).status_code for _ in range(12)} == {201}
        assert Reporte.objects.count() == 1

    def test_un_formulario_mal_lleno_no_gasta(self, poco):
        persona = _persona()
        assert {_enviar(persona, tipo="").status_code for _ in range(8)} == {422}
        assert _enviar(persona).json()["codigo"]
        assert Reporte.objects.get().visible

    def test_detras_de_una_direccion_caben_muchas_personas(self):
        for _ in range(25):
            assert _enviar(_persona()).status_code == 201
        assert not Reporte.objects.exclude(retenido="").exists()

    def test_y_mas_si_la_alcaldia_las_conoce(self, monkeypatch, usuario_con_rol):
        monkeypatch.setattr(porteria, "POR_DIRECCION", porteria.Ritmo(cabe=3, por_hora=3, margen=50))
        vecina, usuario = _persona(), usuario_con_rol("infraestructura")
        _enviar(vecina)
        acciones.moderar(
            reporte=Reporte.objects.get(), visible=True, texto_aprobado=True, fotos_publicas=[], usuario=usuario
        )
        Reporte.objects.all().delete()
        for _ in range(3):
            _enviar(_persona())
        assert Reporte.objects.exclude(retenido="").count() == 1
        Balde.objects.all().delete()
        for n in range(16):
            Vecino.objects.create(dia=timezone.localdate(), direccion=_origen(), navegador=str(n))
        Reporte.objects.all().delete()
        for _ in range(14):
            _enviar(_persona())
        assert not Reporte.objects.exclude(retenido="").exists()

    def test_quien_borra_la_galleta_cada_vez_gasta_la_cuenta_de_todos_los_sin_galleta(self, poco):
        codigos = [_enviar(Client()).status_code for _ in range(5)]
        assert codigos == [201, 201, 201, 201, 429]
        assert _enviar(_persona()).status_code == 201

    def test_de_quien_envia_no_queda_la_direccion(self):
        _enviar(_persona(REMOTE_ADDR="198.51.100.77"), correo="ana@ejemplo.co", acepta="on")
        guardado = (
            str(list(Balde.objects.values()))
            + str(list(Remitente.objects.values()))
            + str(list(Vecino.objects.values()))
        )
        assert "198.51.100.77" not in guardado
        assert "ana@" not in guardado


def _origen():
    return quien.huella_del_dia("127.0.0.1")


class TestLaPrueba:
    @pytest.fixture(autouse=True)
    def _facil(self, settings):
        settings.PRUEBA_ESFUERZO = 300

    def test_solo_se_pide_a_quien_parece_maquina_y_a_quien_puede(self, poco):
        persona = _persona()
        assert [_enviar(persona, altcha="").status_code for _ in range(2)] == [201, 201]
        sobre = fabricas.formulario(altcha="")
        pedida = persona.post("/reportar", sobre, **JSON)
        assert (pedida.status_code, pedida["Retry-After"]) == (429, "1")
        assert Reporte.objects.count() == 2
        resuelta = persona.post("/reportar", sobre | {"altcha": _resolver(pedida.json()["prueba"])}, **JSON)
        assert resuelta.status_code == 201
        assert not Reporte.objects.exclude(retenido="").exists()

    def test_sin_javascript_no_se_pide_y_el_reporte_espera(self, poco):
        persona = _persona()
        paginas = [_enviar(persona, HTML) for _ in range(3)]
        assert [p.status_code for p in paginas] == [302] * 3
        assert Reporte.objects.exclude(retenido="").count() == 1

    def test_la_misma_prueba_no_sirve_para_dos(self, poco, monkeypatch):
        monkeypatch.setattr(porteria, "POR_NAVEGADOR", porteria.Ritmo(cabe=0, por_hora=1, margen=50))
        persona = _persona()
        reto = _enviar(persona, altcha="").json()["prueba"]
        solucion = _resolver(reto)
        assert _enviar(persona, altcha=solucion).status_code == 201
        assert _enviar(persona, altcha=solucion).status_code == 429

    def test_no_cura_la_trampa_ni_los_enlaces(self):
        persona = _persona()
        sobre = {"sitio_web": "http://x", "descripcion": "Vea http://a.co y http://b.co"}
        reto = _enviar(persona, altcha="", **sobre).json()["prueba"]
        assert _enviar(persona, altcha=_resolver(reto), **sobre).status_code == 201
        assert Reporte.objects.get().retenido == "enlaces,trampa"


class TestLoRaro:
    def test_el_campo_que_nadie_ve(self):
        _enviar(_persona(), sitio_web="http://spam")
        assert Reporte.objects.get().retenido == Sospecha.TRAMPA

    def test_llenarlo_en_menos_de_un_segundo(self):
        persona = _persona()
        pagina = persona.get("/reportar").content.decode()
        abierto = re.search(r'name="abierto" value="([^"]+)"', pagina)[1]
        _enviar(persona, abierto=abierto)
        assert Reporte.objects.get().retenido == Sospecha.PRISA

    @pytest.mark.parametrize("abierto", ["", "x", ":1:firma-de-otro", "a" * 5000, ":1:\x01"])
    def test_una_pagina_guardada_o_un_programa_no_tienen_prisa(self, abierto):
        _enviar(_persona(), abierto=abierto)
        assert Reporte.objects.get().retenido == ""

    @pytest.mark.parametrize(
        ("texto", "raro"),
        [
            ("Hueco en la Cra. 5 con 37, S.A.S. al frente", False),
            ("La foto está en www.algo.co", False),
            ("Compre en http://a.xyz y en http://b.xyz", True),
            ("casino.top casino.shop", True),
            ("." * 5000, False),
        ],
    )
    def test_varios_enlaces_en_el_texto(self, texto, raro):
        assert sospechas.con_enlaces(texto) is raro


class TestElVeto:
    @pytest.mark.parametrize(
        ("primero", "despues"),
        [
            ({"correo": "Mal@Ejemplo.co"}, {"correo": "mal@ejemplo.co"}),
            ({"telefono": "300 123 45 67"}, {"telefono": "+57 3001234567"}),
        ],
    )
    def test_por_contacto_aunque_cambie_de_navegador(self, usuario, primero, despues):
        _enviar(Client(), acepta="on", **primero)
        acciones.vetar(reporte=Reporte.objects.get(), motivo="Insultos", dias=30, usuario=usuario)
        _enviar(_persona(), acepta="on", **despues)
        assert Reporte.objects.first().retenido == Sospecha.VETO
        _enviar(_persona(), acepta="on", correo="otra@ejemplo.co")
        assert Reporte.objects.first().retenido == ""

    def test_por_navegador_y_hasta_que_vence(self, usuario):
        persona = _persona()
        _enviar(persona)
        acciones.vetar(reporte=Reporte.objects.get(), motivo="Basura", dias=1, usuario=usuario)
        _enviar(persona)
        assert Reporte.objects.first().retenido == Sospecha.VETO
        Veto.objects.update(vence=timezone.now() - dt.timedelta(seconds=1))
        _enviar(persona)
        assert Reporte.objects.first().retenido == ""

    def test_la_respuesta_no_lo_delata(self, usuario):
        """The same code, the same keys, the same pages: only the number differs."""
        libre, vetada = _persona(), _persona()
        _enviar(vetada)
        acciones.vetar(reporte=Reporte.objects.get(), motivo="Basura", dias=1, usuario=usuario)
        una, otra = _enviar(libre), _enviar(vetada)
        assert una.status_code == otra.status_code == 201
        paginas = []
        for cliente, respuesta in ((libre, una), (vetada, otra)):
            datos = respuesta.json()
            pagina = cliente.get(f"/reportes/{datos['codigo']}?recibido=1", **HTML)
            assert pagina.status_code == 200
            paginas.append(
                re.sub(r'(nonce|value|datetime)="[^"]+"', "", pagina.content.decode()).replace(datos["codigo"], "X")
            )
            assert datos["codigo"] in cliente.get("/reportes", **HTML).content.decode()
        assert paginas[0] == paginas[1]

    def test_lo_retenido_no_existe_para_los_demas(self, usuario):
        persona = _persona()
        codigo = _enviar(persona, sitio_web="x", foto=[fabricas.foto()]).json()["codigo"]
        reporte = Reporte.objects.get()
        reporte.fotos.update(publica=True)
        otro = Client()
        assert otro.get(f"/reportes/{codigo}", **JSON).status_code == 404
        assert otro.get(f"/fotos/{reporte.fotos.get().pk}-g.jpg").status_code == 404
        assert codigo not in otro.get("/ogc/collections/reportes/items?f=json").content.decode()
        assert persona.get(f"/fotos/{reporte.fotos.get().pk}-g.jpg").status_code == 200


class TestEnElEscritorio:
    @pytest.fixture
    def retenido(self):
        persona = _persona()
        _enviar(persona, sitio_web="x", descripcion="Un hueco de verdad")
        return Reporte.objects.get()

    def test_la_lista_dice_por_que_y_los_botones_deciden(self, mesa, retenido):
        pagina = mesa.get("/gestion/por-revisar").content.decode()
        assert "Un hueco de verdad" in pagina
        assert Sospecha.TRAMPA.label in pagina
        mesa.post(f"/gestion/por-revisar/{retenido.codigo}/soltar")
        retenido.refresh_from_db()
        assert (retenido.visible, retenido.retenido) == (True, "")
        assert Conocido.objects.filter(marca=retenido.remitente.navegador).exists()

    def test_rechazar_con_veto_y_levantarlo(self, mesa, retenido):
        datos = {"motivo": "Publicidad", "vetar": "on", "dias": "7"}
        mesa.post(f"/gestion/por-revisar/{retenido.codigo}/rechazar", datos)
        retenido.refresh_from_db()
        assert (retenido.visible, retenido.retenido) == (False, "")
        veto = Veto.objects.get()
        assert "Publicidad" in mesa.get("/gestion/por-revisar").content.decode()
        mesa.post(f"/gestion/vetos/{veto.pk}/levantar")
        assert not Veto.objects.exists()
        hechos = list(Moderacion.objects.filter(reporte=retenido).order_by("pk").values_list("que", flat=True))
        assert hechos == ["retenido", "vetado", "rechazado", "veto_no"]

    def test_rechazar_y_vetar_son_una_sola_cosa(self, mesa, retenido):
        url, datos = f"/gestion/por-revisar/{retenido.codigo}/rechazar", {"motivo": "Publicidad", "vetar": "on"}
        Reporte.objects.update(retenido="")  # somebody else let it go meanwhile
        mesa.post(url, datos)
        assert not Veto.objects.exists()

    def test_cada_decision_queda_y_tiene_vuelta(self, mesa, retenido):
        url = f"/gestion/reportes/{retenido.codigo}"
        for datos in (
            {"visible": "on", "texto_aprobado": "on", "motivo": "Visto"},
            {"visible": "on"},
            {},
            {"visible": "on"},
        ):
            assert mesa.post(f"{url}/publicacion", datos).status_code == 302
        hechos = list(Moderacion.objects.order_by("pk").values_list("que", flat=True))
        assert hechos == ["retenido", "mostrado", "texto_si", "texto_no", "ocultado", "mostrado"]
        pagina = mesa.get(url).content.decode()
        assert "Historia de la publicación (6)" in pagina
        assert "Visto" in pagina

    def test_dos_personas_a_la_vez_la_segunda_se_entera(self, mesa, retenido):
        mesa.post(f"/gestion/por-revisar/{retenido.codigo}/soltar")
        pagina = mesa.post(f"/gestion/por-revisar/{retenido.codigo}/soltar", follow=True).content.decode()
        assert "Otra persona ya decidió" in pagina

    @pytest.mark.parametrize("ruta", ["soltar", "rechazar"])
    def test_solo_quien_atiende_decide(self, client, cliente_con_rol, retenido, ruta):
        url = f"/gestion/por-revisar/{retenido.codigo}/{ruta}"
        assert client.post(url, {"motivo": "x"}).status_code == 302
        assert cliente_con_rol("cultura").post(url, {"motivo": "x"}).status_code == 403
        retenido.refresh_from_db()
        assert retenido.retenido

    def test_el_texto_de_quien_ya_se_conoce_puede_salir_enseguida(self, settings, mesa, retenido):
        marca = retenido.remitente.navegador
        mesa.post(f"/gestion/por-revisar/{retenido.codigo}/soltar")
        assert not fabricas.reporte(envio=Envio(marca)).texto_aprobado
        settings.TEXTO_INMEDIATO = True
        assert fabricas.reporte(envio=Envio(marca)).texto_aprobado
        assert not fabricas.reporte(envio=Envio("otra")).texto_aprobado
        assert not fabricas.reporte(envio=Envio(marca, ("trampa",))).texto_aprobado
