"""Files in: every row gets in, is repaired with a note, or is refused with a reason; never half, never in silence."""

import csv
import zipfile

import pytest
from django.core.management import CommandError

from capas.models import Comuna, FichaCapa
from conectividad.models import ZonaWifi
from tests.capas.importacion import geojson, importar, punto, zona


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


def test_se_entiende_si_y_no(tmp_path):
    filas = [(punto(), zona(1, operativa="sí")), (punto(), zona(2, operativa="NO")), (punto(), zona(3, operativa="x"))]
    salida = importar(geojson(tmp_path / "a.geojson", *filas), "zonas-wifi")
    assert dict(ZonaWifi.objects.values_list("codigo", "operativa")) == {"W1": True, "W2": False}
    assert "la fila 3: «x» no es un valor posible de «operativa»" in salida
