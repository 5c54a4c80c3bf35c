"""A part of a file is those bytes of it and no others, for whoever reads a cloud-optimised GeoTIFF over the network."""

import pytest

from capas import rangos

CONTENIDO = bytes(range(256)) * 4
MARCA = '"abc"'


@pytest.fixture
def pedir(rf, tmp_path, django_user_model):
    (tmp_path / "a.tif").write_bytes(CONTENIDO)

    def hacer(metodo="get", **encabezados):
        peticion = getattr(rf, metodo)("/datos/a.tif", headers=encabezados)
        peticion.user = django_user_model()
        return rangos.responder(peticion, tmp_path / "a.tif", "a.tif", "image/tiff", MARCA)

    return hacer


@pytest.mark.parametrize(
    ("rango", "desde", "hasta"),
    [("bytes=0-10", 0, 10), ("bytes=1000-", 1000, 1023), ("bytes=-24", 1000, 1023), ("bytes=1023-9999", 1023, 1023),
     ("bytes=-5000", 0, 1023), ("BYTES=7-7", 7, 7)],
)  # fmt: skip
def test_una_parte(pedir, rango, desde, hasta):
    respuesta = pedir(Range=rango)
    assert respuesta.status_code == 206
    assert respuesta["Content-Range"] == f"bytes {desde}-{hasta}/1024"
    assert respuesta.getvalue() == CONTENIDO[desde : hasta + 1]
    assert int(respuesta["Content-Length"]) == hasta + 1 - desde


@pytest.mark.parametrize("rango", ["bytes=1024-", "bytes=2000-3000", "bytes=-0", "bytes=99999999999999999999-"])
def test_lo_que_el_archivo_no_tiene_es_416(pedir, rango):
    respuesta = pedir(Range=rango)
    assert (respuesta.status_code, respuesta["Content-Range"]) == (416, "bytes */1024")


@pytest.mark.parametrize("rango", ["", "bytes=9-1", "bytes=-", "bytes=0-1,5-6", "líneas=0-1", "bytes=a-b", "bytes=٣-٤"])
def test_lo_que_no_es_un_rango_no_cuenta_y_va_todo(pedir, rango):
    respuesta = pedir(Range=rango.encode().decode("latin-1"))
    assert (respuesta.status_code, respuesta["Accept-Ranges"]) == (200, "bytes")
    assert respuesta.getvalue() == CONTENIDO


def test_solo_si_el_archivo_sigue_siendo_el_mismo(pedir):
    assert pedir(Range="bytes=0-1", **{"If-Range": MARCA}).status_code == 206
    assert pedir(Range="bytes=0-1", **{"If-Range": '"otro"'}).status_code == 200
    assert pedir(Range="bytes=0-1", **{"If-Range": f"W/{MARCA}"}).status_code == 200
    assert pedir(Range="bytes=0-1", **{"If-None-Match": MARCA}).status_code == 304
    assert pedir("head", Range="bytes=0-1").status_code == 200
