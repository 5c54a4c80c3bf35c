"""Many citizens share one address; one browser is one person; a machine is slowed down. And no address is kept."""

import base64
import datetime as dt
import io
import json

import altcha
import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from capas.limites import balde, prueba, quien
from capas.limites.balde import Agotado, Ritmo
from capas.models import Balde, SalDelDia, Vecino
from capas.origen import direccion_de

CINCO = Ritmo(cabe=5, por_hora=60, margen=2)


def _pedido(**meta):
    return RequestFactory().get("/", **meta)


def _hace(segundos):
    Balde.objects.update(tocado=timezone.now() - dt.timedelta(seconds=segundos))


def test_se_gasta_se_pasa_al_margen_y_se_acaba():
    assert [round(balde.cobrar("x", CINCO)) for _ in range(7)] == [4, 3, 2, 1, 0, -1, -2]
    with pytest.raises(Agotado) as error:
        balde.cobrar("x", CINCO)
    assert 50 <= error.value.espera <= 60
    assert "segundos" in str(error.value)


def test_el_tiempo_lo_llena_y_nunca_mas_de_lo_que_cabe():
    for _ in range(7):
        balde.cobrar("x", CINCO)
    _hace(120)
    assert round(balde.cobrar("x", CINCO)) == -1
    _hace(999_999)
    assert round(balde.cobrar("x", CINCO)) == 4


def test_insistir_no_alarga_la_espera():
    for _ in range(7):
        balde.cobrar("x", CINCO)
    for _ in range(20):
        with pytest.raises(Agotado):
            balde.cobrar("x", CINCO)
    _hace(61)
    balde.cobrar("x", CINCO)


def test_los_vecinos_de_buena_conducta_ensanchan_la_direccion():
    assert Ritmo(40, 40, 40).con_vecinos(0).cabe == 40
    assert Ritmo(40, 40, 40).con_vecinos(8).cabe == 120
    assert Ritmo(40, 40, 40).con_vecinos(100_000).cabe == 800


def test_el_factor_cero_los_apaga(settings):
    settings.LIMITES_FACTOR = 0
    for _ in range(50):
        balde.cobrar("x", CINCO)
    assert not Balde.objects.exists()


class TestQuien:
    @pytest.mark.parametrize(
        ("tras_proxy", "reenviada", "esperada"),
        [
            (False, "203.0.113.9", "192.0.2.1"),
            (True, "203.0.113.9", "203.0.113.9"),
            (True, "1.1.1.1, 203.0.113.9", "203.0.113.9"),
            (True, "", "192.0.2.1"),
            (True, " , ", "192.0.2.1"),
        ],
    )
    def test_solo_se_cree_a_nuestro_proxy(self, settings, tras_proxy, reenviada, esperada):
        settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if tras_proxy else None
        pedido = _pedido(REMOTE_ADDR="192.0.2.1", HTTP_X_FORWARDED_FOR=reenviada)
        assert direccion_de(pedido) == esperada

    @pytest.mark.parametrize(
        ("una", "otra", "misma"),
        [
            ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", True),
            ("2001:db8:0:1::1", "2001:db8:0:2::1", False),
            ("::ffff:192.0.2.1", "192.0.2.1", True),
            ("192.0.2.1", "192.0.2.2", False),
        ],
    )
    def test_un_abonado_de_ipv6_es_uno(self, una, otra, misma):
        assert (quien.red(una) == quien.red(otra)) is misma

    @given(st.text(max_size=60))
    def test_una_direccion_que_no_lo_es_no_rompe_nada(self, texto):
        assert isinstance(quien.red(texto), str)

    def test_no_queda_la_direccion_y_manana_es_otra(self, monkeypatch):
        hoy = quien.origen(_pedido(REMOTE_ADDR="192.0.2.1"))
        assert hoy == quien.origen(_pedido(REMOTE_ADDR="192.0.2.1"))
        balde.cobrar(f"x:{hoy}", CINCO)
        assert "192.0.2.1" not in str(list(Balde.objects.values()) + list(SalDelDia.objects.values()))
        manana = timezone.localdate() + dt.timedelta(days=1)
        monkeypatch.setattr(quien.timezone, "localdate", lambda: manana)
        assert quien.origen(_pedido(REMOTE_ADDR="192.0.2.1")) != hoy

    def test_la_galleta_es_nuestra_o_no_es(self):
        respuesta = HttpResponse()
        quien.recordar(_pedido(), respuesta)
        galleta = respuesta.cookies[quien.GALLETA]
        assert (galleta["httponly"], galleta["samesite"]) == (True, "Lax")
        pedido = _pedido()
        pedido.COOKIES[quien.GALLETA] = galleta.value
        conocido = quien.navegador(pedido)
        assert conocido
        assert galleta.value.split(":")[0] not in conocido
        pedido.COOKIES[quien.GALLETA] = "x" + galleta.value
        assert quien.navegador(pedido) == ""

    def test_la_purga_olvida_lo_de_hace_dos_dias(self):
        balde.cobrar("x", CINCO)
        _hace(3 * 86400)
        balde.cobrar("y", CINCO)
        antes = timezone.localdate() - dt.timedelta(days=3)
        SalDelDia.objects.create(dia=antes, sal="x")
        Vecino.objects.create(dia=antes, direccion="a", navegador="b")
        call_command("purgar_limites", stdout=io.StringIO())
        assert list(Balde.objects.values_list("clave", flat=True)) == ["y"]
        assert not Vecino.objects.exists()
        assert not SalDelDia.objects.filter(dia=antes).exists()


class TestPrueba:
    @pytest.fixture(autouse=True)
    def _facil(self, settings):
        settings.PRUEBA_ESFUERZO = 500

    def _resolver(self, **cambios):
        reto = prueba.nueva()
        numero = altcha.solve_challenge_v1(reto["challenge"], reto["salt"], "SHA-256", reto["maxNumber"]).number
        datos = {k: reto[k] for k in ("algorithm", "challenge", "salt", "signature")} | {"number": numero} | cambios
        return base64.b64encode(json.dumps(datos).encode()).decode()

    def test_la_buena_vale_una_vez_se_escriba_como_se_escriba(self):
        solucion = self._resolver()
        datos = json.loads(base64.b64decode(solucion))
        assert prueba.vale(solucion)
        assert not prueba.vale(solucion)
        assert not prueba.vale(base64.b64encode(json.dumps(datos, indent=3).encode()).decode())

    def test_la_vencida_no(self, monkeypatch):
        monkeypatch.setattr(prueba, "VIGENCIA", dt.timedelta(seconds=-5))
        assert not prueba.vale(self._resolver())

    @pytest.mark.parametrize(
        "cambios",
        [{"number": 501}, {"signature": "0" * 64}, {"salt": "x?expires=99999999999"}, {"algorithm": "MD5"}, {"salt": []}, {"number": {}}],
    )  # fmt: skip
    def test_la_cambiada_no(self, cambios):
        assert not prueba.vale(self._resolver(**cambios))

    @pytest.mark.parametrize(
        "texto", ["", "x", "W10=", "MQ==", "bnVsbA==", "[" * 5000, base64.b64encode(b"[" * 900).decode()]
    )
    def test_la_basura_no(self, texto):
        assert not prueba.vale(texto)


class TestEntrar:
    @pytest.fixture(autouse=True)
    def _persona(self, usuario_con_rol):
        self.persona = usuario_con_rol("infraestructura")
        self.persona.set_password("la-buena")
        self.persona.save()

    def _entrar(self, cuenta, clave, **meta):
        return Client().post("/gestion/entrar", {"username": cuenta, "password": clave}, **meta)

    def _agotar(self, cuenta, **meta):
        return [self._entrar(cuenta, "mala", **meta).status_code for _ in range(7)]

    @pytest.mark.parametrize("cuenta", ["u-infraestructura", "no-existe", "", "x\x00y", "ñ" * 500])
    def test_la_cuenta_que_existe_y_la_que_no_responden_lo_mismo(self, cuenta):
        assert self._agotar(cuenta) == [200] * 6 + [429]
        pagina = self._entrar(cuenta, "mala")
        assert int(pagina["Retry-After"]) > 60
        assert "Demasiados intentos" in pagina.content.decode()

    def test_mientras_espera_ni_la_clave_buena_entra_y_quien_administra_la_suelta(self, cliente_con_rol, admin_client):
        self._agotar("u-infraestructura")
        assert self._entrar("u-infraestructura", "la-buena").status_code == 429
        assert self._entrar("U-INFRAESTRUCTURA ", "la-buena").status_code == 429
        datos = {"action": "dejar_entrar", "_selected_action": [self.persona.pk]}
        admin_client.post("/admin/auth/user/", datos)
        assert self._entrar("u-infraestructura", "la-buena").status_code == 302

    def test_desde_otra_direccion_si_entra(self):
        self._agotar("u-infraestructura")
        assert self._entrar("u-infraestructura", "la-buena", REMOTE_ADDR="192.0.2.7").status_code == 302

    def test_acertar_borra_los_fallos(self):
        for _ in range(3):
            for _ in range(5):
                self._entrar("u-infraestructura", "mala")
            assert self._entrar("u-infraestructura", "la-buena").status_code == 302

    def test_probar_muchas_cuentas_desde_una_direccion_tambien_se_frena(self):
        codigos = [self._entrar(f"cuenta-{n}", "mala").status_code for n in range(62)]
        assert codigos[:60] == [200] * 60
        assert codigos[-1] == 429

    def test_el_admin_no_tiene_otra_puerta(self, client, cliente_con_rol):
        assert client.get("/admin/")["Location"].startswith("/admin/login/")
        assert client.get("/admin/login/?next=/admin/")["Location"] == "/gestion/entrar?next=/admin/"
        assert (
            client.post("/admin/login/", {"username": "u-infraestructura", "password": "la-buena"}).status_code == 302
        )
        assert client.get("/admin/").status_code == 302

    def test_quien_no_es_funcionario_no_da_vueltas(self, client, django_user_model):
        client.force_login(django_user_model.objects.create_user("vecina", password="x"))
        assert client.get("/admin/login/").status_code == 403


@pytest.fixture(autouse=True)
def _sin_sal_de_otros():
    cache.clear()
