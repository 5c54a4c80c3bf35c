"""The service itself: health, settings, checks, documentation that does not rot."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import override_settings

from gis_project import checks, demostracion
from malla_vial.models import Intervencion, Reporte

RAIZ = Path(__file__).resolve().parents[2]


def test_salud_dice_como_esta_cada_parte(client):
    respuesta = client.get("/salud")
    assert respuesta.status_code == 200
    datos = respuesta.json()
    assert datos["estado"] == "bien"
    assert all(datos[parte]["bien"] for parte in ("base_de_datos", "lectura", "migraciones", "disco"))


def test_salud_dice_que_falla_sin_contar_el_porque(client, monkeypatch):
    monkeypatch.setitem(__import__("gis_project.salud").salud.PRUEBAS, "disco", lambda: 1 / 0)
    respuesta = client.get("/salud")
    assert respuesta.status_code == 503
    assert respuesta.json()["disco"] == {"bien": False, "falla": "ZeroDivisionError"}


@pytest.mark.parametrize(
    ("ajuste", "id_"),
    [
        ({"SECRET_KEY": "corta"}, "sig.E001"),
        ({"ALLOWED_HOSTS": []}, "sig.E002"),
        ({"DEMOSTRACION": False, "URL_PUBLICA": "http://x"}, "sig.E003"),
        ({"DEMOSTRACION": False, "DEBUG": True}, "sig.E004"),
        ({"CENTRO_MAPA": (500.0, 4.0)}, "sig.E005"),
        ({"CENTRO_MAPA": ()}, "sig.E005"),
        *(({ajuste: ""}, "sig.E006") for ajuste in checks.DEL_MUNICIPIO),
        ({"DIVIPOLA": "25.754"}, "sig.E007"),
        ({"MAPA_BASE_EXTERNO": "https://x/{z}/{x}/{y}.png", "MAPA_BASE_CREDITO": ""}, "sig.W001"),
    ],
)
def test_un_ajuste_malo_se_dice_al_arrancar(ajuste, id_):
    with override_settings(**ajuste):
        hallados = {problema.id: problema for problema in (*checks.entorno(None), *checks.municipio(None))}
    assert hallados[id_].hint


def test_los_checks_pasan():
    call_command("check", fail_level="WARNING")


def test_cada_ajuste_esta_en_el_manual():
    ajustes = set(
        re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (RAIZ / "gis_project/settings.py").read_text(encoding="utf-8"))
    )
    manual = (RAIZ / "docs/manual/operador.md").read_text(encoding="utf-8")
    assert {ajuste for ajuste in ajustes if f"`{ajuste}`" not in manual} == set()


def test_el_manual_no_nombra_ajustes_que_no_existen():
    codigo = (RAIZ / "gis_project/settings.py").read_text(encoding="utf-8")
    manual = (RAIZ / "docs/manual/operador.md").read_text(encoding="utf-8")
    tabla = re.findall(r"^\| `([A-Z_]+)`", manual, re.MULTILINE)
    assert tabla
    assert {ajuste for ajuste in tabla if f'"{ajuste}"' not in codigo} == set()


@pytest.mark.parametrize(
    "ruta",
    [
        "/",
        "/reportar",
        "/reportes",
        "/gestion/entrar",
        "/buscar",
        "/buscar?q=calle",
        "/riesgo/consulta",
        "/conectividad/cercanos",
        "/ogc/",
        "/calidad/",
        "/calidad/vias",
        "/no-existe",
    ],
)
def test_cada_pagina_publica_habla_espanol_y_se_puede_recorrer(client, ruta):
    pagina = client.get(ruta, HTTP_ACCEPT="text/html").content.decode()
    assert '<html lang="es-CO"' in pagina
    assert "Saltar al contenido" in pagina
    assert "Demostración" in pagina
    assert pagina.count("<h1") == 1


def test_un_error_es_pagina_para_personas_y_problema_para_maquinas(client):
    assert "text/html" in client.get("/no-existe", HTTP_ACCEPT="text/html")["Content-Type"]
    assert client.get("/no-existe", HTTP_ACCEPT="*/*")["Content-Type"] == "application/problem+json"


def test_la_base_caida_es_503_y_no_500(client, monkeypatch):
    from django.db import OperationalError

    def caer(*args, **kwargs):
        raise OperationalError("could not connect: password=secreto")

    monkeypatch.setattr("capas.ogc.vistas.ficha_visible", caer)
    respuesta = client.get("/ogc/collections/vias", HTTP_ACCEPT="application/json")
    assert respuesta.status_code == 503
    assert respuesta["Retry-After"]
    assert b"secreto" not in respuesta.content


class TestDemostracion:
    @pytest.fixture(autouse=True)
    def _ciudad(self):
        demostracion.cargar()

    def test_tiene_lo_prometido(self):
        from capas.catalogo import obtener

        cuentas = {
            "comunas": 13,
            "corregimientos": 17,
            "puntos-vive-digital": 9,
            "kioscos-vive-digital": 16,
            "zonas-wifi": 48,
            "municipio": 1,
        }
        for capa, cuantos in cuentas.items():
            assert obtener(capa).modelo.objects.count() == cuantos
        assert 2800 <= obtener("tramos-viales").modelo.objects.count() <= 3300
        assert Reporte.objects.filter(visible=True).count() == 60  # and two wait for a glance
        assert Intervencion.objects.count() == 12
        assert set(Reporte.objects.values_list("estado", flat=True)) == set(
            dict(Reporte._meta.get_field("estado").choices)
        )

    def test_cada_reporte_esta_en_un_tramo_y_en_su_barrio(self):
        assert not Reporte.objects.filter(tramo=None).exists()
        assert Reporte.objects.filter(barrio="").count() == 0

    def test_todo_dice_demostracion(self, client):
        from capas.models import FichaCapa

        for ficha in FichaCapa.objects.all():
            assert "emostración" in ficha.linaje, ficha.pk
        assert all("Demostración" in d for d in Reporte.objects.values_list("descripcion", flat=True))

    def test_consultar_un_lugar_con_amenaza(self, client):
        from riesgo.models import ZonaAmenaza

        zona = ZonaAmenaza.objects.filter(categoria="Alta").first()
        punto = zona.geom.point_on_surface.transform(4326, clone=True)
        datos = client.get("/riesgo/consulta", {"lon": punto.x, "lat": punto.y}).json()
        assert datos["caracter"] == "informativa"
        hallada = next(z for z in datos["zonas"] if z["capa"] == "zonas-amenaza" and z["codigo"] == zona.codigo)
        assert {"fenomeno", "categoria", "estudio", "escala", "acto_tipo", "acto_numero"} <= hallada.keys()
        assert "escala 1:" in hallada["frase"]
        pagina = client.get(
            "/riesgo/consulta", {"lon": punto.x, "lat": punto.y}, HTTP_ACCEPT="text/html"
        ).content.decode()
        assert "Informativa" in pagina

    def test_lo_mas_cercano_viene_en_orden_y_de_todas_las_clases(self, client):
        lugares = client.get("/conectividad/cercanos", {"lon": -75.2322, "lat": 4.4389}).json()["lugares"]
        distancias = [lugar["distancia_m"] for lugar in lugares]
        assert distancias == sorted(distancias)
        assert {lugar["capa"] for lugar in lugares} == {"zonas-wifi", "puntos-vive-digital", "kioscos-vive-digital"}

    @pytest.mark.parametrize(
        ("texto", "esperado"),
        [
            ("cra 5", "Carrera 5"),
            ("carera 5", "Carrera 5"),
            ("CALLE 60", "Calle 60"),
            ("jordan", "Jordán"),
            ("panoptico", "Panóptico"),
        ],
    )
    def test_buscar_como_escribe_la_gente(self, client, texto, esperado):
        titulos = [r["titulo"] for r in client.get("/buscar", {"q": texto}).json()["resultados"]]
        assert any(esperado in titulo for titulo in titulos[:3]), titulos

    @pytest.mark.parametrize(
        ("texto", "primero"),
        [
            ("Barrio La Pola", ("barrios", "La Pola")),
            ("b. la pola", ("barrios", "La Pola")),
            ("en el barrio la pola", ("barrios", "La Pola")),
            ("barrio jordan", ("barrios", "Jordán I Etapa")),
            ("vereda de Juntas", ("veredas", "Juntas")),
            ("corregimiento juntas", ("corregimientos", "Juntas")),
            ("centro poblado Juntas", ("centros-poblados", "Juntas")),
            ("zona wifi la pola", ("zonas-wifi", "Parque La Pola")),
            ("quebrada la pioja", ("hidrografia", "Quebrada La Pioja")),
            ("comuna 5", ("comunas", "Jordán (05)")),
        ],
    )
    def test_la_clase_que_se_nombra_va_primero(self, client, texto, primero):
        [hallado, *_] = client.get("/buscar", {"q": texto}).json()["resultados"]
        assert (hallado["capa"], hallado["titulo"]) == primero

    @pytest.mark.parametrize("texto", ["Cra 5 con 37", "Calle 60 # 8-20"])
    def test_lo_exacto_no_viene_con_lo_que_apenas_se_parece(self, client, texto):
        assert len(client.get("/buscar", {"q": texto}).json()["resultados"]) == 1

    def test_junto_a_lo_exacto_queda_lo_casi_tan_bueno(self, client):
        titulos = [r["titulo"] for r in client.get("/buscar", {"q": "la pola"}).json()["resultados"]]
        assert titulos == ["La Pola", "Parque La Pola"]

    @pytest.mark.parametrize("texto", ["4.4389, -75.2322", "-75.2322 4.4389", "4,4389; -75,2322"])
    def test_buscar_por_coordenadas(self, client, texto):
        [hallado] = client.get("/buscar", {"q": texto}).json()["resultados"]
        assert hallado["centro"] == [-75.2322, 4.4389]


def test_los_archivos_de_la_demostracion_salen_de_su_generador(tmp_path):
    from fixtures import generar

    generar.main(["--salida", str(tmp_path)])
    for archivo in (RAIZ / "fixtures" / "datos").iterdir():
        assert (tmp_path / archivo.name).read_bytes() == archivo.read_bytes(), archivo.name
