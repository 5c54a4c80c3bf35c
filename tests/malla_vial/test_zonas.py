"""Feeds and daily digests of a street, a barrio or a place: only what is public, each thing once."""

import io
import re
from datetime import timedelta

import feedparser
import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.test import Client
from django.utils import timezone

from capas.models import Barrio
from malla_vial import acciones
from malla_vial.acciones import avisos, envio
from malla_vial.acciones.resumen import resumir
from malla_vial.models import Correo, Movimiento, Reporte, Suscripcion, Via
from tests import fabricas
from tests.cabeceras import HTML
from tests.fabricas import ESTE, NORTE

PERSONAL = ("Ana Pérez", "ana@ejemplo.co", "3001234567", "casa de Rosalba", "hueco hondo")


@pytest.fixture
def ciudad():
    """A report in a barrio and on a street, with a person's data; another far from both."""
    fabricas.municipio()
    via = Via.objects.create(codigo="V1", nombre="Carrera 5", geom=fabricas.geometria("MULTILINESTRING"))
    fabricas.tramo(dx=-30, dy=5, via=via)
    contacto = acciones.Contacto("Ana Pérez", "ana@ejemplo.co", "3001234567")
    dentro = fabricas.reporte(contacto=contacto, direccion="Frente a la casa de Rosalba")
    fuera = fabricas.reporte(dx=8000, dy=8000)
    return dentro, fuera


def _leer(ruta: str):
    respuesta = Client().get(ruta)
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"].startswith("application/atom+xml")
    leido = feedparser.parse(io.BytesIO(respuesta.content))
    assert not leido.bozo
    return leido, respuesta.content.decode()


@pytest.mark.parametrize(
    "filtro", ["barrio=La Pola", "comuna=centro", "calle=Carrera 5", "barrio=la pola&calle=carrera 5"]
)
def test_un_canal_trae_lo_de_su_zona_y_nada_mas(ciudad, filtro):
    leido, _ = _leer(f"/reportes.atom?{filtro}")
    assert [entrada.link for entrada in leido.entries] == [f"http://testserver/reportes/{ciudad[0].codigo}"]


def test_el_canal_de_todo_y_el_de_un_reporte(ciudad):
    assert len(_leer("/reportes.atom")[0].entries) == 2
    leido, _ = _leer(f"/reportes/{ciudad[0].codigo}.atom")
    assert ciudad[0].codigo in leido.feed.title


def test_los_nombres_de_las_entradas_no_cambian_ni_se_repiten(ciudad, usuario_con_rol):
    antes = {entrada.id for entrada in _leer("/reportes.atom")[0].entries}
    acciones.cambiar_estado(reporte=ciudad[0], a="en_verificacion", usuario=usuario_con_rol("infraestructura"))
    despues = [entrada.id for entrada in _leer("/reportes.atom")[0].entries]
    assert len(set(despues)) == 3
    assert antes < set(despues)


@pytest.mark.parametrize(
    "ruta", ["/reportes.atom", "/reportes.atom?barrio=La Pola", "/reportes/{}.atom", "/reportes/{}"]
)
def test_ningun_dato_de_nadie_sale(ciudad, ruta):
    texto = Client().get(ruta.format(ciudad[0].codigo), **HTML).content.decode()
    assert not [dato for dato in PERSONAL if dato in texto]


def test_lo_oculto_no_esta_en_ningun_canal(ciudad):
    Reporte.objects.filter(pk=ciudad[0].pk).update(visible=False)
    assert ciudad[0].codigo not in _leer("/reportes.atom")[1]
    assert Client().get(f"/reportes/{ciudad[0].codigo}.atom").status_code == 404


@pytest.mark.parametrize("filtro", ["otra=1", "barrio=%00", "calle=" + "x" * 200, "reporte__contacto__correo=a"])
def test_lo_que_no_se_entiende_se_dice(filtro):
    assert Client().get(f"/reportes.atom?{filtro}").status_code == 400


def test_un_guion_en_una_respuesta_llega_como_texto(ciudad, usuario_con_rol):
    mal = "</summary><script>alert(1)</script>]]> {{ 1 }}"
    acciones.cambiar_estado(
        reporte=ciudad[0], a="descartado", usuario=usuario_con_rol("infraestructura"), respuesta=mal
    )
    _, crudo = _leer(f"/reportes/{ciudad[0].codigo}.atom")
    assert "<script" not in crudo


def _suscribir(**a_que) -> Suscripcion:
    suscripcion = avisos.suscribir(correo="luis@ejemplo.co", **a_que)
    hace_tiempo = timezone.now() - timedelta(days=3)
    Suscripcion.objects.filter(pk=suscripcion.pk).update(confirmada_en=hace_tiempo, avisada_hasta=hace_tiempo)
    return suscripcion


def _asentar():
    Movimiento.objects.update(fecha=timezone.now() - timedelta(hours=1))


ZONAS = {
    "territorio": lambda: {"clase": "territorio", "territorio": Barrio.objects.get()},
    "via": lambda: {"clase": "via", "via": Via.objects.get()},
    "radio": lambda: {"clase": "radio", "punto": Point(fabricas.ESTE, fabricas.NORTE, srid=9377), "radio_m": 200},
}


@pytest.mark.parametrize("zona", ZONAS)
def test_el_resumen_cuenta_lo_de_su_zona_una_vez(ciudad, zona):
    _suscribir(**ZONAS[zona]())
    _asentar()
    assert (resumir(), resumir()) == (1, 0)
    texto = envio.previa(Correo.objects.get(plantilla="resumen"))
    assert texto.count(f"/reportes/{ciudad[0].codigo}") == 1
    assert ciudad[1].codigo not in texto
    assert not [dato for dato in PERSONAL if dato in texto]


def test_quien_sigue_tres_zonas_recibe_una_carta_y_cada_cosa_una_vez(ciudad):
    for zona in ZONAS.values():
        _suscribir(**zona())
    _asentar()
    assert resumir() == 1
    assert envio.previa(Correo.objects.get(plantilla="resumen")).count(ciudad[0].codigo) == 1


def test_sin_novedades_no_hay_carta(ciudad):
    _suscribir(**ZONAS["via"]())
    Movimiento.objects.update(fecha=timezone.now() - timedelta(days=10))
    assert resumir() == 0


def test_sin_confirmar_no_hay_carta(ciudad):
    avisos.suscribir(correo="luis@ejemplo.co", **ZONAS["via"]())
    Suscripcion.objects.update(avisada_hasta=timezone.now() - timedelta(days=3))
    _asentar()
    assert resumir() == 0


def test_lo_oculto_no_esta_en_el_resumen(ciudad):
    _suscribir(**ZONAS["territorio"]())
    _asentar()
    Reporte.objects.update(visible=False)
    assert resumir() == 0


def test_el_boton_del_resumen_lo_termina_todo(ciudad, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    from django.core import mail

    for zona in ZONAS.values():
        _suscribir(**zona())
    _asentar()
    resumir()
    envio.enviar_pendientes()
    carta = next(carta for carta in mail.outbox if carta.to == ["luis@ejemplo.co"])
    ruta = "/" + carta.extra_headers["List-Unsubscribe"].strip("<>").split("/", 3)[3]
    Client(enforce_csrf_checks=True).post(ruta)
    assert not Suscripcion.objects.vivas().filter(correo="luis@ejemplo.co").exists()


@pytest.mark.parametrize(
    ("datos", "clase"),
    [
        ({"clase": "territorio", "territorio": "{barrio}"}, "territorio"),
        ({"clase": "via", "calle": "carrera 5"}, "via"),
        ({"clase": "radio", "lon": "-75.2322", "lat": "4,4389", "radio_m": "500"}, "radio"),
    ],
)
def test_la_pagina_suscribe_a_cada_clase_y_pide_confirmar(ciudad, datos, clase):
    datos = {campo: valor.format(barrio=Barrio.objects.get().pk) for campo, valor in datos.items()}
    respuesta = Client().post("/suscribirse", datos | {"correo": "Luis@Ejemplo.co"}, **HTML)
    assert "Revise su correo" in respuesta.content.decode()
    suscripcion = Suscripcion.objects.get(correo="luis@ejemplo.co")
    assert (suscripcion.clase, suscripcion.confirmada_en) == (clase, None)


def _cruce(*nombres: str):
    """Streets that cross at the centre, as they are named."""
    for numero, nombre in enumerate(nombres):
        dx, dy = ((-200, 0), (0, -200))[numero % 2]
        linea = LineString([(ESTE + dx, NORTE + dy), (ESTE - dx, NORTE - dy)])
        Via.objects.create(codigo=f"X{numero}", nombre=nombre, geom=MultiLineString(linea, srid=9377))
    fabricas.municipio()


def _pedir(**datos):
    return Client().post("/suscribirse", datos | {"correo": "luis@ejemplo.co"}, **HTML)


def test_una_esquina_como_se_dice_es_el_sitio():
    _cruce("Carrera 5", "CALLE 37")
    assert "Revise su correo" in _pedir(clase="radio", sitio="cra 5 con 37", radio_m="200").content.decode()
    assert Suscripcion.objects.get().punto.distance(Point(ESTE, NORTE, srid=9377)) < 2


def test_una_calle_como_se_dice_es_la_calle():
    _cruce("Carrera 5", "CALLE 37")
    assert "Revise su correo" in _pedir(clase="via", calle="cll 37").content.decode()
    assert Suscripcion.objects.get().via.nombre == "CALLE 37"


@pytest.mark.parametrize(
    ("datos", "nombres"),
    [
        ({"clase": "via", "calle": "cra 5 con 37"}, ("Carrera 5", "CALLE 37")),
        ({"clase": "radio", "sitio": "barrio La Polla", "radio_m": "200"}, ("La Pola",)),
    ],
)
def test_si_puede_ser_mas_de_uno_se_escoge_sin_guiones(datos, nombres):
    _cruce("Carrera 5", "CALLE 37")
    Barrio.objects.create(codigo="B2", nombre="La Pola Baja", geom=fabricas.geometria("MULTIPOLYGON", 900, 900, 50))
    pagina = _pedir(**datos).content.decode()
    opciones = dict(re.findall(r'name="hallado" value="([^"]+)"> <span>([^<]+?) <span', pagina))
    assert {nombre.lower() for nombre in nombres} <= {titulo.lower() for titulo in opciones.values()}
    assert not Suscripcion.objects.exists()
    for elegido in opciones:
        assert "Revise su correo" in _pedir(hallado=elegido, **datos).content.decode()
    assert Suscripcion.objects.count() == len(opciones) > 1


@pytest.mark.parametrize(
    "datos",
    [
        {"clase": "via", "calle": "", "hallado": "999999999"},
        {"clase": "via", "calle": "", "hallado": "²"},
        {"clase": "via", "calle": "", "hallado": "9" * 39},
        {"clase": "radio", "sitio": "zzzz qqqq", "radio_m": "200"},
        {"clase": "radio", "hallado": "1e9 4", "radio_m": "200"},
        {"clase": "radio", "hallado": "-.. 4", "radio_m": "200"},
        {},
        {"clase": "via", "calle": "Calle que no hay"},
        {"clase": "radio", "lon": "NaN", "lat": "4"},
        {"clase": "radio", "lon": "-75.2", "lat": "4.4", "radio_m": "999999"},
        {"clase": "territorio", "territorio": "999999999"},
        {"clase": "otra"},
    ],
)
def test_lo_que_falta_se_dice_y_no_suscribe(ciudad, datos):
    antes = Suscripcion.objects.count()
    respuesta = Client().post("/suscribirse", datos | {"correo": "luis@ejemplo.co"}, **HTML)
    assert respuesta.status_code == 422
    assert Suscripcion.objects.count() == antes
