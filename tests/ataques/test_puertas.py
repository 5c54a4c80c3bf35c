"""Every door that takes a place or a photo, against every payload: refused in words, and nothing is left behind.

Rows A1-A8 and D26-D31 of the attacks. A door added here is attacked by all of them.
"""

import io
import json
import secrets
import struct
import uuid
import zlib

import pytest
from django.test import Client
from PIL import Image

from capas.geometria import a_grados
from capas.llaves import huella
from malla_vial.models import Foto, FotoSubida, LlaveOpen311, Reporte
from tests import fabricas
from tests.cabeceras import JSON

LUGARES = {
    "NaN": ("NaN", "4.4389"),
    "nan en latitud": ("-75.2322", "nan"),
    "infinito": ("1e999", "4.4389"),
    "menos infinito": ("-75.2322", "-1e999"),
    "inf": ("inf", "4"),
    "lon 500": ("500", "4.4389"),
    "lat 95": ("-75.2322", "95"),
    "otro municipio": ("-74.08", "4.6"),
    "otro continente": ("10", "50"),
    "SRID por delante": ("SRID=999999;POINT(1 1)", "4.4389"),
    "crs": ('{"crs":{"type":"name","properties":{"name":"http://127.0.0.1:1/"}}}', "4.4389"),
    "WKT anidado": ("GEOMETRYCOLLECTION(" * 50_000, "4.4389"),
    "GeoJSON anidado": ('{"type":"GeometryCollection","geometries":[' * 900, "4.4389"),
    "JSON hondo": ("[" * 1000, "4.4389"),
    "muchos vértices": ("0 0," * 100_000, "4.4389"),
    "muchos dígitos": ("9" * 5000, "4.4389"),
    "NUL": ("-75.2322\x00", "4.4389"),
    "raster": ('{"raster": "/etc/passwd"}', "4.4389"),
    "SQL": ("-75'; DROP TABLE malla_vial_reporte;--", "4.4389"),
    "media": ("-75.2322", ""),
}


def _web(lon, lat):
    return Client().post("/reportar", fabricas.formulario(lon=lon, lat=lat), **JSON)


def _web_html(lon, lat):
    return Client().post("/reportar", fabricas.formulario(lon=lon, lat=lat), HTTP_ACCEPT="text/html")


def _open311(lon, lat):
    texto = secrets.token_urlsafe(32)
    LlaveOpen311.objects.create(nombre="App", correo="a@b.co", huella=huella(texto))
    datos = {"api_key": texto, "service_code": "hueco", "lat": lat, "long": lon, "description": "x"}
    return Client().post("/open311/v2/requests.json", datos)


PUERTAS = {"formulario, programa": _web, "formulario, persona": _web_html, "Open311": _open311}


@pytest.fixture
def ciudad():
    fabricas.municipio()
    fabricas.reporte()
    Reporte.objects.all().delete()


@pytest.mark.parametrize(("lon", "lat"), LUGARES.values(), ids=LUGARES)
@pytest.mark.parametrize("puerta", PUERTAS.values(), ids=PUERTAS)
def test_un_lugar_imposible_no_deja_fila(ciudad, puerta, lon, lat, monkeypatch):
    monkeypatch.setattr("socket.getaddrinfo", lambda *a, **k: pytest.fail("buscó una dirección"))
    respuesta = puerta(lon, lat)
    assert 400 <= respuesta.status_code < 500, respuesta.content[:300]
    assert not Reporte.objects.exists()


# Staff may find that a damage lies beyond the border: then it is transferred.
_IMPOSIBLES = {nombre: lugar for nombre, lugar in LUGARES.items() if nombre != "otro municipio"}


@pytest.mark.parametrize(("lon", "lat"), _IMPOSIBLES.values(), ids=_IMPOSIBLES)
def test_el_pin_del_escritorio_no_se_mueve_a_un_lugar_imposible(cliente_con_rol, lon, lat):
    fabricas.municipio()
    reporte = fabricas.reporte()
    respuesta = cliente_con_rol("infraestructura").post(
        f"/gestion/reportes/{reporte.codigo}/pin", {"lon": lon, "lat": lat}
    )
    assert respuesta.status_code in (302, 400)
    movido = Reporte.objects.get()
    assert movido.geom.srid == 9377
    assert a_grados(movido.geom).x == pytest.approx(-75.2322, abs=1e-5)


@pytest.mark.parametrize("ruta", ["/reportar", "/reportar/fotos", "/open311/v2/requests.json"])
def test_un_cuerpo_de_veinte_megas_de_texto_se_corta_antes_de_leerlo(ruta):
    respuesta = Client().post(ruta, b"x" * (3 * 1024 * 1024), content_type="application/x-www-form-urlencoded", **JSON)
    assert respuesta.status_code == 413


@pytest.mark.parametrize("ruta", ["/reportar", "/open311/v2/requests.json"])
def test_un_cuerpo_json_hondo_no_tumba_a_nadie(ruta):
    respuesta = Client().post(ruta, "[" * 100_000, content_type="application/json", **JSON)
    assert 400 <= respuesta.status_code < 500


# Photos


def _png(ancho: int, alto: int) -> bytes:
    """A PNG that says it is huge and carries almost nothing."""

    def parte(tipo: bytes, datos: bytes) -> bytes:
        return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))

    cabeza = parte(b"IHDR", struct.pack(">IIBBBBB", ancho, alto, 8, 2, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + cabeza + parte(b"IDAT", zlib.compress(b"\0" * 1000)) + parte(b"IEND", b"")


BUENA = fabricas.foto().getvalue()
ARCHIVOS = {
    "PNG de 400 megapíxeles": (_png(20_000, 20_000), "a.png", 422),
    "PNG de 144 megapíxeles": (_png(12_000, 12_000), "a.png", 422),
    "SVG": (b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.jpg", 422),
    "HTML": (b"<html><script>alert(1)</script>", "a.jpg", 422),
    "FITS": (b"SIMPLE  =                    T / FITS" + b" " * 3000, "a.jpg", 422),
    "GIF": (b"GIF89a" + b"\0" * 100, "a.jpg", 422),
    "PDF": (b"%PDF-1.7", "a.jpg", 422),
    "EPS": (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n", "a.jpg", 422),
    "truncada": (BUENA[:2000], "a.jpg", 422),
    "demasiados bytes": (b"\xff\xd8\xff" + b"\0" * 60_000, "a.jpg", 413),
}


def _foto_en_reporte(archivo):
    return Client().post("/reportar", fabricas.formulario(foto=[archivo]), **JSON)


def _foto_adelantada(archivo):
    return Client().post("/reportar/fotos", {"clave": str(uuid.uuid4()), "foto": archivo}, **JSON)


DE_FOTOS = {"en el reporte": _foto_en_reporte, "adelantada": _foto_adelantada}


def _archivo(contenido: bytes, nombre: str) -> io.BytesIO:
    archivo = io.BytesIO(contenido)
    archivo.name = nombre
    return archivo


@pytest.mark.parametrize(("contenido", "nombre", "codigo"), ARCHIVOS.values(), ids=ARCHIVOS)
@pytest.mark.parametrize("puerta", DE_FOTOS.values(), ids=DE_FOTOS)
def test_lo_que_no_es_una_foto_no_deja_fila_ni_archivo(ciudad, settings, puerta, contenido, nombre, codigo):
    settings.FOTO_MAX_BYTES = 50_000
    respuesta = puerta(_archivo(contenido, nombre))
    assert respuesta.status_code == codigo
    assert respuesta["Content-Type"] == "application/problem+json"
    assert not Reporte.objects.exists()
    assert not Foto.objects.exists()
    assert not FotoSubida.objects.exists()
    assert not [ruta for ruta in settings.MEDIA_ROOT.rglob("*") if ruta.is_file()]


@pytest.mark.parametrize("lado", [8_000, 12_000, 20_000])
@pytest.mark.parametrize("puerta", DE_FOTOS.values(), ids=DE_FOTOS)
def test_de_una_foto_enorme_se_dice_el_maximo(ciudad, puerta, lado):
    assert "el máximo es 60 megapíxeles" in puerta(_archivo(_png(lado, lado), "a.png")).json()["detail"]


@pytest.mark.parametrize(
    "nombre", ["../../../etc/x.jpg", "x;id.jpg", "$(id).jpg", "a" * 300 + ".jpg", "ñ y espacios.jpg"]
)
@pytest.mark.parametrize("puerta", DE_FOTOS.values(), ids=DE_FOTOS)
def test_el_nombre_que_trae_no_llega_al_disco_ni_sus_metadatos_a_nadie(ciudad, settings, puerta, nombre):
    exif = Image.Exif()
    exif[0x010E] = "dato secreto"
    exif.get_ifd(0x8825)[2] = (4.0, 26.0, 20.0)
    foto = fabricas.foto(exif=exif.tobytes(), comment=b"comentario secreto", nombre=nombre)
    poliglota = _archivo(foto.getvalue() + b"<script>alert(1)</script>", nombre)
    assert puerta(poliglota).status_code == 201
    escritos = [ruta for ruta in settings.MEDIA_ROOT.rglob("*") if ruta.is_file()]
    assert len(escritos) == 2
    for ruta in escritos:
        assert ruta.name.removesuffix(".jpg").replace("-", "").isalnum()
        contenido = ruta.read_bytes()
        assert b"secret" not in contenido
        assert b"<script" not in contenido
        with Image.open(io.BytesIO(contenido)) as imagen:
            assert not imagen.getexif()


@pytest.mark.parametrize("puerta", DE_FOTOS.values(), ids=DE_FOTOS)
def test_la_cuarta_foto_se_rechaza(ciudad, puerta):
    clave = str(uuid.uuid4())
    if puerta is _foto_en_reporte:
        respuesta = Client().post("/reportar", fabricas.formulario(foto=[fabricas.foto() for _ in range(4)]), **JSON)
    else:
        for _ in range(4):
            respuesta = Client().post("/reportar/fotos", {"clave": clave, "foto": fabricas.foto()}, **JSON)
    assert respuesta.status_code == 422


def test_la_respuesta_a_un_problema_es_json_que_se_puede_leer(ciudad):
    respuesta = _foto_adelantada(_archivo(b"x", "a.jpg"))
    assert json.loads(respuesta.content)["status"] == 422
