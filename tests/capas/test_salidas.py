"""Every layer × every format: what is downloaded reads back with the same features, fields, place and record."""

import csv
import datetime as dt
import io
import json
import re
import sqlite3
import zipfile
from contextlib import closing

import geopandas
import pyogrio
import pyproj
import pytest
from hypothesis import given
from hypothesis import strategies as st

from capas import datos, salidas
from capas.catalogo import obtener
from capas.geometria import CRS_MAESTRO, SISTEMAS
from capas.models import FichaCapa
from capas.salidas.shapefile import nombres_cortos
from malla_vial.models import TramoVial
from tests import fabricas
from tests.cumplimiento import esquemas

ESPACIALES = ("geojson", "gpkg", "shp", "kml", "fgb", "parquet")
SRIDS = {"4326": SISTEMAS["http://www.opengis.net/def/crs/OGC/1.3/CRS84"].uri, "9377": CRS_MAESTRO.uri}


def bajar(client, url: str, tmp_path, **consulta):
    respuesta = client.get(url, consulta)
    assert respuesta.status_code == 200, respuesta.getvalue()
    nombre = respuesta["Content-Disposition"].split('"')[1]
    (tmp_path / nombre).write_bytes(respuesta.getvalue())
    return tmp_path / nombre


def tabla(ruta):
    """The file as geopandas reads it, with the layer's own names."""
    if ruta.suffix == ".parquet":
        return geopandas.read_parquet(ruta)
    if ruta.suffix == ".xlsx":
        return hoja(ruta, ruta.stem)
    leida = pyogrio.read_dataframe(gdal(ruta), fid_as_index=True)
    leida = leida.reset_index(names="_fid")
    return leida.sort_values("id") if ruta.suffix == ".fgb" else leida  # FlatGeobuf orders by place


def gdal(ruta) -> str:
    return f"/vsizip/{ruta}" if ruta.suffix == ".zip" else str(ruta)


def hoja(ruta, nombre: str):
    pyogrio.set_gdal_config_options({"OGR_XLSX_HEADERS": "FORCE"})
    return pyogrio.read_dataframe(ruta, layer=nombre)


def test_cada_capa_vuelve_entera_en_cada_formato(client, capa, tmp_path):
    puestos = [fabricas.elemento(capa), fabricas.elemento(capa, dx=500)]
    for formato in ESPACIALES:
        leida = tabla(bajar(client, f"/datos/{capa.id}.{formato}", tmp_path))
        assert len(leida) == 2, formato
        assert leida.crs.equals("EPSG:4326", ignore_axis_order=True) or formato == "parquet"
        assert leida.geometry.iloc[0].centroid.distance(geometria_de(capa, puestos[0])) < 1e-6, formato
        revisar_textos(capa, puestos[0], leida.iloc[0], formato)


def revisar_textos(capa, elemento, leido, formato):
    nombres = nombres_cortos([c.name for c in capa.campos]) if formato == "shp" else {}
    for campo in capa.campos:
        suyo = getattr(elemento, campo.attname)
        if isinstance(suyo, str):
            assert (leido[nombres.get(campo.name, campo.name)] or "") == suyo, (formato, campo.name)


def geometria_de(capa, elemento):
    from shapely import from_wkb

    geom = elemento.geom.clone()
    geom.transform(4326)
    return from_wkb(bytes(geom.wkb)).centroid


def test_cada_capa_en_hoja_de_calculo(client, capa, tmp_path):
    puesto = fabricas.elemento(capa)
    ruta = bajar(client, f"/datos/{capa.id}.xlsx", tmp_path)
    [fila] = tabla(ruta).to_dict("records")
    assert fila["id"] == puesto.pk
    assert ("x" in fila and "y" in fila) if capa.dimension == 0 else fila["wkt"].startswith(("MULTI", "LINE"))
    assert "Licencia" in set(hoja(ruta, "Acerca de")["Dato"])


def test_una_capa_vacia_da_archivos_validos(client, capa, tmp_path):
    for formato in salidas.FORMATOS:
        ruta = bajar(client, f"/datos/{capa.id}.{formato}", tmp_path)
        if formato == "csv":
            assert ruta.read_text().count("\n") == 1
        elif formato == "xlsx":
            assert next(iter(tabla(ruta).iloc[0])) == "id", "GDAL takes a header alone for a row"
        else:
            assert len(tabla(ruta)) == 0, formato


@pytest.mark.parametrize("formato", ["csv", "xlsx"])
def test_los_codigos_vienen_con_sus_palabras(client, formato, tmp_path):
    fabricas.tramo(estado=3, ruta_bus=True)
    ruta = bajar(client, f"/datos/tramos-viales.{formato}", tmp_path)
    [fila] = (geopandas.pd.read_csv(ruta) if formato == "csv" else tabla(ruta)).to_dict("records")
    assert fila["estado"] == 3
    assert fila["estado_texto"] == dict(TramoVial._meta.get_field("estado").flatchoices)[3]
    if formato == "csv":
        assert fila["ruta_bus"] == "sí"


def test_las_coordenadas_de_un_csv_llevan_siete_decimales(client):
    fabricas.tramo()
    fabricas.reporte(visible=True)
    for ruta in ("/datos/tramos-viales.csv", "/datos/reportes.csv"):
        [fila] = csv.DictReader(io.StringIO(client.get(ruta).getvalue().decode(), newline=""))
        lugar = fila["wkt"] if "wkt" in fila else f"{fila['x']} {fila['y']}"
        assert max(len(decimales) for decimales in re.findall(r"\.(\d+)", lugar)) <= 7


@pytest.mark.parametrize("formato", ["geojson", "gpkg", "shp", "fgb", "parquet"])
@pytest.mark.parametrize("srid", SRIDS)
def test_en_el_sistema_pedido(client, formato, srid, tmp_path):
    fabricas.municipio()
    leida = tabla(bajar(client, f"/datos/comunas.{formato}", tmp_path, crs=SRIDS[srid]))
    assert leida.crs.equals(pyproj.CRS.from_epsg(int(srid)), ignore_axis_order=True)
    x = leida.total_bounds[0]
    assert x == pytest.approx(4747388.9 if srid == "9377" else -75.277, rel=1e-3), "x, y"


@pytest.mark.parametrize("formato", [f for f in salidas.FORMATOS if f != "csv"])
def test_las_horas_son_las_que_son(client, formato, tmp_path):
    suyo = fabricas.reporte(visible=True)
    leida = tabla(bajar(client, f"/datos/reportes.{formato}", tmp_path))
    [nombre] = [c for c in leida.columns if c.startswith("radicado_e")]
    momento = geopandas.pd.Timestamp(leida[nombre].iloc[0])
    if momento.tzinfo is None:
        momento = momento.tz_localize("America/Bogota" if formato == "xlsx" else "UTC")
    assert abs((momento - suyo.radicado_en).total_seconds()) < 1


def test_kml_siempre_en_grados(client, tmp_path):
    fabricas.municipio()
    respuesta = client.get("/datos/comunas.kml", {"crs": CRS_MAESTRO.uri})
    assert respuesta["Content-Crs"] == f"<{SRIDS['4326']}>"
    assert b"<coordinates>-75." in respuesta.getvalue()


@pytest.mark.parametrize("url", ["/datos/comunas.{}?crs={}", "/ogc/collections/comunas/items?f={}&crs={}"])
@pytest.mark.parametrize("formato", [f for f in salidas.FORMATOS_DE_DESCARGA if f != "kml"])
@pytest.mark.parametrize("crs", SISTEMAS.values(), ids=lambda crs: crs.uri)
def test_un_archivo_no_dice_estar_en_el_orden_en_que_no_esta(client, url, formato, crs):
    """Files are x, y: whoever took Content-Crs at its word would cross what is of a system of northing first."""
    fabricas.municipio()
    dicho = client.get(url.format(formato, crs.uri)).get("Content-Crs")
    assert dicho == (None if crs.norte_primero else f"<{crs.uri}>")


@pytest.mark.parametrize("formato", salidas.FORMATOS)
def test_lo_hecho_al_momento_va_entero(client, formato):
    """Made twice it is not the same bytes: a download resumed by parts would be a broken file."""
    fabricas.municipio()
    entero = client.get(f"/datos/comunas.{formato}")
    parte = client.get(f"/datos/comunas.{formato}", headers={"Range": "bytes=0-9", "If-Range": entero["ETag"]})
    assert (parte.status_code, "Accept-Ranges" in parte) == (200, False)
    assert len(parte.getvalue()) > 10


@pytest.mark.parametrize("formato", salidas.FORMATOS_DE_DESCARGA)
def test_los_filtros_valen_en_todos(client, formato, tmp_path):
    lejos, cerca = fabricas.tramo(dx=5000), fabricas.tramo()
    url = "/ogc/collections/tramos-viales/items"
    for filtro in ({"bbox": "-75.24,4.43,-75.23,4.45"}, {"filter": f"id = {cerca.pk}"}, {"codigo": cerca.codigo}):
        contenido = client.get(url, {"f": formato, **filtro}).getvalue()
        (tmp_path / f"x.{salidas.FORMATOS[formato].sufijo}").write_bytes(contenido)
        if formato == "csv":
            assert cerca.codigo in contenido.decode()
            assert lejos.codigo not in contenido.decode()
        elif formato != "xlsx":
            assert list(tabla(tmp_path / f"x.{salidas.FORMATOS[formato].sufijo}")["codigo"]) == [cerca.codigo]


@pytest.mark.parametrize("formato", salidas.FORMATOS)
def test_lleva_lo_publico_y_nada_mas(client, formato):
    suyo = fabricas.reporte(descripcion="Secreto de la vecina", visible=True)
    contenido = client.get(f"/datos/reportes.{formato}").getvalue()
    if formato in ("shp", "xlsx"):
        paquete = zipfile.ZipFile(io.BytesIO(contenido))
        contenido = b"".join(paquete.read(nombre) for nombre in paquete.namelist())
    assert b"Secreto de la vecina" not in contenido
    assert suyo.pk


FICHAS = {
    "gpkg": lambda ruta: json.dumps(pyogrio.read_info(ruta)["layer_metadata"], ensure_ascii=False),
    "shp": lambda ruta: zipfile.ZipFile(ruta).read("LEAME.txt").decode(),
    "kml": lambda ruta: ruta.read_text(encoding="utf-8")[:3000],
    "parquet": lambda ruta: __import__("pyarrow.parquet").parquet.read_schema(ruta).metadata[b"ficha"].decode(),
    "fgb": lambda ruta: ruta.read_bytes()[:8000].decode(errors="ignore"),
    "geojson": lambda ruta: json.dumps(json.loads(ruta.read_bytes())["ficha"], ensure_ascii=False),
}


@pytest.mark.parametrize("formato", FICHAS)
def test_la_ficha_va_adentro(client, formato, tmp_path):
    fabricas.municipio()
    texto = FICHAS[formato](bajar(client, f"/datos/comunas.{formato}", tmp_path))
    assert "creativecommons.org/licenses/by-sa/4.0" in texto
    assert "De dónde vienen los datos" in texto


def test_un_geopackage_lleva_su_ficha_iso_19139(client, tmp_path):
    fabricas.municipio()
    with closing(sqlite3.connect(bajar(client, "/datos/comunas.gpkg", tmp_path))) as archivo:
        [(xml, tabla_)] = archivo.execute(
            "SELECT metadata, table_name FROM gpkg_metadata m JOIN gpkg_metadata_reference r ON r.md_file_id = m.id"
            " WHERE md_standard_uri = 'http://www.isotc211.org/2005/gmd' AND md_scope = 'dataset' AND mime_type = 'text/xml'"
        )
    assert tabla_ == "comunas"
    assert esquemas.faltas(xml.encode()) == []
    assert "co-73001-comunas" in xml


def test_la_ficha_de_un_csv_va_a_su_lado_y_describe_cada_columna(client, capa, tmp_path):
    """CSV has no place for it inside: CSV on the Web keeps it in a file of its own, which the answer names."""
    respuesta = client.get(f"/datos/{capa.id}.csv")
    direccion = f"/datos/{capa.id}.csv-metadata.json"
    assert f'<{direccion}>; rel="describedby"; type="application/csvm+json"' in respuesta["Link"]
    descripcion = client.get(direccion).json()
    cabecera = next(csv.reader(io.StringIO(respuesta.getvalue().decode("utf-8-sig"))))
    columnas = descripcion["tableSchema"]["columns"]
    assert [columna["name"] for columna in columnas] == cabecera
    assert all(columna["dc:description"] for columna in columnas)
    assert descripcion["dc:license"]["@id"] == FichaCapa.objects.get(pk=capa.id).licencia


def test_la_ficha_de_un_csv_cerrado_no_existe(client, capas_de_datos):
    FichaCapa.objects.filter(pk="vias").update(publicada=False)
    assert client.get("/datos/vias.csv-metadata.json").status_code == 404


def test_el_shapefile_dice_que_codificacion_y_que_nombres(client, tmp_path):
    fabricas.elemento(obtener("tramos-viales"), nombre="Carrera ñandú " + "á" * 140)
    ruta = bajar(client, "/datos/tramos-viales.shp", tmp_path)
    paquete = zipfile.ZipFile(ruta)
    assert paquete.read("tramos-viales.cpg").strip() == b"UTF-8"
    assert all(len(nombre) <= 10 for nombre in tabla(ruta).columns if nombre != "geometry")
    assert "recortados, en: nombre" in paquete.read("LEAME.txt").decode()
    assert tabla(ruta)["nombre"].iloc[0].startswith("Carrera ñandú á")


@given(st.lists(st.text("ab_", min_size=1, max_size=20), unique=True, max_size=60))
def test_los_nombres_cortos_no_se_repiten(nombres):
    cortos = nombres_cortos(["id", *nombres])
    assert len(set(cortos.values())) == len(nombres) + 1
    assert all(0 < len(corto) <= 10 for corto in cortos.values())


RESERVADOS = [
    "fid",
    "ogc_fid",
    "name",
    "description",
    "geometry",
    "wkt",
    "x",
    "lon",
    "timestamp",
    "nombre",
    "nombre_muy_largo_a",
]


@pytest.fixture
def capa_de_nombres_raros():
    ficha = FichaCapa(pk="ficha", titulo="Nombres raros", resumen="r", sector="otros", linaje="l")
    campos = [{"nombre": nombre, "titulo": nombre, "tipo": "texto"} for nombre in RESERVADOS]
    return datos.crear(
        ficha, campos, geometria="MULTIPOLYGON", rotulo="name", roles=["cultura"], estilo={"color": "#555555"}
    )


@pytest.mark.parametrize("formato", [f for f in salidas.FORMATOS if f != "csv"])
def test_los_nombres_que_un_formato_usa_para_si_no_se_pierden(client, capa_de_nombres_raros, formato, tmp_path):
    fabricas.elemento(capa_de_nombres_raros, **{nombre: f"valor {nombre}" for nombre in RESERVADOS})
    ruta = bajar(client, f"/datos/ficha.{formato}", tmp_path)
    en_gdal = formato not in ("parquet", "xlsx")  # where geopandas would put its own «geometry» in place of the field
    fila = (pyogrio.read_dataframe(gdal(ruta), read_geometry=False) if en_gdal else tabla(ruta)).iloc[0]
    assert {str(valor) for valor in fila} >= {f"valor {nombre}" for nombre in RESERVADOS}


HOSTILES = [
    "=HYPERLINK('http://x')",
    "<b>&amp;]]></name>",
    "\x0b\x01control",
    "😀 ñ \n línea",
    "'; DROP TABLE x; --",
    "/vsicurl/http://127.0.0.1/x",
]


@pytest.mark.parametrize("formato", salidas.FORMATOS)
def test_los_textos_hostiles_van_y_vuelven(client, formato, tmp_path):
    for texto in HOSTILES:
        fabricas.elemento(obtener("tramos-viales"), nombre=texto)
    ruta = bajar(client, f"/datos/tramos-viales.{formato}", tmp_path)
    leidos = list(tabla(ruta)["nombre"]) if formato != "csv" else list(geopandas.pd.read_csv(ruta)["nombre"])
    if formato in ("csv", "xlsx"):
        assert leidos[0] == "'" + HOSTILES[0], "ninguna hoja de cálculo la toma por fórmula"
        assert leidos[5] == HOSTILES[5]
    elif formato == "kml":
        assert [t.strip() for t in leidos] == [t.replace("\x0b\x01", "").strip() for t in HOSTILES]
    else:
        assert leidos == HOSTILES


def test_una_celda_que_no_cabe_lo_dice(client, tmp_path, capas_de_datos):
    capa = obtener("bienes-culturales")
    [largo] = [c.name for c in capa.campos if c.get_internal_type() == "TextField" and not c.choices][:1]
    fabricas.elemento(capa, **{largo: "a" * 40_000})
    assert (
        tabla(bajar(client, "/datos/bienes-culturales.xlsx", tmp_path))[largo].iloc[0].endswith("no cabe en una celda)")
    )


def test_lo_anterior_a_1900_va_como_texto(client, tmp_path):
    fabricas.elemento(obtener("intervenciones"), fecha_inicio=dt.date(1823, 4, 7), fecha_fin=dt.date(2026, 4, 7))
    ruta = bajar(client, "/datos/intervenciones.xlsx", tmp_path)
    fila = tabla(ruta).iloc[0]
    assert (fila["fecha_inicio"], geopandas.pd.Timestamp(fila["fecha_fin"]).date()) == (
        "1823-04-07",
        dt.date(2026, 4, 7),
    )


def test_se_puede_pedir_una_muestra(client):
    for n in range(3):
        fabricas.tramo(dx=n * 10)
    assert client.get("/datos/tramos-viales.csv?limit=2").getvalue().count(b"\n") == 3


def test_una_hoja_de_demasiadas_filas_se_niega(client, monkeypatch):
    monkeypatch.setattr("capas.salidas.excel.FILAS", 1)
    fabricas.tramo()
    assert client.get("/datos/tramos-viales.xlsx").status_code == 200
    fabricas.tramo(dx=200)
    respuesta = client.get("/datos/tramos-viales.xlsx")
    assert respuesta.status_code == 413
    assert "GeoPackage" in respuesta.json()["detail"]


@pytest.mark.parametrize("formato", ["gpkg", "fgb", "parquet"])
def test_lo_de_varias_tandas_sale_entero(client, formato, tmp_path, monkeypatch):
    monkeypatch.setattr("capas.salidas.columnas.TANDA", 3)
    puestos = {fabricas.tramo(dx=n * 10).codigo for n in range(8)}
    assert set(tabla(bajar(client, f"/datos/tramos-viales.{formato}", tmp_path))["codigo"]) == puestos


@pytest.mark.parametrize("formato", ["gpkg", "kml", "parquet", "xlsx"])
def test_si_la_base_falla_a_mitad_no_hay_medio_archivo(client, formato, monkeypatch):
    from django.db import OperationalError

    def fallar(*_):
        yield []
        raise OperationalError("canceling statement due to statement timeout")

    monkeypatch.setattr("capas.postgis.lotes", fallar)
    assert client.get(f"/datos/tramos-viales.{formato}").status_code == 503


def test_no_queda_nada_en_el_disco(client, tmp_path, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    for formato in salidas.FORMATOS:
        client.get(f"/datos/tramos-viales.{formato}").close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("formato", salidas.FORMATOS)
def test_una_capa_cerrada_no_se_descarga(client, formato):
    FichaCapa.objects.filter(pk="vias").update(clasificacion="reservada")
    respuesta = client.get(f"/datos/vias.{formato}")
    assert respuesta.status_code == 404
    assert respuesta.json()["detail"] == "No existe la capa «vias»."
