"""The citizen's report: what is acknowledged is stored, once, in its place, and says nothing of who sent it."""

import io
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from malla_vial import acciones
from malla_vial.models import Contacto, Movimiento, Reporte
from tests import fabricas
from tests.cabeceras import HTML, JSON


def test_un_reporte_recibe_codigo_y_pagina(client):
    respuesta = client.post("/reportar", fabricas.formulario(), **HTML)
    assert respuesta.status_code == 302
    pagina = client.get(respuesta["Location"], **HTML)
    codigo = Reporte.objects.get().codigo
    assert codigo in pagina.content.decode()
    assert "Recibido" in pagina.content.decode()


def test_se_situa_solo_en_tramo_barrio_y_comuna(client):
    fabricas.municipio()
    tramo = fabricas.tramo(dx=-30, dy=10, largo=100)
    client.post("/reportar", fabricas.formulario(), **JSON)
    reporte = Reporte.objects.get()
    assert (reporte.comuna, reporte.barrio, reporte.tramo) == ("Centro", "La Pola", tramo)
    assert reporte.medida == pytest.approx(30, abs=0.1)
    assert reporte.direccion == tramo.nombre


def test_lejos_de_toda_via_queda_sin_tramo(client):
    fabricas.tramo(dy=500)
    client.post("/reportar", fabricas.formulario(), **JSON)
    assert Reporte.objects.get().tramo is None


def test_la_misma_clave_dos_veces_es_el_mismo_reporte(client):
    sobre = fabricas.formulario()
    codigos = {client.post("/reportar", sobre, **JSON).json()["codigo"] for _ in range(3)}
    assert len(codigos) == 1
    assert Reporte.objects.count() == 1
    assert Movimiento.objects.count() == 1


def test_la_misma_clave_con_otro_contenido_se_rechaza(client):
    sobre = fabricas.formulario()
    client.post("/reportar", sobre, **JSON)
    respuesta = client.post("/reportar", sobre | {"descripcion": "Otra cosa"}, **JSON)
    assert respuesta.status_code == 422
    assert Reporte.objects.count() == 1


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"tipo": "ovni"}, "válida"),
        ({"tipo": ""}, "obligatorio"),
        ({"lon": "", "lat": ""}, "lugar"),
        ({"clave": "x"}, "UUID"),
        ({"correo": "no-es-correo", "acepta": "on"}, "correo"),
        ({"nombre": "Ana"}, "autorización"),
        ({"descripcion": "x" * 2001}, "2000"),
        ({"tamano": "gigante"}, "válida"),
    ],
)
def test_lo_que_falta_se_dice_y_no_se_guarda(client, cambio, dice):
    respuesta = client.post("/reportar", fabricas.formulario(**cambio), **JSON)
    assert respuesta.status_code == 422
    assert dice in respuesta.json()["detail"]
    assert not Reporte.objects.exists()
    pagina = client.post("/reportar", fabricas.formulario(**cambio), **HTML)
    assert pagina.status_code == 422
    assert "Falta algo" in pagina.content.decode()


def test_el_contacto_queda_aparte_y_no_sale_por_ninguna_puerta(client):
    datos = {"nombre": "Ana Pérez", "correo": "ana@ejemplo.co", "telefono": "3001234567", "acepta": "on"}
    client.post("/reportar", fabricas.formulario(**datos), **JSON)
    reporte = Reporte.objects.get()
    assert Contacto.objects.get().correo == "ana@ejemplo.co"
    publicas = [
        f"/reportes/{reporte.codigo}",
        f"/ogc/collections/reportes/items/{reporte.pk}",
        f"/mapa/elemento/reportes/{reporte.pk}",
    ]
    for url in [*publicas, "/datos/reportes.csv", "/mapa/lista?capas=reportes"]:
        for cliente in (client, Client()):
            respuesta = cliente.get(url)
            texto = (respuesta.getvalue() if respuesta.streaming else respuesta.content).decode()
            assert not any(dato in texto for dato in ("Ana Pérez", "ana@ejemplo", "3001234567"))


def test_el_texto_lo_ve_quien_lo_escribio_y_los_demas_cuando_se_aprueba(client, usuario_con_rol):
    client.post("/reportar", fabricas.formulario(descripcion="Hueco frente a mi casa"), **JSON)
    reporte = Reporte.objects.get()
    ver = lambda cliente: "frente a mi casa" in cliente.get(f"/reportes/{reporte.codigo}", **HTML).content.decode()  # noqa: E731
    assert (ver(client), ver(Client())) == (True, False)
    acciones.moderar(
        reporte=reporte,
        visible=True,
        texto_aprobado=True,
        fotos_publicas=[],
        usuario=usuario_con_rol("infraestructura"),
    )
    assert ver(Client())


def test_la_sena_que_alguien_escribe_no_sale_por_ninguna_puerta(client):
    client.post("/reportar", fabricas.formulario(direccion="Frente a la casa de Rosalba"), **JSON)
    reporte = Reporte.objects.get()
    assert "Rosalba" in client.get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    for url in (
        f"/reportes/{reporte.codigo}",
        "/ogc/collections/reportes/items",
        f"/mapa/elemento/reportes/{reporte.pk}",
    ):
        assert "Rosalba" not in Client().get(url).content.decode()


def test_un_reporte_oculto_no_existe_para_nadie_de_afuera(client):
    """Its author still has its petition, where the city answers."""
    client.post("/reportar", fabricas.formulario(), **JSON)
    reporte = Reporte.objects.get()
    reporte.visible = False
    reporte.save()
    for cliente in (client, Client()):
        assert cliente.get(f"/reportes/{reporte.codigo}").status_code == (302 if cliente is client else 404)
        assert cliente.get(f"/ogc/collections/reportes/items/{reporte.pk}").status_code == 404


@pytest.mark.parametrize("codigo", ["IBG-0000000", "x", "'", "IBG-" + "A" * 500])
def test_un_codigo_inventado_es_404(client, codigo):
    assert client.get(f"/reportes/{codigo}").status_code == 404


def test_el_codigo_se_teclea_en_minusculas(client):
    reporte = fabricas.reporte()
    respuesta = client.get("/reportes", {"codigo": f" {reporte.codigo.lower()} "})
    assert respuesta["Location"] == f"/reportes/{reporte.codigo}"


def test_la_galleta_falsificada_no_abre_nada(client):
    reporte = fabricas.reporte(descripcion="secreto")
    client.cookies["mis_reportes"] = reporte.codigo
    assert "secreto" not in client.get(f"/reportes/{reporte.codigo}", **HTML).content.decode()


def test_veinte_envios_a_la_vez_son_uno():
    """The unique key decides a race, not the look before it."""
    from django.db import transaction

    clave, radicar = uuid.uuid4(), acciones.radicar_reporte
    primero = fabricas.reporte(clave=clave)
    with pytest.MonkeyPatch.context() as parche, transaction.atomic():
        vistos = iter([None, primero, primero])
        parche.setattr("malla_vial.acciones.sobres._previa", lambda *a: next(vistos))
        repetido = radicar(tipo=primero.tipo, punto=primero.geom, clave=clave, descripcion="Un hueco hondo")
    assert repetido.pk == primero.pk


def test_medio_envio_no_es_un_envio(client):
    """A form whose end was cut on the way is no form: it would lose its last fields, or a photo."""
    from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

    cuerpo = encode_multipart(BOUNDARY, fabricas.formulario(foto=fabricas.foto()))
    medio = {"wsgi.input": io.BytesIO(cuerpo[: len(cuerpo) // 2]), "CONTENT_LENGTH": str(len(cuerpo))}
    respuesta = client.generic("POST", "/reportar", b"", **medio, CONTENT_TYPE=MULTIPART_CONTENT, **JSON)
    assert respuesta.status_code == 400
    assert not Reporte.objects.exists()


@pytest.mark.parametrize(
    ("reloj", "queda"),
    [
        ("2026-10-01T08:30:00.000Z", "2026-10-01T08:30:00+00:00"),
        ("2026-10-01T08:30:00", None),
        ("3026-10-01T08:30:00Z", None),
        ("ayer", None),
        ("2026-99-99T99:00:00Z", None),
    ],
)
def test_la_hora_del_telefono_se_guarda_y_la_del_servidor_manda(client, reloj, queda):
    """F10: what a wrong clock says is no reason to refuse a report."""
    antes = timezone.now()
    assert client.post("/reportar", fabricas.formulario(hecho_en=reloj), **JSON).status_code == 201
    reporte = Reporte.objects.get()
    assert (reporte.hecho_en and reporte.hecho_en.isoformat()) == queda
    assert reporte.radicado_en >= antes - timedelta(minutes=1)
