"""Filters are names of public properties and bound values; nothing else reaches SQL or the ORM."""

import pytest

from capas.catalogo import obtener
from tests import fabricas
from tests.cabeceras import JSON

ITEMS = "/ogc/collections/reportes/items"


@pytest.mark.parametrize(
    "nombre",
    ["pg_sleep(5)", "exec(java.lang.Runtime)", "descripcion", "clave", "huella", "contacto__correo", "tipo__nombre", "geom__intersects",
     "_connector", "_negated", "pk", "id__gt", "estado\x00", "estado;--", "estado.x", "__class__", "visible"],
)  # fmt: skip
def test_solo_se_filtra_por_lo_publico(client, nombre):
    fabricas.reporte()
    assert client.get(ITEMS, {nombre: "x"}, **JSON).status_code == 400


@pytest.mark.parametrize(
    "valor", ["' OR 1=1 --", '";DROP TABLE x;--', "%", "\\", "_", "x' UNION SELECT password FROM auth_user --", "😀"]
)
def test_un_valor_se_liga_y_no_se_interpreta(client, valor):
    fabricas.reporte()
    respuesta = client.get(ITEMS, {"direccion": valor}, **JSON)
    assert respuesta.status_code == 200
    assert respuesta.json()["numberMatched"] == 0
    assert client.get("/buscar", {"q": valor}, **JSON).status_code == 200
    assert client.get("/mapa/lista", {"capas": "reportes", "q": valor}, **JSON).status_code == 200


@pytest.mark.parametrize("id_elemento", ["1'", "1;--", "0x1", "-1", "1.5", "99999999999999999999", "../../etc", "%00"])
def test_un_id_raro_no_existe(client, id_elemento):
    assert client.get(f"{ITEMS}/{id_elemento}", **JSON).status_code in (400, 404)


@pytest.mark.parametrize("capa", ["auth_user", "pg_class", "reportes;--", "REPORTES", "..", "a" * 500, "reportes%00"])
def test_una_capa_inventada_no_existe(client, capa):
    assert client.get(f"/ogc/collections/{capa}/items", **JSON).status_code in (400, 404)


@pytest.mark.parametrize("capas", ["reportes," * 100, "auth_user", "'"])
def test_la_lista_del_mapa_no_se_deja(client, capas):
    assert client.get("/mapa/lista", {"capas": capas}, **JSON).status_code in (200, 404)


def test_un_numero_que_no_cabe_no_rompe(client):
    fabricas.elemento(obtener("zonas-wifi"))
    respuesta = client.get("/ogc/collections/zonas-wifi/items", {"radio_m": "9" * 30}, **JSON)
    assert respuesta.status_code == 200
    assert respuesta.json()["numberMatched"] == 0


@pytest.mark.parametrize("pagina", ["0", "-1", "x", "1e9", "99999999999999999999"])
def test_la_bandeja_aguanta_cualquier_pagina(cliente_con_rol, pagina):
    assert (
        cliente_con_rol("infraestructura")
        .get("/gestion/", {"pagina": pagina, "estado": "x'", "tipo": "'", "q": "\x00"})
        .status_code
        == 200
    )


def test_las_celdas_del_csv_no_son_formulas(client):
    capa = obtener("zonas-wifi")
    for nombre in (
        "=HYPERLINK(1)",
        "+SUM(A1)",
        "@SUM",
        "\t=1+1",
        "-2+3+cmd|' /C calc'!A0",
        "+57 608 261 1111",
        "Parque",
    ):
        fabricas.elemento(capa, nombre=nombre)
    texto = client.get("/datos/zonas-wifi.csv").getvalue().decode()
    assert "'=HYPERLINK(1)" in texto
    assert "'+SUM(A1)" in texto
    assert "'@SUM" in texto
    assert "'\t=1+1" in texto
    assert "'-2+3+cmd" in texto
    assert ",+57 608 261 1111," in texto


def test_lo_que_escribe_la_gente_es_texto_y_no_pagina(client):
    reporte = fabricas.reporte(
        descripcion="<script>alert(1)</script> {{ settings.SECRET_KEY }} %(x)s", texto_aprobado=True
    )
    pagina = client.get(f"/reportes/{reporte.codigo}", HTTP_ACCEPT="text/html").content.decode()
    assert "<script>alert" not in pagina
    assert "&lt;script&gt;" in pagina
    assert "{{ settings.SECRET_KEY }}" in pagina


def test_la_politica_de_contenido_no_deja_correr_un_script_ajeno(client):
    politica = client.get("/reportar", HTTP_ACCEPT="text/html")["Content-Security-Policy"]
    assert "unsafe-inline" not in politica.split("script-src")[1].split(";")[0]
    assert "object-src 'none'" in politica


def test_sin_ficha_csrf_no_se_reporta():
    from django.test import Client

    respuesta = Client(enforce_csrf_checks=True).post("/reportar", fabricas.formulario(), HTTP_ACCEPT="text/html")
    assert respuesta.status_code == 403
    assert "recárguela" in respuesta.content.decode()


def test_un_anfitrion_falso_es_400(client):
    assert client.get("/ogc/", HTTP_HOST="malo.example").status_code == 400
