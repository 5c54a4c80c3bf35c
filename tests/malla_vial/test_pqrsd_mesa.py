"""Petitions at the desk: the lists, and each act by its form, for whoever attends to them."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from capas.geometria import a_grados
from malla_vial.models import Peticion
from tests import fabricas
from tests.malla_vial.pqrsd import radicar, texto

ACTOS = {
    "responder": {"texto": "El vigilante fue instruido"},
    "prorrogar": {"texto": "Falta oírlo", "hasta": "2099-01-02"},
    "trasladar": {"texto": "Es de ellos", "entidad": "Personería"},
    "pedir": {"texto": "¿Qué día?"},
    "asignar": {"dependencia": "infraestructura"},
}


@pytest.mark.parametrize(
    "lista", ["sin-responder", "por-vencer", "vencidas", "en-espera", "sin-completar", "por-ubicar", "todas", "x'"]
)
def test_cada_lista_se_abre(client, cliente_con_rol, lista):
    radicar(client)
    assert cliente_con_rol("atencion").get("/gestion/peticiones", {"lista": lista}).status_code == 200


def test_la_lista_por_ubicar_y_por_dependencia(client, cliente_con_rol):
    p, r = radicar(client), fabricas.reporte(punto=None)
    gestion = cliente_con_rol("atencion")
    ver = lambda **q: texto(gestion.get("/gestion/peticiones", q))  # noqa: E731
    assert (p.radicado in ver(lista="por-ubicar"), r.codigo in ver(lista="por-ubicar")) == (False, True)
    assert (p.radicado in ver(dependencia="atencion"), r.codigo in ver(dependencia="atencion")) == (True, False)
    assert r.codigo in ver(q=r.codigo[:8].lower())


def test_quien_recibe_las_peticiones_ubica_lo_que_llego_en_palabras(cliente_con_rol):
    r, gestion, pin = fabricas.reporte(punto=None), cliente_con_rol("atencion"), {"lon": "-75.2322", "lat": "4.4389"}
    url = f"/gestion/peticiones/{r.codigo}"
    pagina = texto(gestion.get(url))
    assert f"{url}/ubicar" in pagina
    assert f"/gestion/reportes/{r.codigo}" not in pagina
    for datos in ({"lon": "x", "lat": ""}, pin, {"lon": "-75.24", "lat": "4.4389"}):  # placed once, not moved
        gestion.post(f"{url}/ubicar", datos)
    r.refresh_from_db()
    assert a_grados(r.geom).x == pytest.approx(-75.2322, abs=1e-5)
    assert "/ubicar" not in texto(gestion.get(url))


def test_lo_que_el_dia_ya_no_permite_no_se_ofrece_y_se_dice_por_que(client, cliente_con_rol):
    p, gestion = radicar(client), cliente_con_rol("atencion")
    url = f"/gestion/peticiones/{p.radicado}"
    assert "no se puede." not in texto(gestion.get(url))
    Peticion.objects.filter(pk=p.pk).update(vence_el=timezone.localdate() - dt.timedelta(days=1))
    pagina = texto(gestion.get(url))
    assert f"{url}/prorrogar" not in pagina
    assert "se prorroga antes (art. 14, parágrafo)" in pagina
    assert f"{url}/responder" in pagina


@pytest.mark.parametrize("acto", ACTOS)
def test_cada_acto_se_hace_desde_su_formulario(client, cliente_con_rol, acto):
    p, gestion = radicar(client), cliente_con_rol("atencion")
    assert f"/gestion/peticiones/{p.radicado}/{acto}" in texto(gestion.get(f"/gestion/peticiones/{p.radicado}"))
    respuesta = gestion.post(f"/gestion/peticiones/{p.radicado}/{acto}", ACTOS[acto], follow=True)
    assert respuesta.status_code == 200
    p.refresh_from_db()
    cambio = {"responder": "respondida", "trasladar": "trasladada", "pedir": "en_espera"}.get(acto, "en_tramite")
    assert p.estado == cambio
    assert p.actos.count() == (acto not in ("prorrogar", "asignar"))  # 2099 is more than twice the term


def test_quien_no_la_atiende_no_la_ve_ni_la_toca(client, cliente_con_rol):
    p = radicar(client)
    for rol, codigo in (("infraestructura", 404), ("cultura", 404), ("tic", 404)):
        ajeno = cliente_con_rol(rol)
        assert ajeno.get(f"/gestion/peticiones/{p.radicado}").status_code == codigo
        assert ajeno.post(f"/gestion/peticiones/{p.radicado}/responder", ACTOS["responder"]).status_code == codigo
        assert p.radicado not in texto(ajeno.get("/gestion/peticiones"))
    assert client.get("/gestion/peticiones").status_code == 302
    assert Client(enforce_csrf_checks=True).post(f"/gestion/peticiones/{p.radicado}/responder").status_code == 403


def test_un_acto_que_no_existe_es_404(client, cliente_con_rol):
    p = radicar(client)
    assert cliente_con_rol("atencion").post(f"/gestion/peticiones/{p.radicado}/reabrir").status_code == 404


def test_lo_que_escribe_un_desconocido_se_muestra_como_texto(client, cliente_con_rol):
    p = radicar(client, asunto="<script>alert(1)</script>", texto="<img src=x onerror=alert(1)>")
    for pagina in (
        cliente_con_rol("atencion").get(f"/gestion/peticiones/{p.radicado}"),
        client.get(f"/peticiones/{p.radicado}"),
        client.get(f"/peticiones/{p.radicado}/constancia"),
    ):
        assert "<script>alert" not in texto(pagina)
        assert "<img src=x" not in texto(pagina)


@pytest.mark.parametrize("tabla", ["dependencia", "tipopeticion", "dianohabil"])
def test_los_datos_del_reloj_los_edita_quien_recibe_las_peticiones(cliente_con_rol, tabla):
    url = f"/admin/malla_vial/{tabla}/"
    assert cliente_con_rol("atencion").get(url).status_code == 200
    assert cliente_con_rol("cultura").get(url).status_code == 403
