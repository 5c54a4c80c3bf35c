"""What a browser can be made to do against us (rows F39-F47): markup, templates, spreadsheets, links, tokens, other sites, floods."""

import csv
import io
import re

import pytest
from django.apps import apps
from django.test import Client
from django.urls import get_resolver

from capas.llaves import huella
from malla_vial import acciones
from malla_vial.acciones import enlaces, envio
from malla_vial.models import Correo, EnlaceUnico, Reporte, Suscripcion
from tests import fabricas
from tests.cabeceras import HTML

GUION = '"><script>alert(1)</script><img src=x onerror=alert(2)>'
PLANTILLA = "{{ 7|add:7 }} {% now 'Y' %} {0.__class__} %(x)s ${7*7} #{7*7}"
PUBLICAS = [
    "/",
    "/reportar",
    "/reportes",
    "/datos/",
    "/metadatos/",
    "/privacidad",
    "/privacidad/borrar",
    "/gestion/entrar",
]


@pytest.fixture
def publicado(usuario_con_rol):
    """Makes a report whose text staff approved without reading."""
    usuario = usuario_con_rol("infraestructura")

    def crear(texto: str) -> Reporte:
        reporte = fabricas.reporte(descripcion=texto, direccion=texto[:150])
        acciones.moderar(reporte=reporte, visible=True, texto_aprobado=True, fotos_publicas=[], usuario=usuario)
        acciones.cambiar_estado(reporte=reporte, a="en_verificacion", usuario=usuario, respuesta=texto)
        return Reporte.objects.get()

    return crear


@pytest.mark.parametrize("texto", [GUION, PLANTILLA], ids=["F39 guion", "F40 plantilla"])
class TestTexto:
    def _paginas(self, reporte, cliente_con_rol):
        desde = cliente_con_rol("planeacion")
        yield Client().get(f"/reportes/{reporte.codigo}", **HTML)
        yield Client().get(f"/ogc/collections/reportes/items/{reporte.pk}?f=html")
        yield desde.get(f"/gestion/reportes/{reporte.codigo}")
        yield desde.get("/gestion/por-revisar")

    def test_en_las_paginas_es_texto_y_nada_mas(self, publicado, cliente_con_rol, texto):
        reporte = publicado(texto)
        for pagina in self._paginas(reporte, cliente_con_rol):
            assert pagina.status_code == 200
            contenido = pagina.content.decode()
            assert "<script>alert" not in contenido
            assert "<img src=x" not in contenido
            assert "14 2026" not in contenido

    def test_en_el_formulario_que_vuelve(self, client, texto):
        pagina = client.post("/reportar", fabricas.formulario(tipo="", descripcion=texto), **HTML).content.decode()
        assert "<script>alert" not in pagina
        assert "<img src=x" not in pagina
        assert "14 2" not in pagina

    def test_en_el_correo(self, publicado, texto):
        reporte = publicado("Un hueco")
        Suscripcion.objects.create(correo="a@b.co", clase="reporte", reporte=reporte, confirmada_en=reporte.radicado_en)
        acciones.anunciar(reporte, acciones.Suceso("x", texto, texto))
        carta = envio.redactar(Correo.objects.latest("pk"))
        html = carta.alternatives[0][0]
        assert "<script>alert" not in html
        assert "<img src=x" not in html
        assert "\n" not in carta.subject


@pytest.mark.parametrize("ruta", PUBLICAS)
def test_ninguna_pagina_publica_deja_correr_un_guion_ajeno(client, ruta):
    """CSP without unsafe-inline: what would get through the templates would not run."""
    respuesta = client.get(ruta, **HTML)
    assert respuesta.status_code == 200
    politica = dict(parte.split(" ", 1) for parte in respuesta["Content-Security-Policy"].split("; ") if " " in parte)
    assert "unsafe" not in politica["script-src"]
    assert (politica["object-src"], politica["base-uri"]) == ("'none'", "'self'")
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    for guion in re.findall(r"<script\b[^>]*>", respuesta.content.decode()):
        assert "src=" in guion or "application/json" in guion or "nonce=" in guion


def test_el_admin_solo_afloja_donde_hay_un_mapa(admin_client):
    assert "unsafe-inline" not in _guiones(admin_client.get("/admin/"))
    assert "unsafe-inline" not in _guiones(admin_client.get("/admin/auth/user/"))
    assert "unsafe-inline" in _guiones(admin_client.get("/admin/conectividad/zonawifi/add/"))


def _guiones(respuesta):
    return re.search(r"script-src[^;]*", respuesta["Content-Security-Policy"])[0]


@pytest.mark.parametrize("texto", ["=HYPERLINK(1)", "+1+1", "@SUM(1)", "\t=1+1", "-2+3", "\r=1"])
def test_f41_una_celda_no_es_una_formula(client, publicado, texto):
    publicado(texto)
    filas = list(csv.reader(io.StringIO(b"".join(client.get("/datos/reportes.csv")).decode("utf-8-sig"))))
    assert not [celda for fila in filas[1:] for celda in fila if celda[:1] in "=+@\t\r" and celda]


class TestF43Enlaces:
    @pytest.fixture
    def suscripcion(self):
        return Suscripcion.objects.create(correo="a@b.co", clase="reporte", reporte=fabricas.reporte())

    def test_tres_clics_hacen_un_cambio(self, client, suscripcion):
        token = enlaces.emitir("confirmar", correo="a@b.co", suscripcion=suscripcion)
        ruta = f"/enlace/{token}"
        codigos = {client.post(_ruta(token)).status_code for _ in range(3)}
        assert codigos == {200}, ruta
        assert EnlaceUnico.objects.get().usado_en

    def test_tarde_o_inventado_es_404(self, client, suscripcion):
        token = enlaces.emitir("confirmar", correo="a@b.co", suscripcion=suscripcion)
        EnlaceUnico.objects.update(vence=suscripcion.reporte.radicado_en)
        assert client.get(_ruta(token), **HTML).status_code == 404
        assert client.get(_ruta("x" * 43), **HTML).status_code == 404


def _ruta(token):
    from django.urls import reverse

    return reverse("enlace", args=[token])


def test_f44_de_lo_que_abre_puertas_la_base_solo_tiene_huellas(client):
    token = enlaces.emitir("mis_reportes", correo="a@b.co")
    guardado = str(
        [list(m.objects.values()) for m in apps.get_models() if m._meta.app_label in ("malla_vial", "capas")]
    )
    assert token not in guardado
    assert huella(token) in guardado


# F45: other sites


def _que_escriben():
    """Every address of the desk and of the citizen that is written to by POST."""
    codigo = "IBG-AAAAAAA"
    return [
        "/reportar", "/reportar/fotos", f"/gestion/reportes/{codigo}/estado", f"/gestion/reportes/{codigo}/nota",
        f"/gestion/reportes/{codigo}/publicacion", f"/gestion/reportes/{codigo}/pin", f"/gestion/por-revisar/{codigo}/soltar",
        f"/gestion/por-revisar/{codigo}/rechazar", "/gestion/vetos/1/levantar", f"/gestion/contacto/{codigo}", "/gestion/obras/nueva",
        "/gestion/entrar", "/gestion/salir", "/privacidad/borrar", "/privacidad/borrar/propios", "/admin/auth/user/add/",
    ]  # fmt: skip


@pytest.mark.parametrize("ruta", _que_escriben())
def test_f45_sin_la_ficha_de_la_pagina_no_se_escribe(admin_user, ruta):
    cliente = Client(enforce_csrf_checks=True)
    cliente.force_login(admin_user)
    respuesta = cliente.post(ruta, {"x": "1"}, HTTP_ORIGIN="https://malo.example", **HTML)
    assert respuesta.status_code == 403
    assert "Access-Control-Allow-Origin" not in respuesta


def test_f45_ninguna_vista_que_escribe_se_salta_la_ficha_sin_decirlo():
    """What has no CSRF token says why: a key, a token in the address, or nothing of anybody to abuse."""
    exentas = {ruta for ruta, vista in _vistas(get_resolver().url_patterns) if getattr(vista, "csrf_exempt", False)}
    permitidas = (
        "ogc/",
        "servicios/",
        "open311/",
        "avisos/",
        "enlace",
        "baja",
        "riesgo/",
        "datos/",
        "csw",
        "correo",
        "seguir",
    )
    assert not [ruta for ruta in exentas if not ruta.startswith(permitidas) and "baja" not in ruta]


def _vistas(patrones, prefijo=""):
    for patron in patrones:
        ruta = prefijo + str(patron.pattern)
        if hasattr(patron, "url_patterns"):
            yield from _vistas(patron.url_patterns, ruta)
        else:
            yield ruta, patron.callback


@pytest.mark.parametrize(
    "nombre", ["malo.example", "malo.example:80", "testserver@malo.example", "testserver.malo.example", "a b"]
)
def test_f45_un_nombre_de_otro_es_400(client, nombre):
    respuesta = client.get("/reportes", HTTP_HOST=nombre, **HTML)
    assert respuesta.status_code == 400
    assert nombre not in respuesta.content.decode()


PRIVADAS = [
    "/gestion/",
    "/gestion/por-revisar",
    "/gestion/obras",
    "/gestion/correos",
    "/gestion/tareas",
    "/gestion/entidades",
    "/gestion/entidades/nueva",
    "/admin/",
    "/reportes",
    "/privacidad/borrar",
]


@pytest.mark.parametrize("ruta", PRIVADAS)
def test_f45_lo_de_una_persona_no_se_guarda_en_el_camino(admin_client, ruta):
    respuesta = admin_client.get(ruta, **HTML)
    assert respuesta.status_code == 200
    assert "no-store" in respuesta["Cache-Control"]


@pytest.mark.parametrize("cola", ["/x.css", ".css", "/logo.png", "%0a.css", ";.js", "%3b.css"])
@pytest.mark.parametrize("ruta", ["/gestion/por-revisar", "/gestion/reportes/{}", "/reportes/{}"])
def test_f45_ni_con_un_nombre_que_parece_de_archivo(admin_client, ruta, cola):
    codigo = fabricas.reporte().codigo
    respuesta = admin_client.get(ruta.format(codigo) + cola, **HTML)
    assert respuesta.status_code in (301, 302, 404)
    assert "no-store" in respuesta.get("Cache-Control", "")


def test_f46_pedir_el_borrado_no_dice_si_el_correo_se_conoce(client):
    fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    paginas = []
    for correo in ("ana@ejemplo.co", "nadie@ejemplo.co"):
        respuesta = client.post("/privacidad/borrar", {"correo": correo}, **HTML)
        paginas.append((respuesta.status_code, respuesta["Location"]))
    assert paginas[0] == paginas[1]


def test_f47_pedir_muchos_enlaces_es_429(client):
    codigos = [client.post("/privacidad/borrar", {"correo": f"a{n}@b.co"}, **HTML) for n in range(12)]
    assert codigos[-1].status_code == 429
    assert int(codigos[-1]["Retry-After"]) > 0
