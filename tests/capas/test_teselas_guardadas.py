"""A tile that is kept is never stale, never somebody else's, and never takes more disk than it may."""

import mapbox_vector_tile
import pytest

from capas import sql_teselas, teselas_guardadas
from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.ogc.al_frente_wsgi import TeselasAlFrente
from tests import fabricas

URL = "/ogc/collections/zonas-wifi/tiles/WebMercatorQuad/15/15979/9536"


def _cuantas(cliente) -> int:
    cliente.get(URL)
    contenido = cliente.get(URL).content
    return len(mapbox_vector_tile.decode(contenido)["zonas-wifi"]["features"]) if contenido else 0


def _archivos(settings) -> list:
    return [ruta for ruta in settings.TESELAS_DIR.rglob("*") if ruta.is_file()]


def test_lo_que_se_pide_una_vez_no_ocupa_disco(client, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    client.get(URL)
    assert not _archivos(settings)


def test_a_la_tercera_no_se_vuelve_a_hacer(client, monkeypatch):
    fabricas.elemento(obtener("zonas-wifi"))
    primera = client.get(URL)
    client.get(URL)
    monkeypatch.setattr(sql_teselas, "tesela", lambda *a: pytest.fail("se hizo otra vez"))
    assert client.get(URL).content == primera.content


def test_un_cambio_se_ve_en_la_siguiente_y_borra_las_anteriores(client, consumar, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    consumar()
    assert _cuantas(client) == 1
    fabricas.elemento(obtener("zonas-wifi"), dx=200)
    consumar()
    assert _cuantas(client) == 2
    assert len(_archivos(settings)) == 1


def test_lo_que_ve_un_funcionario_no_se_guarda_para_otros(client, cliente_con_rol, settings):
    fabricas.elemento(obtener("zonas-wifi"))
    assert _cuantas(cliente_con_rol("tic")) == 1
    assert not _archivos(settings)


def test_lo_guardado_deja_de_existir_con_la_capa_privada(client):
    fabricas.elemento(obtener("zonas-wifi"))
    assert client.get(URL).status_code == 200
    FichaCapa.objects.filter(pk="zonas-wifi").update(publicada=False)
    assert client.get(URL).status_code == 404


def test_un_disco_que_no_recibe_no_quita_la_tesela(client, settings, tmp_path):
    (tmp_path / "lleno").write_text("")
    settings.TESELAS_DIR = tmp_path / "lleno"
    fabricas.elemento(obtener("zonas-wifi"))
    assert _cuantas(client) == 1


def test_lo_mas_viejo_se_va_cuando_no_cabe(settings):
    carpeta = settings.TESELAS_DIR / "x" / "1"
    carpeta.mkdir(parents=True)
    for n in range(10):
        (carpeta / str(n)).write_bytes(b"0" * 1000)
    teselas_guardadas.acotar(10_000)
    assert len(_archivos(settings)) == 10
    teselas_guardadas.acotar(5_000)
    assert len(_archivos(settings)) == 4


# Before Django


class _Largo:
    """The long way, that says it was taken."""

    def __call__(self, entorno, empezar):
        empezar("999 Largo", [])
        return [b""]


def _al_frente(**entorno) -> tuple[str, dict[str, str], bytes]:
    dicho = {}
    peticion = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": URL,
        "wsgi.url_scheme": "http",
        "HTTP_ACCEPT_ENCODING": "gzip, br",
    }
    cuerpo = TeselasAlFrente(_Largo())(
        peticion | entorno, lambda estado, cabeceras: dicho.update({"": estado}, **dict(cabeceras))
    )
    return dicho.pop(""), dicho, b"".join(cuerpo)


@pytest.fixture
def hecha(client):
    """The answer of the long way, whose tile is kept by now."""
    fabricas.elemento(obtener("zonas-wifi"))
    client.get(URL)
    return client.get(URL, headers={"Accept-Encoding": "gzip"})


def test_al_frente_se_responde_lo_mismo(hecha):
    estado, cabeceras, cuerpo = _al_frente()
    assert (estado, cuerpo) == ("200 OK", hecha.content)
    for nombre in ("Content-Type", "Content-Encoding", "Content-Length", "ETag", "Cache-Control"):
        assert cabeceras[nombre] == hecha[nombre]
    assert set(cabeceras["Vary"].split(", ")) == set(hecha["Vary"].split(", "))


def test_al_frente_lo_que_ya_se_tiene_es_304(hecha):
    estado, cabeceras, cuerpo = _al_frente(HTTP_IF_NONE_MATCH=f'W/"otra", {hecha["ETag"]}')
    assert (estado, cuerpo, cabeceras["ETag"]) == ("304 Not Modified", b"", hecha["ETag"])


def test_al_frente_la_revision_vigente_se_guarda_para_siempre(hecha):
    revision = FichaCapa.objects.get(pk="zonas-wifi").numero_revision
    assert "immutable" in _al_frente(QUERY_STRING=f"v={revision}")[1]["Cache-Control"]
    assert "no-cache" in _al_frente(QUERY_STRING=f"v={revision + 1}")[1]["Cache-Control"]


@pytest.mark.parametrize(
    "entorno",
    [
        {"HTTP_COOKIE": "sessionid=x"}, {"HTTP_AUTHORIZATION": "Bearer x"}, {"REQUEST_METHOD": "POST"}, {"QUERY_STRING": "f=mvt"},
        {"QUERY_STRING": "v=1&v=2"}, {"HTTP_ACCEPT_ENCODING": "identity"}, {"SCRIPT_NAME": "/sig"}, {"PATH_INFO": URL + "9"},
        {"PATH_INFO": URL.replace("zonas-wifi", "no-hay")}, {"PATH_INFO": "/ogc/collections/zonas-wifi/items"},
    ],
)  # fmt: skip
def test_lo_que_no_es_sencillo_va_por_el_camino_largo(hecha, entorno):
    assert _al_frente(**entorno)[0] == "999 Largo"


def test_al_frente_no_se_pasa_sin_tls_donde_se_pide(hecha, settings):
    settings.SECURE_SSL_REDIRECT = True
    assert _al_frente()[0] == "999 Largo"
    assert _al_frente(**{"wsgi.url_scheme": "https"})[0] == "200 OK"


def test_al_frente_una_capa_que_se_cierra_deja_de_estar(hecha):
    FichaCapa.objects.filter(pk="zonas-wifi").update(clasificacion="reservada")
    assert _al_frente()[0] == "999 Largo"
