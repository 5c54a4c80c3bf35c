"""The nightly export: everything, whole, and nothing that was hidden since."""

import io
import json
import zipfile

import pytest
from django.core.management import call_command

from capas.abiertos import anoche
from capas.catalogo import todas
from capas.models import FichaCapa
from capas.salidas import FORMATOS
from tests import fabricas
from tests.fabricas import cerrar


@pytest.fixture
def exportados(settings, tmp_path):
    settings.DATOS_EXPORTADOS = tmp_path / "exportados"
    return settings.DATOS_EXPORTADOS


def exportar() -> dict:
    call_command("exportar_datos", base="https://sig.example", verbosity=0, stdout=io.StringIO())
    return anoche.leer()["capas"]


def zip_de(exportados, capa: dict) -> str:
    return zipfile.ZipFile(exportados / capa["archivos"]["shp"]["ruta"]).read("LEAME.txt").decode()


def test_la_noche_escribe_todo_y_las_sumas_cuadran(ciudad, exportados):
    import hashlib

    capas = exportar()
    assert set(capas) == {capa.id for capa in todas()} | {"relieve"}
    assert set(capas["comunas"]["archivos"]) == set(FORMATOS)
    for linea in (exportados / "SHA256SUMS").read_text().splitlines():
        suma, ruta = linea.split("  ")
        assert hashlib.sha256((exportados / ruta).read_bytes()).hexdigest() == suma
    assert b"https://sig.example/datos/comunas" in (exportados / "catalogo.ttl").read_bytes()


def test_la_noche_solo_escribe_lo_que_cambio_y_quita_lo_viejo(exportados, consumar):
    consumar()
    antes = exportar()
    fabricas.tramo()
    consumar()
    ahora = exportar()
    assert {capa for capa in ahora if ahora[capa] != antes[capa]} == {"tramos-viales"}
    assert len(list((exportados / "tramos-viales").iterdir())) == 1
    FichaCapa.objects.filter(pk="vias").update(licencia="https://creativecommons.org/publicdomain/zero/1.0/")
    consumar()
    assert "publicdomain" in zip_de(exportados, exportar()["vias"]), "la ficha va adentro"
    cerrar("tramos-viales")
    assert "tramos-viales" not in exportar()
    assert not (exportados / "tramos-viales").exists()


def test_una_noche_que_falla_deja_la_anterior(exportados, consumar, monkeypatch):
    consumar()
    antes = exportar()
    fabricas.tramo()
    consumar()
    monkeypatch.setattr(anoche, "guardar", lambda *_: (_ for _ in ()).throw(OSError("no queda espacio")))
    with pytest.raises(Exception, match="sigue igual"):
        exportar()
    assert anoche.leer()["capas"] == antes
    assert not list(exportados.glob(".nueva*"))


def test_el_portal_ofrece_el_archivo_de_anoche(client, exportados, consumar):
    fabricas.municipio()
    consumar()
    assert client.get("/datos/anoche/comunas.csv").status_code == 404
    exportar()
    assert "/datos/anoche/comunas.csv" in client.get("/datos/comunas").content.decode()
    assert b"Centro" in client.get("/datos/anoche/comunas.csv").getvalue()
    cerrar("comunas")
    assert client.get("/datos/anoche/comunas.csv").status_code == 404


def test_lo_que_se_oculto_hoy_no_se_halla_en_el_archivo_de_anoche(client, exportados, consumar):
    reporte = fabricas.reporte(visible=True)
    consumar()
    exportar()
    assert client.get("/datos/anoche/reportes.csv").status_code == 200
    reporte.visible = False
    reporte.save()
    consumar()
    assert client.get("/datos/anoche/reportes.csv").status_code == 404


@pytest.mark.parametrize("ruta", ["..%2f..%2fmanifiesto.json", "comunas.exe", "manifiesto.json", "comunas.csv%00"])
def test_por_el_archivo_de_anoche_no_se_sale_a_otra_carpeta(client, exportados, ruta):
    fabricas.municipio()
    exportar()
    assert client.get(f"/datos/anoche/{ruta}").status_code == 404


def test_lo_de_anoche_es_lo_que_ve_cualquiera(exportados):
    fabricas.reporte(visible=False, descripcion="Secreto")
    exportar()
    contenido = (exportados / anoche.leer()["capas"]["reportes"]["archivos"]["geojson"]["ruta"]).read_text()
    assert json.loads(contenido)["features"] == []
