"""The outbox against a real mail server: what was queued arrives once, what fails is tried again, and is seen at the desk."""

import email
import email.policy
import re
import socket
import uuid
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from malla_vial import acciones
from malla_vial.acciones import avisos, envio
from malla_vial.models import Correo, EnlaceUnico, Reporte, Suscripcion
from tests import fabricas
from tests.cabeceras import HTML


class Oficina:
    """A mail server that takes letters, or answers what it is told to."""

    def __init__(self):
        self.cartas, self.al_destinatario, self.al_texto = [], {}, None

    async def handle_RCPT(self, server, session, sobre, direccion, opciones):
        if negativa := self.al_destinatario.get(direccion):
            return negativa
        sobre.rcpt_tos.append(direccion)
        return "250 OK"

    async def handle_DATA(self, server, session, sobre):
        if self.al_texto:
            return self.al_texto
        self.cartas.append(email.message_from_bytes(sobre.content, policy=email.policy.default))
        return "250 OK"


@pytest.fixture
def oficina(settings):
    manejador = Oficina()
    servidor = Controller(manejador, hostname="127.0.0.1", port=_puerto_libre())
    servidor.start()
    _apuntar(settings, servidor.port)
    yield manejador
    servidor.stop()


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return enchufe.getsockname()[1]


def _apuntar(settings, puerto: int) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", puerto, 5


def _encolar(a="ana@ejemplo.co", clave="una", **mas):
    directos = {"asunto": "Hola", "plantilla": "confirmar", "contexto": {"que": "el reporte X"}}
    acciones.encolar(a=a, clave=clave, **(directos | mas))


def _adelantar():
    Correo.objects.update(proximo_intento=timezone.now())


def _texto(carta) -> str:
    return carta.get_body(("plain",)).get_content()


def test_lo_encolado_llega_en_texto_y_en_html_y_una_sola_vez(oficina):
    _encolar()
    assert (envio.enviar_pendientes(), envio.enviar_pendientes()) == (1, 0)
    [carta] = oficina.cartas
    assert carta["To"] == "ana@ejemplo.co"
    assert "seguir el reporte X" in _texto(carta)
    assert "seguir el reporte X" in carta.get_body(("html",)).get_content()
    assert Correo.objects.get().estado == "enviado"


def test_el_mismo_suceso_escribe_a_cada_uno_una_vez():
    for a in ("ana@ejemplo.co", "Ana@Ejemplo.co", "luis@ejemplo.co"):
        _encolar(a=a)
    assert Correo.objects.count() == 2


def test_a_muchos_seguidores_se_escribe_de_una_vez():
    reporte = fabricas.reporte()
    for numero in range(4):
        avisos.confirmar(avisos.suscribir(correo=f"vecino{numero}@ejemplo.co", reporte=reporte))
    with CaptureQueriesContext(connection) as hechas:
        avisos.anunciar(reporte, avisos.Suceso("una vez", "En obra", "Ya vamos."))
    assert sum(una["sql"].startswith("INSERT") for una in hechas) == 1
    assert Correo.objects.count() == 4


def test_lo_que_el_servidor_pospone_se_intenta_luego(oficina):
    oficina.al_destinatario["ana@ejemplo.co"] = "451 vuelva luego"
    _encolar()
    assert envio.enviar_pendientes() == 0
    correo = Correo.objects.get()
    assert (correo.estado, correo.intentos) == ("pendiente", 1)
    assert "451" in correo.error
    assert correo.proximo_intento > timezone.now()
    oficina.al_destinatario.clear()
    _adelantar()
    assert envio.enviar_pendientes() == 1
    assert len(oficina.cartas) == 1


def test_la_espera_crece_y_tiene_tope():
    correo, antes = Correo(creado_en=timezone.now()), timedelta(0)
    for intento in range(1, 20):
        correo.intentos = intento
        envio._anotar_fallo(correo, OSError("caído"))
        espera = correo.proximo_intento - timezone.now()
        assert antes <= espera + timedelta(seconds=5)
        antes = min(espera, envio.ESPERA_MAXIMA - timedelta(seconds=1))
    assert espera <= envio.ESPERA_MAXIMA


@pytest.mark.parametrize("donde", ["destinatario", "texto"])
def test_lo_que_el_servidor_rechaza_queda_a_la_vista_y_se_puede_reintentar(oficina, donde, cliente_con_rol):
    if donde == "texto":
        oficina.al_texto = "554 no recibo eso"
    else:
        oficina.al_destinatario["ana@ejemplo.co"] = "550 no existe"
    _encolar()
    envio.enviar_pendientes()
    assert Correo.objects.get().estado == "fallido"
    mesa = cliente_con_rol("infraestructura")
    pagina = mesa.get("/gestion/correos?estado=fallido", **HTML).content.decode()
    assert "No se pudo entregar" in pagina
    assert re.search("55[04]", pagina)
    oficina.al_destinatario.clear()
    oficina.al_texto = None
    mesa.post(f"/gestion/correos/{Correo.objects.get().pk}/reintentar")
    assert envio.enviar_pendientes() == 1


def test_un_destinatario_malo_no_detiene_a_los_demas(oficina):
    oficina.al_destinatario["malo@ejemplo.co"] = "550 no existe"
    for a in ("malo@ejemplo.co", "ana@ejemplo.co", "luis@ejemplo.co"):
        _encolar(a=a)
    assert envio.enviar_pendientes() == 2


def test_una_carta_imposible_de_escribir_no_detiene_a_las_demas(oficina):
    _encolar(clave="mala", plantilla="no-existe")
    _encolar()
    assert envio.enviar_pendientes() == 1
    assert "TemplateDoesNotExist" in Correo.objects.get(estado="pendiente").error


def test_con_el_servidor_caido_el_reporte_se_recibe_y_el_correo_sale_despues(client, settings):
    _apuntar(settings, _puerto_libre())
    datos = fabricas.formulario(correo="ana@ejemplo.co", acepta="on")
    assert client.post("/reportar", datos, HTTP_ACCEPT="application/json").status_code == 201
    assert envio.enviar_pendientes() == 0
    assert Correo.objects.get().estado == "pendiente"
    manejador = Oficina()
    servidor = Controller(manejador, hostname="127.0.0.1", port=settings.EMAIL_PORT)
    servidor.start()
    try:
        _adelantar()
        assert envio.enviar_pendientes() == 1
    finally:
        servidor.stop()
    assert Reporte.objects.get().codigo in manejador.cartas[0]["Subject"]


def test_al_quinto_dia_se_rinde(oficina):
    oficina.al_destinatario["ana@ejemplo.co"] = "451 vuelva luego"
    _encolar()
    Correo.objects.update(creado_en=timezone.now() - envio.SE_RINDE)
    envio.enviar_pendientes()
    assert Correo.objects.get().estado == "fallido"


def test_un_salto_de_linea_en_el_asunto_no_escribe_encabezados(oficina):
    _encolar(asunto="Hueco\r\nBcc: todos@ejemplo.co\n\nhola")
    envio.enviar_pendientes()
    [carta] = oficina.cartas
    assert carta["Bcc"] is None
    assert carta["Subject"] == "Hueco Bcc: todos@ejemplo.co hola"


@pytest.mark.parametrize(
    "mal", ["<script>alert(1)</script>", "{{ settings.SECRET_KEY }}{% debug %}", "%(x)s {0.__class__}"]
)
def test_lo_que_alguien_escribe_va_literal(oficina, mal):
    _encolar(contexto={"que": mal})
    envio.enviar_pendientes()
    [carta] = oficina.cartas
    assert mal in _texto(carta)
    assert "<script" not in carta.get_body(("html",)).get_content()


def test_la_base_no_guarda_ningun_enlace_que_abra(oficina):
    reporte = fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    envio.enviar_pendientes()
    tokens = re.findall(r"/(?:enlaces|baja)/(\S+)", _texto(oficina.cartas[0]))
    assert len(set(tokens)) == 2
    guardado = str(list(EnlaceUnico.objects.values())) + str(list(Correo.objects.values()))
    assert reporte.codigo in guardado
    assert not any(token in guardado for token in tokens)


def test_lo_que_no_salio_no_deja_enlaces_sueltos(oficina):
    oficina.al_texto = "451 vuelva luego"
    fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    envio.enviar_pendientes()
    assert not EnlaceUnico.objects.exists()


def test_antes_de_confirmar_solo_llega_el_recibo(oficina, usuario_con_rol):
    reporte = fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    mover = lambda a, **con: acciones.cambiar_estado(  # noqa: E731
        reporte=reporte, a=a, usuario=usuario_con_rol("infraestructura"), **con
    )
    mover("en_verificacion")
    envio.enviar_pendientes()
    assert len(oficina.cartas) == 1
    avisos.confirmar(Suscripcion.objects.get())
    acciones.cambiar_estado(
        reporte=reporte, a="descartado", usuario=reporte.movimientos.last().usuario, respuesta="Fuimos y no estaba."
    )
    envio.enviar_pendientes()
    assert "Fuimos y no estaba." in _texto(oficina.cartas[1])


def test_cada_aviso_trae_como_dejar_de_recibirlo_con_un_toque(oficina):
    fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    envio.enviar_pendientes()
    [carta] = oficina.cartas
    assert carta["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    ruta = carta["List-Unsubscribe"].strip("<>").partition("://")[2].partition("/")[2]
    ajeno = Client(enforce_csrf_checks=True)
    assert ajeno.get(f"/{ruta}").status_code == 200
    assert Suscripcion.objects.get().baja_en is None
    assert ajeno.post(f"/{ruta}", {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Suscripcion.objects.get().baja_en


def test_al_mes_se_olvida_a_quien_se_escribio(oficina):
    _encolar()
    envio.enviar_pendientes()
    Correo.objects.update(creado_en=timezone.now() - timedelta(days=31))
    assert envio.purgar() == 1
    correo = Correo.objects.get()
    assert (correo.a, correo.contexto, correo.asunto) == ("", {}, "")


def test_la_bandeja_de_correos_es_de_quien_atiende(cliente_con_rol, client):
    assert client.get("/gestion/correos").status_code == 302
    assert cliente_con_rol("cultura").get("/gestion/correos", **HTML).status_code == 403


def test_ninguna_fila_de_la_bandeja_de_salida_guarda_lo_que_abre_un_enlace(client, cliente_con_rol, mailoutbox):
    """Attack F44: whoever reads the table, or a copy of it, opens nothing with it."""
    datos = {"clave": str(uuid.uuid4()), "asunto": "x", "texto": "x", "canal": "correo", "correo": "ana@ejemplo.co"}
    client.post("/pqrsd", datos | {"tipo": "queja", "acepta": "on"})
    client.post("/reportar", fabricas.formulario(correo="ana@ejemplo.co", acepta="on"))
    for puerta in ("/mis-reportes", "/privacidad/borrar"):
        client.post(puerta, {"correo": "ana@ejemplo.co"})
    antes = str(list(Correo.objects.values()))
    envio.enviar_pendientes()
    filas = antes + str(list(Correo.objects.values())) + str(list(EnlaceUnico.objects.values()))
    abren = {
        secreto for carta in mailoutbox for secreto in re.findall(r"(?:llave=|/enlaces/|/baja/)([\w-]+)", carta.body)
    }
    assert len(abren) >= 4
    assert any("llave=" in carta.body for carta in mailoutbox)
    assert not [secreto for secreto in abren if secreto in filas]
    assert "llave=" not in filas
