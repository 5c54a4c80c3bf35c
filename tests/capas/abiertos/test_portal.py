"""The portal of open data: people find a layer, read its page and download a part."""

import csv
import datetime as dt
import io
import re

import pytest
from django.utils import timezone

from capas.catalogo import obtener, todas
from capas.models import Comuna, FichaCapa
from capas.salidas import FORMATOS
from tests import fabricas
from tests.cabeceras import HTML
from tests.fabricas import cerrar


def capas_en(client, **consulta) -> set[str]:
    pagina = client.get("/datos/", consulta, **HTML).content.decode()
    return set(re.findall(r'<h2 class="tarjeta-titulo"><a href="/datos/([a-z-]+)">', pagina))


def test_estan_todas_las_capas(client, ciudad):
    assert capas_en(client) == {capa.id for capa in todas()} | {"relieve"}


@pytest.mark.parametrize(
    ("consulta", "hallada"),
    [({"q": "AMÉNAZA"}, "zonas-amenaza"), ({"q": "amenaza fenomeno"}, "zonas-amenaza"), ({"q": "rios"}, "hidrografia"),
     ({"sector": "conectividad"}, "zonas-wifi"), ({"q": "relieve"}, "relieve")],
)  # fmt: skip
def test_se_busca_sin_tildes_y_por_sector(client, ciudad, consulta, hallada):
    halladas = capas_en(client, **consulta)
    assert hallada in halladas
    assert len(halladas) < 6


def test_lo_que_no_hay_lo_dice_y_lo_que_no_se_entiende_es_400(client, ciudad):
    assert "habla de «volcán»" in client.get("/datos/?q=volcán", **HTML).content.decode()
    assert client.get("/datos/?sector=nada").status_code == 400
    assert client.get("/datos/?utm_source=boletin", **HTML).status_code == 200


@pytest.mark.parametrize("id_capa", ["comunas", "reportes", "bienes-culturales", "relieve"])
def test_la_pagina_de_una_capa_da_todo(client, ciudad, id_capa):
    pagina = client.get(f"/datos/{id_capa}").content.decode()
    formatos = ["tif"] if id_capa == "relieve" else FORMATOS
    assert all(f'href="/datos/{id_capa}.{formato}"' in pagina for formato in formatos)
    assert "data-mapa-datos" in pagina
    assert "creativecommons.org" in pagina
    assert (f'action="/datos/{id_capa}/cambios"' in pagina) == (id_capa != "relieve")


def test_las_direcciones_de_la_pagina_responden(client, ciudad):
    fabricas.tramo()
    pagina = client.get("/datos/tramos-viales").content.decode()
    for direccion in sorted(set(re.findall(r'href="(/(?:datos|ogc|servicios)[^"#]*)"', pagina))):
        assert client.get(direccion.replace("&amp;", "&")).status_code == 200, direccion


@pytest.mark.parametrize("ruta", ["", "/cambios?desde=2020-01-01", "/descargar?formato=csv"])
def test_una_capa_cerrada_no_existe_en_el_portal(client, ciudad, ruta):
    cerrar("comunas")
    assert "comunas" not in capas_en(client)
    assert client.get(f"/datos/comunas{ruta}").status_code == 404
    assert client.get(f"/datos/no-existe{ruta}").status_code == 404


def test_a_quien_lleva_una_capa_cerrada_se_le_dice_que_lo_es(ciudad, cliente_con_rol):
    cerrar("comunas")
    cliente = cliente_con_rol("planeacion")
    assert "no es pública" in cliente.get("/datos/comunas", **HTML).content.decode()
    [comunas] = [d for d in cliente.get("/data.json").json()["dataset"] if d["identifier"] == "co-73001-comunas"]
    assert comunas["accessLevel"] == "non-public"


def test_ninguna_capa_tapa_una_pagina_del_portal():
    for nombre in ("api", "anoche"):
        with pytest.raises(Exception, match="ya hay otra página"):
            FichaCapa(pk=nombre, titulo="t", resumen="r", sector="otros", linaje="l").full_clean()


def parte(client, id_capa: str, **consulta) -> list[dict[str, str]]:
    respuesta = client.get(f"/datos/{id_capa}/descargar", {"formato": "csv", **consulta})
    assert respuesta.status_code == 200, respuesta.content
    return list(csv.DictReader(io.StringIO(respuesta.getvalue().decode())))


def test_se_descarga_lo_que_dice_unas_palabras_sin_tildes(client):
    capa = obtener("tramos-viales")
    fabricas.elemento(capa, nombre="Callejón de la Unión")
    fabricas.elemento(capa, nombre="Carrera 5")
    assert [f["nombre"] for f in parte(client, "tramos-viales", q="union")] == ["Callejón de la Unión"]


def test_se_descarga_lo_de_un_territorio(client):
    fabricas.municipio()
    dentro, fuera = fabricas.tramo(), fabricas.tramo(dx=15_000)
    comuna = Comuna.objects.get()
    assert [f["codigo"] for f in parte(client, "tramos-viales", territorio=f"comunas:{comuna.pk}")] == [dentro.codigo]
    assert fuera.codigo in {f["codigo"] for f in parte(client, "tramos-viales")}


def test_se_descarga_lo_de_unas_fechas_y_en_metros(client):
    fabricas.reporte(visible=True)
    hoy = timezone.localdate()
    [fila] = parte(client, "reportes", desde=hoy.isoformat(), crs="9377")
    assert float(fila["x"]) == pytest.approx(fabricas.ESTE, abs=0.01)
    assert parte(client, "reportes", hasta=(hoy - dt.timedelta(days=2)).isoformat()) == []


@pytest.mark.parametrize(
    "consulta",
    [{"formato": "dwg"}, {"crs": "1"}, {"territorio": "comunas:9999"}, {"territorio": "x"}, {"desde": "ayer"},
     {"desde": "2026-02-01", "hasta": "2026-01-01"}, {"q": "x" * 101}],
)  # fmt: skip
def test_un_formulario_malo_vuelve_y_dice_que(client, consulta):
    respuesta = client.get("/datos/reportes/descargar", {"formato": "csv", **consulta})
    assert respuesta.status_code == 400
    assert b"con-error" in respuesta.content
