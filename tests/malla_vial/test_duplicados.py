"""«¿Ya lo reportaron?»: the same kind, open, public, and near along the street."""

import datetime as dt

import pytest
from django.contrib.gis.geos import LineString, Point
from django.test import Client

from malla_vial import fotos
from malla_vial.duplicados import CUANTOS, candidatos
from malla_vial.estados import ABIERTOS, Estado
from malla_vial.models import Reporte, TipoDano, TramoVial
from tests import fabricas
from tests.cabeceras import HTML


@pytest.fixture(autouse=True)
def _tipos():
    fabricas.tipos_de_dano()


@pytest.fixture
def hueco():
    return TipoDano.objects.get(pk="hueco")  # 25 m


@pytest.fixture
def calle():
    return fabricas.tramo(dx=-100, largo=200)


def _punto(dx=0.0, dy=0.0):
    return Point(fabricas.ESTE + dx, fabricas.NORTE + dy, srid=9377)


def _calle(*puntos):
    linea = LineString([(fabricas.ESTE + x, fabricas.NORTE + y) for x, y in puntos], srid=9377)
    return TramoVial.objects.create(codigo=f"73001C{TramoVial.objects.count():04}", nombre="Calle", geom=linea)


def _codigos(hallados):
    return [candidato.reporte.codigo for candidato in hallados]


def test_el_de_la_misma_calle_a_veinte_metros_es_candidato(hueco, calle):
    reporte = fabricas.reporte(dx=20, dy=4)
    (candidato,) = candidatos(hueco, _punto(dy=-4))
    assert (candidato.reporte, candidato.por_la_calle) == (reporte, True)
    assert candidato.metros == pytest.approx(20, abs=0.2)


def test_la_casa_de_atras_queda_a_la_vuelta_y_no_es_candidata(hueco):
    """20 m as the crow flies, 300 m by the street: another street, another pothole."""
    _calle((-140, 0), (0, 0), (0, -5))
    _calle((-140, 0), (-140, 20))
    _calle((-140, 20), (0, 20))
    atras = fabricas.reporte(dx=-5, dy=20)
    assert candidatos(hueco, _punto(dx=-5)) == []
    (candidato,) = candidatos(hueco, _punto(dx=-5), radio_m=400)
    assert candidato.reporte == atras
    assert candidato.metros == pytest.approx(135 + 20 + 135, abs=0.5)


def test_en_la_esquina_se_llega_por_cualquiera_de_las_dos_calles(hueco):
    _calle((-100, 0), (0, 0))
    _calle((0, 0), (0, 100))
    reporte = fabricas.reporte(dx=0, dy=8)
    assert [(c.reporte, round(c.metros)) for c in candidatos(hueco, _punto(dx=-8))] == [(reporte, 16)]


def test_lejos_de_toda_calle_se_mide_derecho_y_se_dice(hueco):
    fabricas.reporte(dx=15)
    fabricas.reporte(dx=40)
    (candidato,) = candidatos(hueco, _punto())
    assert (round(candidato.metros), candidato.por_la_calle) == (15, False)


@pytest.mark.parametrize("estado", Estado)
def test_solo_los_abiertos(hueco, calle, estado):
    fabricas.reporte(estado=estado)
    assert bool(candidatos(hueco, _punto())) == (estado in ABIERTOS)


def test_el_radio_lo_pone_cada_tipo(hueco, calle):
    fabricas.reporte(dx=30)
    assert candidatos(hueco, _punto()) == []
    hueco.radio_duplicados_m = 35
    assert len(candidatos(hueco, _punto())) == 1
    hueco.radio_duplicados_m = 0
    fabricas.reporte()
    assert candidatos(hueco, _punto()) == []


def test_otro_tipo_no_salvo_que_sea_afin(hueco, calle):
    grietas = TipoDano.objects.get(pk="grietas")
    fabricas.reporte(tipo=grietas)
    assert candidatos(hueco, _punto()) == []
    hueco.afines.add(grietas)
    assert len(candidatos(hueco, _punto())) == 1
    assert len(candidatos(grietas, _punto())) == 1


def test_a_lo_sumo_cinco_y_primero_los_mas_cercanos_y_recientes(hueco, calle):
    lejos, viejo, nuevo = fabricas.reporte(dx=22), fabricas.reporte(dx=1), fabricas.reporte(dx=6)
    Reporte.objects.filter(pk=viejo.pk).update(radicado_en=viejo.radicado_en - dt.timedelta(days=90))
    assert _codigos(candidatos(hueco, _punto())) == [nuevo.codigo, viejo.codigo, lejos.codigo]
    for dx in range(10):
        fabricas.reporte(dx=dx)
    assert len(candidatos(hueco, _punto())) == CUANTOS == 5


def test_lo_oculto_no_se_ofrece_y_la_foto_solo_si_es_publica(hueco, calle):
    fabricas.reporte(visible=False)
    con_foto = fabricas.reporte(fotos=[fotos.limpiar(_foto())])
    (candidato,) = candidatos(hueco, _punto())
    assert (candidato.reporte, candidato.foto) == (con_foto, None)
    con_foto.fotos.update(publica=True)
    assert candidatos(hueco, _punto())[0].foto == con_foto.fotos.get()


def _foto():
    archivo = fabricas.foto()
    archivo.size = len(archivo.getvalue())
    return archivo


def test_una_sola_pregunta_por_las_calles_cualquiera_que_sea_la_ciudad(hueco, calle, django_assert_max_num_queries):
    for dx in range(8):
        fabricas.reporte(dx=dx)
        fabricas.tramo(dy=10 * dx)
    with django_assert_max_num_queries(12):
        assert len(candidatos(hueco, _punto())) == 5


# By the web


def _pedir(client, **cambios):
    datos = {"tipo": "hueco", "lon": "-75.2322", "lat": "4.4389"} | cambios
    return client.get("/reportar/parecidos", {k: v for k, v in datos.items() if v is not None})


def test_la_pagina_y_el_programa_ven_lo_mismo(client, calle):
    reporte = fabricas.reporte(dx=12, direccion="Frente a la casa de Rosalba")
    datos = _pedir(client).json()
    assert datos["radio_m"] == 25
    (parecido,) = datos["parecidos"]
    assert (parecido["codigo"], parecido["metros"], parecido["por_la_calle"]) == (reporte.codigo, 12, True)
    assert parecido["sumarme"] == f"/reportes/{reporte.codigo}/sumarme"
    consulta = {"tipo": "hueco", "lon": "-75.2322", "lat": "4.4389"}
    pedazo = client.get("/reportar/parecidos", consulta, **HTML).content.decode()
    assert reporte.codigo in pedazo
    assert "a 12 m por la calle" in pedazo
    assert "Rosalba" not in pedazo + str(datos)
    assert "hueco hondo" not in pedazo + str(datos)


@pytest.mark.parametrize(
    "cambios",
    [{"tipo": None}, {"tipo": "ovni"}, {"tipo": "'"}, {"lon": None}, {"lat": "x"}, {"lon": "nan"}, {"lat": "91"}],
)
def test_lo_que_no_se_entiende_es_400(client, cambios):
    respuesta = _pedir(client, **cambios)
    assert respuesta.status_code == 400
    assert respuesta["Content-Type"] == "application/problem+json"


def test_los_tipos_se_guardan_en_el_telefono_hasta_que_cambian(client):
    primera = Client().get("/reportar/tipos.json")
    tipos = {t["codigo"]: t for t in primera.json()["tipos"]}
    assert 6 <= len(tipos) <= 8
    assert all(t["dibujo"].endswith(f"#{t['codigo']}") for t in tipos.values())
    assert Client().get("/reportar/tipos.json", HTTP_IF_NONE_MATCH=primera["ETag"]).status_code == 304
    TipoDano.objects.filter(pk="hueco").update(consejo="Ponga una moneda al lado, para ver el tamaño.")
    otra = Client().get("/reportar/tipos.json", HTTP_IF_NONE_MATCH=primera["ETag"])
    assert otra.status_code == 200
    assert "moneda" in otra.content.decode()
