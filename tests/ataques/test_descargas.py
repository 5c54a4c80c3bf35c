"""Downloads: no cell runs, no name leaves its folder, nothing private, nothing left behind, no filter reaches SQL."""

import csv
import io

import lxml.etree
import pyogrio
import pytest
import rdflib

from capas.catalogo import obtener
from capas.models import FichaCapa
from capas.salidas import FORMATOS
from capas.salidas.texto import inocuo
from tests import fabricas

FORMULAS = [
    "=1+1",
    "+cmd|' /C calc'!A0",
    "-2+3+cmd",
    "@SUM(1)",
    "\t=1+1",
    "\r=1+1",
    " =1+1",
    "\n@x",
    '=HYPERLINK("http://x")',
]
INOCENTES = ["+57 608 000 0000", "-12", "(608) 123", "Calle 5 = esquina", "a@b.co", ""]


@pytest.mark.parametrize("formula", FORMULAS)
def test_ninguna_celda_es_una_formula(client, formula, tmp_path):
    fabricas.elemento(obtener("tramos-viales"), nombre=formula)
    [fila] = csv.DictReader(io.StringIO(client.get("/datos/tramos-viales.csv").getvalue().decode(), newline=""))
    assert fila["nombre"] == "'" + formula
    (tmp_path / "x.xlsx").write_bytes(client.get("/datos/tramos-viales.xlsx").getvalue())
    hoja = pyogrio.read_dataframe(tmp_path / "x.xlsx", layer="tramos-viales")
    assert hoja["nombre"].iloc[0].startswith("'")


@pytest.mark.parametrize("texto", INOCENTES)
def test_lo_inocente_queda_como_estaba(texto):
    assert inocuo(texto) == texto


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize(
    "consulta",
    [{"descripcion": "x"}, {"filter": "contacto = 'x'"}, {"filter": "pg_sleep(5) = 1"}, {"bbox": "1,2"}, {"crs": "http://127.0.0.1/x"},
     {"limit": "0"}, {"sortby": "estado"}],
)  # fmt: skip
def test_una_descarga_filtra_solo_por_lo_publico(client, formato, consulta):
    assert client.get(f"/datos/reportes.{formato}", consulta).status_code == 400


@pytest.mark.parametrize(
    "ruta",
    ["../etc/passwd.csv", "..%2F..%2Fetc.csv", "reportes.csv%00", "reportes.CSV", "reportes.", ".csv", "reportes;x.csv",
     "anoche/..%2fmanifiesto.json", "anoche/../../x.csv", "auth_user.csv", "reportes/cambios.csv"],
)  # fmt: skip
def test_un_nombre_raro_no_existe(client, ruta):
    assert client.get(f"/datos/{ruta}").status_code in (400, 404)


@pytest.mark.parametrize("metodo", ["post", "put", "delete", "patch"])
@pytest.mark.parametrize("ruta", ["/datos/", "/datos/vias", "/datos/vias.csv", "/datos/vias/cambios", "/data.json"])
def test_solo_se_lee(client, metodo, ruta):
    assert getattr(client, metodo)(ruta).status_code == 405


@pytest.mark.parametrize("texto", ["%", "_", "\\", "' OR 1=1 --", "😀", "(" * 90])
def test_las_palabras_del_formulario_se_ligan(client, texto):
    fabricas.tramo()
    respuesta = client.get("/datos/tramos-viales/descargar", {"formato": "csv", "q": texto})
    assert respuesta.status_code == 200
    assert respuesta.getvalue().decode().count("\n") == 1


HOSTIL = {
    "titulo": 'x"\r\nX-Mala: 1',
    "licencia": "https://x/ y>; rel=x\r\nX-Mala: 1",
    "tema": "a b<c>",
    "correo": "a@b.co>\n",
    "resumen": "</script><x>&\x0b]]>",
    "palabras_clave": '"\\,<b>,\x01',
    "linaje": "\x0c=1+1",
}


@pytest.fixture
def ficha_hostil():
    FichaCapa.objects.filter(pk="vias").update(**HOSTIL)


@pytest.mark.parametrize("formato", FORMATOS)
def test_una_ficha_hostil_no_rompe_un_archivo_ni_su_encabezado(client, ficha_hostil, formato, tmp_path):
    fabricas.elemento(obtener("vias"))
    respuesta = client.get(f"/datos/vias.{formato}")
    ruta = tmp_path / f"vias.{FORMATOS[formato].sufijo}"
    ruta.write_bytes(respuesta.getvalue())
    if formato == "kml":
        lxml.etree.parse(ruta)
    if formato not in ("parquet", "csv"):
        assert pyogrio.read_info(f"/vsizip/{ruta}" if formato == "shp" else ruta, layer="vias")["features"] in (1, -1)
    assert respuesta.status_code == 200
    assert "X-Mala" not in respuesta.headers


@pytest.mark.parametrize(
    "puerta",
    ["/datos/", "/datos/vias", "/datos/catalogo.ttl", "/datos/catalogo.jsonld", "/data.json", "/datos/atom.xml"],
)
def test_una_ficha_hostil_no_se_lleva_el_catalogo(client, ficha_hostil, puerta):
    respuesta = client.get(puerta)
    assert respuesta.status_code == 200
    assert b"<x>" not in respuesta.content or "json" in puerta or "ttl" in puerta
    if puerta == "/datos/atom.xml":
        lxml.etree.fromstring(respuesta.content)
    if puerta == "/datos/catalogo.ttl":
        rdflib.Graph().parse(data=respuesta.content, format="turtle")
