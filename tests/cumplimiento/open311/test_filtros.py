"""GET service requests: which ones, of what dates and page by page."""

import datetime as dt

import pytest
from django.utils import timezone

from malla_vial.estados import ABIERTOS, CERRADOS, Estado
from malla_vial.models import Movimiento, Reporte, TipoDano
from tests import fabricas
from tests.cumplimiento.open311.comun import FORMATOS, codigos


def test_varios_por_numero_sin_otro_filtro(pedir, varios):
    """«multiple service_request_id, comma delimited. This overrides all other arguments»."""
    dos = [varios[Estado.RECIBIDO].codigo, varios[Estado.RESUELTO].codigo]
    Reporte.objects.update(radicado_en=timezone.now() - dt.timedelta(days=400))
    assert codigos(pedir("requests", service_request_id=",".join(dos), status="open", service_code="x")) == set(dos)


@pytest.mark.parametrize(
    ("pedido", "estados"), [("open", ABIERTOS), ("closed", CERRADOS), ("open,closed", tuple(Estado))]
)
def test_por_estado(pedir, varios, pedido, estados):
    assert codigos(pedir("requests", status=pedido)) == {varios[estado].codigo for estado in estados}


def test_por_servicio(pedir, ciudad):
    otro = TipoDano.objects.create(codigo="zanja", nombre="Zanja", descripcion="-")
    hueco, zanja = fabricas.reporte(), fabricas.reporte(tipo=otro)
    assert codigos(pedir("requests", service_code="zanja")) == {zanja.codigo}
    assert codigos(pedir("requests", service_code="zanja,hueco")) == {zanja.codigo, hueco.codigo}


def test_noventa_dias_si_no_se_dice_otra_cosa(pedir, ciudad):
    """«When not specified, the range defaults to most recent 90 days»."""
    nuevo, viejo = fabricas.reporte(), fabricas.reporte()
    Reporte.objects.filter(pk=viejo.pk).update(radicado_en=timezone.now() - dt.timedelta(days=91))
    assert codigos(pedir("requests")) == {nuevo.codigo}
    hace_cien = (timezone.now() - dt.timedelta(days=100)).isoformat()
    assert codigos(pedir("requests", start_date=hace_cien)) == {viejo.codigo}


@pytest.mark.parametrize(
    ("desde", "hasta", "estado"),
    [
        ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", 200),
        ("2026-01-01T00:00:00-05:00", "2026-01-31", 200),
        ("2026-01-01T00:00:00Z", "2026-04-02T00:00:00Z", 400),
        ("2026-04-01T00:00:00Z", "2026-01-01T00:00:00Z", 400),
        ("ayer", "", 400),
        ("0001-01-01", "", 200),
        ("", "0001-01-01", 400),
        ("9999-12-31T23:59:59Z", "", 400),
    ],
)
def test_fechas(pedir, ciudad, desde, hasta, estado):
    """«may not span more than 90 days»."""
    pedir("requests", estado=estado, start_date=desde, end_date=hasta)


def test_lo_que_cambio_desde(pedir, ciudad):
    """Extension: what changed is asked for whenever it was made."""
    quieto, movido = fabricas.reporte(), fabricas.reporte()
    Reporte.objects.update(radicado_en=timezone.now() - dt.timedelta(days=300))
    Movimiento.objects.filter(reporte=quieto).update(fecha=timezone.now() - dt.timedelta(days=300))
    ayer = (timezone.now() - dt.timedelta(days=1)).isoformat()
    assert codigos(pedir("requests", updated_after=ayer)) == {movido.codigo}


def test_paginas(pedir, ciudad):
    """Extension: page and page_size, newest first, none twice and none lost."""
    todos = {fabricas.reporte(dx=n).codigo for n in range(5)}
    paginas = [pedir("requests", page=n, page_size=2) for n in (1, 2, 3, 4)]
    assert [len(pagina) for pagina in paginas] == [2, 2, 1, 0]
    assert set().union(*map(codigos, paginas)) == todos


def test_caja(pedir, ciudad):
    """Extension: bbox=west,south,east,north."""
    cerca, _ = fabricas.reporte(), fabricas.reporte(dx=5000)
    assert codigos(pedir("requests", bbox="-75.24,4.43,-75.22,4.45")) == {cerca.codigo}
    assert pedir("requests", bbox="0,0,1,1") == []


MAL_PEDIDO = [
    {"status": "abierto"}, {"page": "0"}, {"page": "x"}, {"page": "²"}, {"page_size": "1001"}, {"page_size": "-1"}, {"bbox": "1,2,3"},
    {"bbox": "nan,1,2,3"}, {"bbox": "-75,5,-74,4"}, {"start_date": "2026-13-01"}, {"service_request_id": "a\x00"},
    {"service_request_id": ",".join("x" * 300)}, {"updated_after": "0001-01-01T00:00:00+23:00"},
]  # fmt: skip


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize("parametros", MAL_PEDIDO, ids=str)
def test_lo_que_no_se_entiende(pedir, ciudad, parametros, formato):
    (error,) = pedir("requests", formato, 400, **parametros)
    assert error["description"]


@pytest.mark.parametrize(
    "nombre", ["callback", "jsonp", "_connector", "__class__", "id__gt", "estado.x", "estado\x00", "a\nb"]
)
def test_lo_que_pide_un_guion_o_algo_de_adentro_es_400(pedir, ciudad, nombre):
    pedir("requests", estado=400, **{nombre: "x"})


def test_lo_que_no_se_conoce_se_pasa_por_alto(pedir, varios):
    assert codigos(pedir("requests", _="1732", q="hueco")) == {uno.codigo for uno in varios.values()}
