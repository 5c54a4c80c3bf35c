"""What changed in a layer, for who keeps a copy, and what is never told of it."""

import csv
import io
import json

import pytest

from capas import datos
from capas.catalogo import obtener
from capas.models import Comuna
from malla_vial.models import TramoVial
from tests import fabricas
from tests.fabricas import cerrar

ANTES = "2020-01-01"


def cambios(client, id_capa="tramos-viales", **consulta) -> dict[int, str]:
    respuesta = client.get(f"/datos/{id_capa}/cambios", {"desde": ANTES, **consulta})
    assert respuesta.status_code == 200, respuesta.content
    return {c["id"]: c["operacion"] for c in respuesta.json()["cambios"]}


def fechar(cuando: str) -> None:
    """What the trail holds and has not been dated yet, as if it had happened then."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE capas_cambio SET fecha = %s WHERE fecha > '2022-01-01'", [cuando])


def test_dice_lo_creado_lo_modificado_y_lo_borrado(client):
    quieto, cambiado, borrado = fabricas.tramo(), fabricas.tramo(), fabricas.tramo()
    fechar("2019-01-01T00:00:00Z")
    nuevo, efimero = fabricas.tramo(), fabricas.tramo()
    TramoVial.objects.filter(pk=cambiado.pk).update(nombre="Otro")
    borrado_id, _ = borrado.pk, (borrado.delete(), efimero.delete())
    assert cambios(client) == {cambiado.pk: "modificado", borrado_id: "borrado", nuevo.pk: "creado"}
    assert cambios(client, desde="2018-01-01").get(quieto.pk) == "creado"


def test_lo_que_existe_viene_como_es_ahora(client):
    tramo = fabricas.tramo()
    TramoVial.objects.filter(pk=tramo.pk).update(nombre="Avenida nueva")
    [cambio] = client.get(f"/datos/tramos-viales/cambios?desde={ANTES}").json()["cambios"]
    assert cambio["elemento"]["properties"]["nombre"] == "Avenida nueva"
    assert cambio["elemento"]["geometry"]["type"] == "LineString"
    [fila] = csv.DictReader(
        io.StringIO(client.get(f"/datos/tramos-viales/cambios?desde={ANTES}&f=csv").content.decode())
    )
    assert (fila["operacion"], fila["nombre"]) == ("creado", "Avenida nueva")


def test_un_reporte_oculto_se_fue_y_uno_que_nunca_se_vio_nunca_estuvo(client):
    visible, secreto = fabricas.reporte(visible=True), fabricas.reporte(visible=False)
    fechar("2019-01-01T00:00:00Z")
    for reporte in (visible, secreto):
        reporte.visible = False
        reporte.save()
    texto = client.get(f"/datos/reportes/cambios?desde={ANTES}").content.decode()
    assert json.loads(texto)["cambios"][0] | {"fecha": ""} == {
        "id": visible.pk, "operacion": "borrado", "fecha": "", "elemento": None,
    }  # fmt: skip
    assert cambios(client, "reportes") == {visible.pk: "borrado"}


def test_de_lo_oculto_no_se_sabe_ni_cuando_cambio_despues(client):
    reporte = fabricas.reporte(visible=True)
    fechar("2019-01-01T00:00:00Z")
    reporte.visible = False
    reporte.save()
    fechar("2021-01-01T12:00:00Z")
    reporte.direccion = "otra"
    reporte.save()
    [cambio] = client.get("/datos/reportes/cambios?desde=2020-01-01").json()["cambios"]
    assert cambio["fecha"].startswith("2021-01-01"), "su último día público"


def test_los_niveles_del_territorio_no_se_mezclan(client):
    fabricas.municipio()
    assert list(cambios(client, "comunas")) == [Comuna.objects.get().pk]
    comuna = Comuna.objects.get()
    fechar("2019-01-01T00:00:00Z")
    identidad = comuna.pk
    comuna.delete()
    assert cambios(client, "comunas") == {identidad: "borrado"}
    assert cambios(client, "barrios") == {}


def test_los_cambios_vienen_por_paginas_y_completos(client):
    puestos = {fabricas.tramo().pk for _ in range(7)}
    vistos, url = [], f"/datos/tramos-viales/cambios?desde={ANTES}&limit=3"
    while url:
        pagina = client.get(url).json()
        vistos += [c["id"] for c in pagina["cambios"]]
        url = pagina["siguiente"]
    assert vistos == sorted(puestos)


def test_no_se_muestra_la_bitacora(client, como_lectura):
    tramo = fabricas.tramo()
    TramoVial.objects.filter(pk=tramo.pk).update(nombre="Otro")
    for columna in ("autor", "antes", "fila", "fecha"):
        with pytest.raises(como_lectura.negado):
            como_lectura(f"SELECT {columna} FROM capas_cambio")
    cerrar("tramos-viales")
    with pytest.raises(como_lectura.negado):
        como_lectura("SELECT * FROM sig_cambios_tramos_viales('2020-01-01', 0, 10)")


def test_una_capa_de_datos_lleva_y_trae_sus_cambios(client, capas_de_datos, como_lectura, consumar):
    elemento = fabricas.elemento(obtener("bienes-culturales"))
    assert cambios(client, "bienes-culturales") == {elemento.pk: "creado"}
    consumar()
    datos.borrar("bienes-culturales")
    assert como_lectura("SELECT count(*) FROM pg_proc WHERE proname = 'sig_cambios_bienes_culturales'") == [(0,)]


@pytest.mark.parametrize(
    "consulta",
    ["", "desde=", "desde=ayer", "desde=..", "desde=2026-01-01/2026-02-01", "desde=2026-13-01", "desde=2026-01-01&f=xml",
     "desde=2026-01-01&limit=0", "desde=2026-01-01&cursor=-1", "desde=2026-01-01&crs=http://127.0.0.1/", "desde=x&nada=1"],
)  # fmt: skip
def test_lo_que_no_se_entiende_de_los_cambios_es_400(client, consulta):
    assert client.get(f"/datos/tramos-viales/cambios?{consulta}").status_code == 400


def test_sin_cambios_no_se_repite(client):
    url = f"/datos/tramos-viales/cambios?desde={ANTES}"
    assert client.get(url, headers={"If-None-Match": client.get(url)["ETag"]}).status_code == 304
