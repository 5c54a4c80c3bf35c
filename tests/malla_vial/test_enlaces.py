"""Links that open once: looking does nothing, pressing does it once, and what is late, false or another's opens nothing."""

import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from malla_vial import acciones, fotos
from malla_vial.acciones import avisos, enlaces, envio
from malla_vial.models import Correo, EnlaceUnico, Foto, Peticion, Suscripcion, Valoracion
from tests import fabricas
from tests.cabeceras import HTML

P = EnlaceUnico.Proposito


@pytest.fixture
def reporte():
    return fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"))


@pytest.fixture
def resuelto(reporte, usuario_con_rol):
    usuario = usuario_con_rol("infraestructura")
    for a in ("en_verificacion", "resuelto"):
        reporte = acciones.cambiar_estado(reporte=reporte, a=a, usuario=usuario, respuesta="Lo tapamos.")
    return reporte


def _ruta(proposito, **con) -> str:
    con.setdefault("correo", "ana@ejemplo.co")
    return f"/enlaces/{enlaces.emitir(proposito, **con)}"


def _de_confirmar():
    return _ruta(P.CONFIRMAR, suscripcion=Suscripcion.objects.get())


def test_mirar_un_enlace_no_lo_usa(reporte, client):
    ruta = _de_confirmar()
    for _ in range(3):
        assert "Sí, avísenme" in client.get(ruta, **HTML).content.decode()
    assert Suscripcion.objects.get().confirmada_en is None


def test_oprimido_tres_veces_confirma_una_y_responde_lo_mismo(reporte, client):
    ruta = _de_confirmar()
    paginas = {client.post(ruta, **HTML).content for _ in range(3)}
    assert len(paginas) == 1
    assert "confirmado" in paginas.pop().decode()
    avisos.dar_de_baja(Suscripcion.objects.get())
    client.post(ruta, **HTML)
    assert Suscripcion.objects.get().baja_en


def test_de_baja_cuantas_veces_se_oprima_y_si_algo_falla_el_enlace_sirve_otra_vez(reporte, client, monkeypatch):
    suscripcion = Suscripcion.objects.get()
    ruta = _ruta(P.BAJA, suscripcion=suscripcion)
    with monkeypatch.context() as roto:
        roto.setattr(avisos, "dar_de_baja", lambda s: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            client.post(ruta, **HTML)
    assert EnlaceUnico.objects.filter(proposito=P.BAJA, usado_en=None).count() == 1
    for _ in range(2):
        Suscripcion.objects.update(baja_en=None)
        client.post(ruta, **HTML)
        assert Suscripcion.objects.get().baja_en


def test_la_lista_se_cierra_cuando_vence_su_enlace_aunque_se_oprima_al_final(reporte, client, monkeypatch):
    ruta, ahora = _ruta(P.MIS_REPORTES), timezone.now()
    abre = lambda: reporte.codigo in client.get("/mis-reportes", **HTML).content.decode()  # noqa: E731
    for minutos, abierta in ((110, True), (119, True), (121, False)):
        monkeypatch.setattr("django.utils.timezone.now", lambda m=minutos: ahora + timedelta(minutes=m))
        if abierta:
            client.post(ruta, **HTML)
        assert abre() is abierta


@pytest.mark.parametrize("proposito", P)
def test_tarde_no_abre(proposito, reporte, client):
    ruta = _ruta(proposito, suscripcion=Suscripcion.objects.get(), reporte=reporte)
    EnlaceUnico.objects.update(vence=timezone.now() - timedelta(seconds=1))
    for pedir in (client.get, client.post):
        respuesta = pedir(ruta, **HTML)
        assert respuesta.status_code == 404
        assert "se venció" in respuesta.content.decode()
        for donde_pedir_otro in ("«Mis reportes»", "«Borrar mis datos»", "página del reporte"):
            assert donde_pedir_otro in respuesta.content.decode()


@pytest.mark.parametrize("token", ["x", "a" * 500, "%00", "'"])
def test_un_enlace_inventado_no_abre(token, client):
    assert client.get(f"/enlaces/{token}").status_code == 404
    assert client.post(f"/baja/{token}").status_code == 404


def test_un_enlace_de_otra_cosa_no_da_de_baja(reporte, client):
    token = _de_confirmar().rpartition("/")[2]
    respuesta = client.post(f"/baja/{token}")
    assert respuesta.status_code == 404
    assert "dejar de recibir correos" in respuesta.json()["detail"]


def test_la_direccion_del_enlace_no_sale_de_la_pagina(reporte, client):
    respuesta = client.get(_de_confirmar(), **HTML)
    assert respuesta["Referrer-Policy"] == "same-origin"
    assert "no-store" in respuesta["Cache-Control"]


def test_mis_reportes_se_abre_en_un_navegador_y_no_en_dos(reporte):
    ruta, suya, otra = _ruta(P.MIS_REPORTES), Client(), Client()
    lista = suya.post(ruta, follow=True, **HTML).content.decode()
    assert reporte.codigo in lista
    assert reporte.codigo in suya.post(ruta, follow=True, **HTML).content.decode()
    for pedir in (otra.get, otra.post):
        ajena = pedir(ruta, follow=True, **HTML).content.decode()
        assert "ya se usó" in ajena
        assert reporte.codigo not in ajena


def test_por_mis_reportes_se_ven_las_propias_fotos_y_se_completa_lo_que_faltaba(client):
    limpia = fotos.limpiar(SimpleUploadedFile("foto.jpg", fabricas.foto().read()))
    suyo = fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"), fotos=[limpia])
    foto = Foto.objects.get()
    Peticion.objects.update(estado="en_espera", completar_hasta=timezone.localdate() + timedelta(days=9))
    client.post(_ruta(P.MIS_REPORTES))
    assert "/completar" in client.get(f"/reportes/{suyo.codigo}", **HTML).content.decode()
    rutas = (f"/fotos/{foto.pk}-m.jpg", f"/peticiones/{suyo.codigo}/constancia")
    assert [client.get(ruta).status_code for ruta in rutas] == [200, 200]
    assert [Client().get(ruta).status_code for ruta in rutas] == [404, 404]
    client.post(f"/peticiones/{suyo.codigo}/completar", {"texto": "Es frente al colegio"}, **HTML)
    assert Peticion.objects.get().actos.get(acto="aportar").dice == "Es frente al colegio"


def test_mis_reportes_se_cierra_a_las_dos_horas(reporte, client, monkeypatch):
    client.post(_ruta(P.MIS_REPORTES))
    ahora = time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: ahora + 2 * 3600 + 5)
    assert reporte.codigo not in client.get("/mis-reportes", **HTML).content.decode()


def test_mis_reportes_responde_igual_a_quien_conoce_y_a_quien_no(reporte, client, settings):
    Correo.objects.all().delete()
    pedir = lambda correo: client.post("/mis-reportes", {"correo": correo}, **HTML)  # noqa: E731
    conocida, desconocida = pedir("ana@ejemplo.co"), pedir("nadie@ejemplo.co")
    assert conocida.content == desconocida.content
    assert Correo.objects.count() == 2  # the same work is done for both; the second goes nowhere
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core import mail

    envio.enviar_pendientes()
    assert [carta.to for carta in mail.outbox] == [["ana@ejemplo.co"]]


def test_un_si_queda_anotado_y_no_cambia_el_estado(resuelto, client):
    ruta = _ruta(P.ARREGLADO, reporte=resuelto)
    for _ in range(3):
        client.post(ruta, {"arreglado": "si", "satisfaccion": "5"}, **HTML)
    valoracion = Valoracion.objects.get()
    assert (valoracion.arreglado, valoracion.satisfaccion) == (True, 5)
    resuelto.refresh_from_db()
    assert resuelto.estado == "resuelto"
    assert "ana" not in valoracion.quien


def test_un_no_devuelve_el_caso_a_la_bandeja_una_vez(resuelto, client):
    for _ in range(3):
        client.post(_ruta(P.ARREGLADO, reporte=resuelto), {"arreglado": "no", "palabras": "Se hundió otra vez"}, **HTML)
    resuelto.refresh_from_db()
    assert resuelto.estado == "reabierto"
    assert resuelto.movimientos.filter(a="reabierto").count() == 1
    assert "hundió" not in resuelto.movimientos.last().respuesta
    assert "hundió" in resuelto.notas.get().texto


def test_una_persona_reabre_un_caso_una_vez(resuelto, usuario_con_rol):
    quien = {"reporte": resuelto, "quien": "ana@ejemplo.co", "arreglado": False}
    acciones.valorar(**quien)
    usuario = resuelto.movimientos.filter(usuario__isnull=False).last().usuario
    for a in ("en_verificacion", "resuelto"):
        acciones.cambiar_estado(reporte=resuelto, a=a, usuario=usuario, respuesta="Ahora sí.")
    acciones.valorar(**quien)
    resuelto.refresh_from_db()
    assert resuelto.estado == "resuelto"
    assert Valoracion.objects.count() == 2


@pytest.mark.parametrize("satisfaccion", ["0", "6", "-1", "x", "5.5"])
def test_una_satisfaccion_imposible_no_se_guarda(resuelto, client, satisfaccion):
    client.post(_ruta(P.ARREGLADO, reporte=resuelto), {"arreglado": "si", "satisfaccion": satisfaccion}, **HTML)
    assert not Valoracion.objects.exists()


def test_mucho_despues_ya_no_se_reabre(resuelto, client, settings):
    resuelto.movimientos.filter(a="resuelto").update(
        fecha=timezone.now() - timedelta(days=settings.REAPERTURA_DIAS, minutes=1)
    )
    respuesta = client.post(_ruta(P.ARREGLADO, reporte=resuelto), {"arreglado": "no"}, **HTML)
    assert "repórtelo de nuevo" in respuesta.content.decode()
    resuelto.refresh_from_db()
    assert resuelto.estado == "resuelto"
