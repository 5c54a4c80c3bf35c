"""A person types an address and finds the place; a place has a name in words."""

import math
import re

import pytest
from django.contrib.gis.geos import LineString, MultiLineString, Point
from django.db import connections
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from capas.models import FichaCapa
from malla_vial.direcciones import en_palabras, ubicar
from malla_vial.models import Borrador, Via
from tests import fabricas
from tests.cabeceras import HTML
from tests.fabricas import ESTE, NORTE

PREGUNTAS_MAXIMAS = 60  # whatever the text
CUADRA = 100


def _via(codigo: str, nombre: str, *puntos: tuple[float, float]) -> Via:
    linea = LineString([(ESTE + x, NORTE + y) for x, y in puntos])
    return Via.objects.create(codigo=codigo, nombre=nombre, geom=MultiLineString(linea, srid=9377))


@pytest.fixture
def damero():
    """Carreras 1 to 6 northwards, calles 35 to 40 eastwards, 100 m apart; an avenue across and a lane that ends short."""
    for i in range(1, 7):
        _via(f"K{i}", f"Carrera {i}", (CUADRA * i, 0), (CUADRA * i, 5 * CUADRA))
    for i in range(35, 41):
        _via(f"C{i}", f"CALLE {i}", (CUADRA, CUADRA * (i - 35)), (6 * CUADRA, CUADRA * (i - 35)))
    _via("AF", "Avenida Ferrocarril", (150, -50), (150, 550))
    _via("C90", "Calle 90", (CUADRA, 900), (6 * CUADRA, 900))
    fabricas.municipio()


def a_metros(hallado) -> tuple[float, float]:
    """Metres from the corner of Carrera 0 with Calle 35."""
    lugar = Point(hallado.lon, hallado.lat, srid=4326).transform(9377, clone=True)
    return lugar.x - ESTE, lugar.y - NORTE


def en_grados(x: float, y: float) -> Point:
    return Point(ESTE + x, NORTE + y, srid=9377).transform(4326, clone=True)


@pytest.mark.parametrize(
    ("texto", "titulo", "sitio"),
    [
        ("Cra 5 con 37", "Carrera 5 con Calle 37", (500, 200)),
        ("carrera quinta 37", "Carrera 5 con Calle 37", (500, 200)),
        ("calle 37 kra 5", "Calle 37 con Carrera 5", (500, 200)),
        ("la quinta con 37", "Carrera 5 con Calle 37", (500, 200)),
        ("Cra 3 # 36-20", "Carrera 3 # 36-20", (300, 120)),
        ("cra 3 36 85 apto 301", "Carrera 3 # 36-85", (300, 185)),
        ("Calle 38 # 2-40", "Calle 38 # 2-40", (240, 300)),
        ("cra 3 entre 36 y 38", "Carrera 3 entre Calle 36 y Calle 38", (300, 200)),
        ("Avenida Ferocarril con 37", "Avenida Ferrocarril con Calle 37", (150, 200)),
        ("av ferrocarril # 36-30", "Avenida Ferrocarril # 36-30", (150, 130)),
        ("carerra 4 con calel 39", "Carrera 4 con Calle 39", (400, 400)),
    ],
)
def test_una_direccion_se_encuentra_en_su_sitio(damero, texto, titulo, sitio):
    primero = ubicar(texto)[0]
    assert primero.titulo == titulo
    assert math.dist(a_metros(primero), sitio) < 2
    assert primero.precision_m <= 100
    assert primero.barrio == "La Pola"


def test_la_placa_dice_desde_que_esquina_y_hacia_donde(damero):
    assert "A 20 m de la esquina con Calle 36, hacia Calle 37" in ubicar("Cra 3 # 36-20")[0].detalle
    final = ubicar("Cra 3 # 36-150")[0]
    assert math.dist(a_metros(final), (300, 200)) < 2
    assert "al final de la cuadra" in final.detalle


def test_en_la_ultima_esquina_la_placa_sigue_alejandose(damero):
    _via("C40B", "Carrera 9", (900, 0), (900, 580))
    _via("X", "Calle 39", (850, 400), (950, 400))
    _via("Y", "Calle 40", (850, 500), (950, 500))
    hallado = ubicar("Carrera 9 # 40-30")[0]
    assert math.dist(a_metros(hallado), (900, 530)) < 2
    assert hallado.precision_m > ubicar("Carrera 9 # 39-30")[0].precision_m


def test_dos_vias_que_no_se_cruzan_se_dice_donde_se_acercan(damero):
    primero = ubicar("Carrera 3 con calle 90")[0]
    assert primero.clase == "cercania"
    assert "No se cruzan" in primero.detalle
    assert "a 400 m" in primero.detalle
    assert primero.parecido < 0.8


def test_lo_que_no_es_exacto_lo_dice(damero):
    hallado = ubicar("Cra 5A con 37")[0]
    assert hallado.titulo == "Carrera 5 con Calle 37"
    assert "no hay una 5A" in hallado.detalle
    assert hallado.parecido < 1


def test_la_esquina_de_una_doble_calzada_es_una_sola(damero):
    _via("K5B", "Carrera 5", (514, 0), (514, 500))
    hallados = [h for h in ubicar("Cra 5 con 37") if h.clase == "esquina"]
    assert len(hallados) == 1
    assert math.dist(a_metros(hallados[0]), (507, 200)) < 2


def test_una_misma_direccion_en_dos_barrios_da_los_dos_y_el_barrio_escoge(damero):
    _via("L5", "Carrera 5", (4000, 4000), (4000, 4300))
    _via("L37", "Calle 37", (3900, 4100), (4100, 4100))
    assert len([h for h in ubicar("Cra 5 con 37") if h.clase == "esquina"]) == 2
    primero = ubicar("Cra 5 con 37 barrio la pola")[0]
    assert math.dist(a_metros(primero), (500, 200)) < 2


def test_dos_esquinas_de_las_mismas_vias_se_distinguen_por_sus_palabras(damero):
    _via("L5", "Carrera 5", (4000, 4000), (4000, 4300))
    for nombre, y in (("Calle 37", 4100), ("Calle 36", 4200)):
        _via(nombre, nombre, (3900, y), (4100, y))
    for texto in ("Cra 5 con 37", "Cra 5 # 37-20"):
        hallados = ubicar(texto)
        assert len(hallados) == 2
        assert len({(h.titulo, h.detalle) for h in hallados}) == 2


@pytest.mark.parametrize(
    ("texto", "ojo", "seguro"),
    [
        ("a dos cuadras de la cra 5 con 37", "usted dice que es cerca de aquí", True),
        ("calle 36 con 5 con 4", "sobra un número", False),
    ],
)
def test_lo_que_no_es_el_sitio_exacto_se_advierte(damero, texto, ojo, seguro):
    primero = ubicar(texto)[0]
    assert ojo in primero.detalle
    assert (primero.parecido >= 0.8) == seguro


def test_dos_vias_que_pasan_lejos_no_tienen_punto(damero):
    _via("C200", "Calle 200", (CUADRA, 3000), (6 * CUADRA, 3000))
    assert {h.clase for h in ubicar("Carrera 3 con calle 200")} == {"via"}


def test_de_una_via_con_senas_se_halla_tambien_lo_que_las_tiene(damero):
    assert [h.clase for h in ubicar("carrera 5 al lado de la pola")] == ["via", "lugar"]


def test_un_barrio_con_erratas_se_halla(damero):
    assert ubicar("brr la polla")[0].titulo == "La Pola"
    assert ubicar("Mz 4 Cs 12 La Pola")[0].titulo == "La Pola"


trozos = st.sampled_from(
    "cra calle av # - con entre y la 5 37 a bis sur no n x barrio pola apto mz quinta treinta ferrocarril via , . esquina frente".split()  # noqa: SIM905
)
textos = st.one_of(
    st.text(max_size=300), st.lists(trozos, max_size=40).map(" ".join), st.lists(trozos, max_size=40).map("".join)
)


@given(textos)
@example("abc\ud83d def")
@example("cra 5\x00 con 37")
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nada_de_lo_que_se_escribe_da_error_ni_trabajo_sin_fin(client, damero, texto):
    with CaptureQueriesContext(connections["lectura"]) as preguntas:
        assert len(ubicar(texto)) <= 10
    assert len(preguntas) <= PREGUNTAS_MAXIMAS
    for puerta in ("/lugares", "/buscar"):
        assert client.get(puerta, {"q": texto.encode(errors="replace").decode()}).status_code in (200, 400)


def test_una_via_entera_trae_su_extension(damero):
    via = ubicar("carrera 5")[0]
    assert (via.clase, via.precision_m) == ("via", 250)
    assert via.extension[0] < via.lon + 1e-6 < via.extension[2] + 2e-6


def test_se_encuentran_barrios_y_coordenadas(damero):
    assert next((h.titulo, h.clase) for h in ubicar("barrio la pola")) == ("La Pola", "lugar")
    assert ubicar("4.4389, -75.2322")[0].clase == "coordenadas"


@pytest.mark.parametrize(
    "texto", ["", "   ", "asdfgh", "cra 999 con 888", "'; drop table", "%", "\x00", "#", "7" * 300]
)
def test_lo_que_no_existe_no_se_inventa(damero, texto):
    assert ubicar(texto) == []


@pytest.mark.parametrize(
    ("sitio", "palabras"),
    [
        ((500, 203), "Carrera 5 con Calle 37"),
        ((500, 250), "Carrera 5 entre calles 37 y 38"),
        ((350, 302), "Calle 38 entre carreras 3 y 4"),
        ((150, 548), "Avenida Ferrocarril a 50 m de Calle 40"),
        ((350, 1200), "Cerca de Calle 90 (a 300 m)"),
    ],
)
def test_un_punto_se_dice_como_lo_diria_un_vecino(damero, sitio, palabras):
    assert en_palabras(en_grados(*sitio)) == f"{palabras}, barrio La Pola"


def test_sin_vias_ni_barrios_un_punto_son_sus_coordenadas():
    assert en_palabras(Point(-75.2322, 4.4389, srid=4326)) == "4.43890, -75.23220"


def test_si_la_capa_de_vias_se_cierra_no_se_busca_en_ella(damero):
    ficha = FichaCapa.objects.get(pk="vias")
    ficha.publicada = False
    ficha.save()
    assert ubicar("Cra 5 con 37") == []
    assert en_palabras(en_grados(500, 250)) == "barrio La Pola"


def test_el_buscador_del_mapa_encuentra_direcciones(client, damero):
    hallados = client.get("/buscar", {"q": "cra 5 # 37-20"}).json()["resultados"]
    assert hallados[0]["titulo"] == "Carrera 5 # 37-20"
    assert hallados[0]["capa"] == ""
    assert client.get("/buscar", {"q": "carrera 5"}).json()["resultados"][0]["capa"] == "vias"


def test_lugares_responde_a_un_programa_y_a_una_persona(client, damero):
    datos = client.get("/lugares", {"q": "Cra 5 # 37-20"}).json()
    assert datos["direccion"]["Valor_Via_Generadora"] == "37"
    lugar = datos["lugares"][0]
    assert (lugar["clase"], lugar["barrio"]) == ("predio", "La Pola")
    pagina = client.get("/lugares", {"q": "Cra 5 # 37-20"}, **HTML).content.decode()
    assert f"/reportar?lon={lugar['lon']:.6f}&amp;lat={lugar['lat']:.6f}&amp;direccion=Carrera+5+%23+37-20" in pagina
    assert client.get(lugar["reportar"], **HTML).status_code == 200


def _borrador(client, **campos) -> tuple[str, str]:
    """(page or address after «Seguir» on the place step of a new draft, that step's address)."""
    paso = client.post("/reportar/empezar", {"ir": "lugar"}, **HTML)["Location"]
    return _seguir(client, paso, **campos), paso


def _seguir(client, paso: str, **campos) -> str:
    respuesta = client.post(paso, {"ir": "siguiente"} | campos, **HTML)
    return respuesta.get("Location") or respuesta.content.decode()


def test_sin_guiones_la_direccion_exacta_se_pregunta_una_vez(client, damero):
    escrito = {"direccion": "Cra 5 con 37"}
    pagina, paso = _borrador(client, **escrito)
    assert "¿Es aquí?" in pagina
    (valor,) = re.findall(r'name="hallado" value="(-75[^"]+)" checked', pagina)
    mostrado = escrito | {"hallado_de": "Cra 5 con 37"}
    assert _seguir(client, paso, **mostrado, hallado="").endswith("/dano")
    otra = _seguir(client, paso, hallado_de="Cra 5 con 37", hallado=valor, direccion="Cra 5 con 38")
    assert "Calle 38" in otra.split('id="hallados"')[1]
    assert _seguir(client, paso, **mostrado, hallado=valor).endswith("/dano")
    assert {campo: Borrador.objects.get().datos[campo] for campo in ("lon", "lat")} == dict(
        zip(("lon", "lat"), valor.split(), strict=True)
    )


@pytest.mark.parametrize("escrito", ["Carrera 5", "Barrio La Pola", "frente a la panadería La Espiga"])
def test_lo_que_no_es_un_solo_punto_sigue_con_sus_palabras(client, damero, escrito):
    assert client.get("/lugares", {"q": escrito}).json()["exacto"] is None
    assert _borrador(client, direccion=escrito)[0].endswith("/dano")


def test_lo_que_no_se_halla_trae_el_paso_siguiente(client, damero):
    pagina = client.get("/lugares", {"q": "cra 999 con 888"}, **HTML).content.decode()
    assert "No encontramos" in pagina
    assert "/reportar?direccion=cra%20999%20con%20888" in pagina


def test_un_punto_en_palabras_por_http(client, damero):
    lugar = en_grados(500, 250)
    datos = client.get("/lugares/en", {"lon": lugar.x, "lat": lugar.y}).json()
    assert datos["en_palabras"] == "Carrera 5 entre calles 37 y 38, barrio La Pola"
    assert datos["responsable"] is None
    assert "calles 37 y 38" in client.get("/lugares/en", {"lon": lugar.x, "lat": lugar.y}, **HTML).content.decode()


@pytest.mark.parametrize(
    ("url", "codigo"),
    [
        ("/lugares?q=" + "a" * 201, 400),
        ("/lugares?que=x", 400),
        ("/lugares?q=a%00b", 400),
        ("/lugares?q=", 200),
        ("/lugares", 200),
        ("/lugares/en", 400),
        ("/lugares/en?lon=nan&lat=4", 400),
        ("/lugares/en?lon=-75&lat=1e999", 400),
        ("/lugares/en?lon=2.35&lat=48.85", 400),
    ],
)
def test_los_limites_se_dicen(client, url, codigo):
    respuesta = client.get(url)
    assert respuesta.status_code == codigo
    if codigo >= 400:
        assert respuesta["Content-Type"] == "application/problem+json"
