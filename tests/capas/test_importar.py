"""Files in: every row gets in, is repaired with a note, or is refused with a reason; never half, never in silence."""

import csv
import io
import json
import zipfile
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from capas import datos
from capas.catalogo import obtener
from capas.importar.archivos import ArchivoRechazado
from capas.importar.leer import leer
from capas.models import Comuna, FichaCapa, Municipio
from conectividad.models import ZonaWifi
from malla_vial.models import Via
from tests import fabricas
from tests.conftest import DATOS_REALES, datos_reales


def importar(archivo, capa, *mapeo, **opciones) -> str:
    salida = io.StringIO()
    call_command("importar_capa", str(archivo), capa=capa, mapear=list(mapeo), stdout=salida, verbosity=0, **opciones)
    return salida.getvalue()


def geojson(ruta: Path, *filas, **extra) -> Path:
    """filas: (geometry, properties)"""
    elementos = [{"type": "Feature", "geometry": g, "properties": p} for g, p in filas]
    ruta.write_text(json.dumps({"type": "FeatureCollection", "features": elementos, **extra}), encoding="utf-8")
    return ruta


def punto(lon=-75.23, lat=4.43, *alto):
    return {"type": "Point", "coordinates": [lon, lat, *alto]}


def zona(n, **otros):
    return {"codigo": f"W{n}", "nombre": f"Zona {n}"} | otros


@datos_reales
class TestArchivosReales:
    """The files that a municipality really has."""

    def test_municipio(self):
        salida = importar(
            DATOS_REALES / "municipio_ibague_igac.geojson",
            "municipio",
            "codigo=MpCodigo",
            "nombre=MpNombre",
            modo="reemplazar",
        )
        assert "1 nuevas" in salida
        municipio = Municipio.objects.get()
        assert (municipio.codigo, municipio.nombre) == ("73001", "Ibagué")
        assert municipio.geom.area / 1e6 == pytest.approx(1377, abs=5)

    def test_comunas(self):
        importar(DATOS_REALES / "comunas_ibague.geojson", "comunas", "codigo=comuna", "nombre=id")
        assert sorted(int(c) for c in Comuna.objects.values_list("codigo", flat=True)) == list(range(1, 14))

    def test_vias_igac(self):
        salida = importar(DATOS_REALES / "vias_ibague_igac_nomenclatura.geojson", "vias", "codigo=id", "nombre=via")
        assert "2987 filas leídas" in salida
        assert Via.objects.count() == 2987
        assert sum(v.geom.length for v in Via.objects.only("geom")) / 1000 == pytest.approx(661, abs=5)

    def test_zonas_wifi(self):
        importar(DATOS_REALES / "municipio_ibague_igac.geojson", "municipio", "codigo=MpCodigo", "nombre=MpNombre")
        salida = importar(
            DATOS_REALES / "zonas_wifi_vibra_ibague.geojson",
            "zonas-wifi",
            "codigo=ID",
            "nombre=ZONAS VIBRA",
            "direccion=DIRECCION",
        )
        assert ZonaWifi.objects.count() == 150
        assert "13 × acentos perdidos" in salida
        assert "3 × está fuera de Ibagué" in salida
        assert ZonaWifi.objects.exclude(geom__intersects=Municipio.objects.get().geom).count() == 3

    def test_tolima_en_una_capa_nueva(self):
        salida = importar(
            DATOS_REALES / "tolima_municipios_igac_epsg9377.gpkg", "municipios-tolima", crear=True, clave="mpcodigo"
        )
        assert "EPSG:9377" in salida
        capa = obtener("municipios-tolima")
        assert capa.modelo.objects.count() == 47
        assert capa.modelo.objects.get(mpcodigo="73001").mpnombre == "Ibagué"

    def test_vias_de_cali(self, client):
        importar(DATOS_REALES / "load" / "vias_cali.fgb", "vias", "codigo=id", "nombre=via")
        assert Via.objects.count() == 10_560
        assert client.get("/ogc/collections/vias/items?limit=10000").json()["numberMatched"] == 10_560


def _csv(tabla, ruta):
    ruta.write_text("codigo;nombre;lon;lat\nW1;Zona 1;-75,23;4,43\nW2;Peñón;-75,24;4,43\n", encoding="cp1252")


def _kml(tabla, ruta):
    tabla.rename(columns={"codigo": "Name"}).to_file(ruta, driver="KML")


def _shp(tabla, ruta):
    carpeta = ruta.with_suffix("")
    carpeta.mkdir()
    tabla.to_crs(9377).to_file(carpeta / "zonas.shp")
    with zipfile.ZipFile(ruta, "w") as paquete:
        for parte in carpeta.iterdir():
            paquete.write(parte, parte.name)


ESCRIBEN = {
    "geojson": lambda tabla, ruta: tabla.to_file(ruta, driver="GeoJSON"),
    "gpkg": lambda tabla, ruta: tabla.to_file(ruta),
    "fgb": lambda tabla, ruta: tabla.to_file(ruta, driver="FlatGeobuf"),
    "kml": _kml,
    "zip": _shp,
    "csv": _csv,
}


@pytest.mark.parametrize("formato", ESCRIBEN)
def test_cada_formato_entra(tmp_path, formato):
    import geopandas

    origen = geojson(tmp_path / "origen.geojson", (punto(), zona(1)), (punto(-75.24), zona(2, nombre="Peñón")))
    ESCRIBEN[formato](geopandas.read_file(origen), tmp_path / f"a.{formato}")
    mapeo = ["codigo=Name", "nombre=Name"] if formato == "kml" else ["codigo=codigo", "nombre=nombre"]
    importar(tmp_path / f"a.{formato}", "zonas-wifi", *mapeo)
    primera, segunda = ZonaWifi.objects.order_by("codigo")
    assert primera.geom.transform(4326, clone=True).x == pytest.approx(-75.23, abs=1e-5)
    assert (segunda.codigo, segunda.nombre) == ("W2", "W2" if formato == "kml" else "Peñón")


# (geometry, properties) of a row, and what is said of it if it does not get in
FILAS = [
    ((punto(), zona(1)), ""),
    ((None, zona(2)), "geometría"),
    ((punto(10, 50), zona(3)), "fuera de Colombia"),
    (({"type": "LineString", "coordinates": [[-75.2, 4.4], [-75.3, 4.4]]}, zona(4)), "es una línea y la capa guarda puntos"),
    ((punto(), zona(1)), "repite la clave"),
    ((punto(), zona(6, ambito="marino")), "dominio"),
    ((punto(), zona(7, radio_m="mucho")), "radio_m"),
    ((punto(), {"codigo": "W8"}), "nombre"),
    ((punto(-75.23, 4.43, 1200), zona(9)), ""),
    ((punto(), zona(10, nombre="PeÃ±Ã³n")), ""),
    ((punto(), zona(11, ambito="RURAL")), ""),
]  # fmt: skip


def test_cada_fila_mala_dice_por_que_y_las_buenas_entran(tmp_path):
    archivo, rechazos = geojson(tmp_path / "a.geojson", *(fila for fila, _ in FILAS)), tmp_path / "rechazos.csv"
    salida = importar(archivo, "zonas-wifi", rechazos=rechazos)
    assert "11 filas leídas" in salida
    assert "se quitó la altura" in salida
    assert "se corrigieron los acentos" in salida
    entraron = {
        codigo: (nombre, ambito)
        for codigo, nombre, ambito in ZonaWifi.objects.values_list("codigo", "nombre", "ambito")
    }
    assert entraron.keys() == {"W1", "W9", "W10", "W11"}
    assert (entraron["W10"][0], entraron["W11"][1]) == ("Peñón", "rural")
    motivos = {int(f["fila"]): f["motivo"] for f in csv.DictReader(rechazos.open(encoding="utf-8"))}
    esperados = {numero: texto for numero, (_, texto) in enumerate(FILAS, 1) if texto}
    assert motivos.keys() == esperados.keys()
    assert all(texto in motivos[numero] for numero, texto in esperados.items())


def test_un_poligono_que_se_cruza_entra_reparado_y_se_dice_donde(tmp_path):
    lazo = {
        "type": "Polygon",
        "coordinates": [[[-75.2, 4.4], [-75.19, 4.41], [-75.19, 4.4], [-75.2, 4.41], [-75.2, 4.4]]],
    }
    salida = importar(geojson(tmp_path / "a.geojson", (lazo, {"codigo": "1", "nombre": "Lazo"})), "comunas")
    assert "se cruza a sí misma en E 4" in salida
    assert Comuna.objects.get().geom.valid


def test_los_modos(tmp_path):
    uno = geojson(tmp_path / "a.geojson", (punto(), zona(1)), (punto(), zona(2)))
    dos = geojson(tmp_path / "b.geojson", (punto(-75.3), zona(2, nombre="Cambió")), (punto(), zona(3)))
    importar(uno, "zonas-wifi")
    salida = importar(dos, "zonas-wifi")
    assert "ya existe" in salida
    assert ZonaWifi.objects.get(codigo="W2").nombre == "Zona 2"
    salida = importar(dos, "zonas-wifi", modo="actualizar", clave="codigo")
    assert "2 actualizadas" in salida
    assert ZonaWifi.objects.get(codigo="W2").nombre == "Cambió"
    assert ZonaWifi.objects.count() == 3
    importar(uno, "zonas-wifi", modo="reemplazar")
    assert sorted(ZonaWifi.objects.values_list("codigo", flat=True)) == ["W1", "W2"]


def test_simular_lo_cuenta_todo_y_no_guarda_nada(tmp_path):
    archivo = geojson(tmp_path / "a.geojson", (punto(), zona(1)))
    assert "no se guardó nada: 1 filas" in importar(archivo, "zonas-wifi", simular=True).replace(") ", " ").replace(
        "):", ":"
    )
    importar(archivo, "capa-nueva", crear=True, simular=True)
    assert not ZonaWifi.objects.exists()
    assert not FichaCapa.objects.filter(pk="capa-nueva").exists()


def test_si_la_base_falla_a_mitad_no_queda_nada(tmp_path, monkeypatch):
    monkeypatch.setattr("capas.importar.cargar.LOTE", 2)
    llamadas = iter([None, RuntimeError("se cayó")])
    original = ZonaWifi.objects.bulk_create

    def fallar(manager, *args, **kwargs):
        if (error := next(llamadas)) is not None:
            raise error
        return original(*args, **kwargs)

    monkeypatch.setattr(type(ZonaWifi.objects), "bulk_create", fallar)
    with pytest.raises(RuntimeError):
        importar(geojson(tmp_path / "a.geojson", *[(punto(), zona(n)) for n in range(4)]), "zonas-wifi")
    assert not ZonaWifi.objects.exists()


def test_una_capa_nueva_nace_completa(tmp_path, client):
    filas = [
        (punto(-75.2 - n / 100), {"Nombre del Salón": f"Salón {n}", "Cupo": n, "Teléfono": "300", "geom": "x"})
        for n in range(3)
    ]
    importar(geojson(tmp_path / "a.geojson", *filas), "salones-comunales", crear=True)
    capa = obtener("salones-comunales")
    assert capa.publicos == ("nombre_del_salon", "cupo", "c_geom")
    assert client.get("/ogc/collections/salones-comunales/items").json()["numberMatched"] == 3
    assert client.get("/ogc/collections/salones-comunales/items?cupo=2").json()["numberMatched"] == 1
    assert "telefono" not in client.get("/datos/salones-comunales.csv").getvalue().decode()
    assert client.get("/buscar?q=salon 2").json()["resultados"][0]["titulo"] == "Salón 2"
    por_clase = client.get("/buscar?q=salon comunal salon 1").json()["resultados"]
    assert por_clase[0]["titulo"] == "Salón 1"


def test_una_capa_de_datos_se_borra_con_su_tabla(tmp_path, client):
    importar(geojson(tmp_path / "a.geojson", (punto(), {"nombre": "Uno"})), "pasajera", crear=True)
    datos.borrar("pasajera")
    assert client.get("/ogc/collections/pasajera").status_code == 404
    assert "datos_pasajera" not in connection.introspection.table_names()


def test_una_capa_que_no_existe_dice_cuales_hay(tmp_path):
    with pytest.raises(CommandError, match="zonas-wifi"):
        importar(geojson(tmp_path / "a.geojson", (punto(), {})), "no-existe")


def test_un_mapeo_equivocado_dice_que_columnas_hay(tmp_path):
    archivo = geojson(tmp_path / "a.geojson", (punto(), zona(1)))
    with pytest.raises(CommandError, match="codigo, nombre"):
        importar(archivo, "zonas-wifi", "nombre=NOMBRE DE LA ZONA")
    with pytest.raises(CommandError, match="operador"):
        importar(archivo, "zonas-wifi", "proveedor=nombre")


def test_los_reportes_no_se_importan(tmp_path):
    with pytest.raises(CommandError, match="acciones"):
        importar(geojson(tmp_path / "a.geojson", (punto(), {"codigo": "x"})), "reportes")


def test_queda_en_el_linaje(tmp_path):
    importar(geojson(tmp_path / "zonas.geojson", (punto(), zona(1))), "zonas-wifi")
    assert "zonas.geojson" in FichaCapa.objects.get(pk="zonas-wifi").linaje


class TestArchivosHostiles:
    def test_un_vrt_disfrazado(self, tmp_path):
        for nombre in ("a.tif", "a.geojson", "a.gpkg", "a.csv"):
            (tmp_path / nombre).write_text(
                "<OGRVRTDataSource><SrcDataSource>/vsicurl/http://127.0.0.1/x</SrcDataSource></OGRVRTDataSource>"
            )
            with pytest.raises(ArchivoRechazado):
                leer(tmp_path / nombre)

    def test_un_kml_que_enlaza_o_declara(self, tmp_path):
        for cuerpo in (
            "<NetworkLink><Link><href>http://127.0.0.1</href></Link></NetworkLink>",
            '<!DOCTYPE x [<!ENTITY a "b">]>',
        ):
            (tmp_path / "a.kml").write_text(f'<kml xmlns="http://www.opengis.net/kml/2.2">{cuerpo}</kml>')
            with pytest.raises(ArchivoRechazado, match="KML"):
                leer(tmp_path / "a.kml")

    def _zip(self, ruta, **archivos):
        with zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as paquete:
            for nombre, contenido in archivos.items():
                paquete.writestr(nombre.replace("__", "/").replace("_", "."), contenido)
        return ruta

    def test_una_bomba(self, tmp_path):
        with pytest.raises(ArchivoRechazado, match=r"sospechoso|pasa de"):
            leer(self._zip(tmp_path / "a.zip", a_shp=b"\0" * 50_000_000))

    def test_rutas_que_salen_y_enlaces(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as paquete:
            paquete.writestr("../../a.shp", b"x")
        with pytest.raises(ArchivoRechazado, match="rutas"):
            leer(tmp_path / "a.zip")
        with zipfile.ZipFile(tmp_path / "b.zip", "w") as paquete:
            enlace = zipfile.ZipInfo("a.shp")
            enlace.external_attr = 0o120777 << 16
            paquete.writestr(enlace, "/etc/passwd")
        with pytest.raises(ArchivoRechazado, match="simbólicos"):
            leer(tmp_path / "b.zip")

    def test_sin_prj_pregunta_y_no_adivina(self, tmp_path):
        import geopandas

        tabla = geopandas.GeoDataFrame(
            {"codigo": ["1"], "nombre": ["a"]}, geometry=geopandas.points_from_xy([fabricas.ESTE], [fabricas.NORTE])
        )
        (tmp_path / "s").mkdir()
        tabla.to_file(tmp_path / "s" / "a.shp")
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as paquete:
            for parte in (tmp_path / "s").iterdir():
                paquete.write(parte, parte.name)
        with pytest.raises(CommandError, match=r"--crs.*4686.*9377.*4326"):
            importar(tmp_path / "a.zip", "zonas-wifi")
        importar(tmp_path / "a.zip", "zonas-wifi", crs="9377")
        assert ZonaWifi.objects.get().geom.x == pytest.approx(fabricas.ESTE, abs=0.01)

    @pytest.mark.parametrize(
        ("nombre", "contenido", "porque"),
        [
            ("a.geojson", b"", "no es lo que su nombre dice"),
            ("b.geojson", b"{", "está incompleto o dañado.*expórtelo de nuevo"),
            ("c.gpkg", b"SQLite format 3\x00roto", "está incompleto o dañado.*expórtelo de nuevo"),
            ("d.zip", b"PK\x03\x04roto", "dañado: no se puede descomprimir"),
            ("e.csv", b"a,b\n1,2\n", "columnas de coordenadas"),
            ("f.csv", b"lon,lat\n1,2\n1,2,3\n", "no se entiende desde la línea 3: .*guárdelo como CSV"),
            ("g.csv", b"", "no se entiende: .*guárdelo como CSV"),
        ],
    )
    def test_vacio_y_roto(self, tmp_path, nombre, contenido, porque):
        (tmp_path / nombre).write_bytes(contenido)
        with pytest.raises(ArchivoRechazado, match=porque):
            leer(tmp_path / nombre)


@pytest.mark.parametrize("nombre", ["Deslizamientos", "con espacio", "1ero", "a" * 60])
def test_un_nombre_de_capa_que_no_puede_ser_se_dice(tmp_path, nombre):
    with pytest.raises(CommandError, match=f"No se puede crear la capa «{nombre}»"):
        importar(geojson(tmp_path / "a.geojson", (punto(), {"nombre": "Uno"})), nombre, crear=True)
    assert not FichaCapa.objects.filter(pk=nombre).exists()


def poligono(*vertices):
    return {"type": "Polygon", "coordinates": [[*vertices, vertices[0]]]}


A, B, C = (-75.23, 4.43), (-75.22, 4.43), (-75.22, 4.44)


def test_lo_que_no_es_de_la_clase_de_la_mayoria_se_rechaza_fila_por_fila(tmp_path, capfd):
    filas = [
        (poligono(A, B, C), {"nombre": "Uno"}),
        (punto(), {"nombre": 2}),
        ({"type": "LineString", "coordinates": [A, B]}, {"nombre": "Tres"}),
        (poligono(A, A, A), {"nombre": "Cuatro"}),
        (poligono(B, C, A), {"nombre": "Cinco"}),
    ]
    salida = importar(geojson(tmp_path / "a.geojson", *filas), "mezcladas", crear=True)
    assert "2 nuevas" in salida
    assert "3 rechazadas" in salida
    assert "la fila 2: es un punto y la capa guarda polígonos" in salida
    assert "la fila 3: es una línea y la capa guarda polígonos" in salida
    assert "la fila 4: es un polígono que no tiene área" in salida
    assert "Warning" not in capfd.readouterr().err


def test_un_archivo_sin_ninguna_geometria_no_crea_capa(tmp_path):
    with pytest.raises(CommandError, match="no tiene ninguna geometría"):
        importar(geojson(tmp_path / "a.geojson", (None, {"nombre": "Uno"})), "sin-lugar", crear=True)


def test_se_entiende_si_y_no(tmp_path):
    filas = [(punto(), zona(1, operativa="sí")), (punto(), zona(2, operativa="NO")), (punto(), zona(3, operativa="x"))]
    salida = importar(geojson(tmp_path / "a.geojson", *filas), "zonas-wifi")
    assert dict(ZonaWifi.objects.values_list("codigo", "operativa")) == {"W1": True, "W2": False}
    assert "la fila 3: «x» no es un valor posible de «operativa»" in salida
