"""Service Discovery and the services of Open311 GeoReport v2, sentence by sentence, in JSON and in XML."""

import pytest

from malla_vial.models import Reporte, TipoDano
from tests.cumplimiento.open311.comun import FORMATOS, RAIZ, leido


@pytest.mark.parametrize("formato", FORMATOS)
def test_descubrir(client, ciudad, formato):
    """«changeset, contact, key_service, endpoints: specification, url, changeset, type, formats»."""
    documento = leido(client.get(f"/open311/discovery.{formato}"), formato, 200)
    assert list(documento) == ["changeset", "contact", "key_service", "endpoints"]
    punto = documento["endpoints"][0]
    assert punto["specification"] == "http://wiki.open311.org/GeoReport_v2"
    assert punto["url"].endswith("/open311/v2")
    assert punto["type"] in ("production", "test")
    assert punto["formats"] == ["text/xml", "application/json"]


def test_el_cambio_de_un_servicio_se_nota(client, ciudad):
    """«An updated changeset indicates that there has been an update to the service list or to the definitions»."""

    def leer() -> str:
        return client.get("/open311/discovery.json").json()["endpoints"][0]["changeset"]

    primero = leer()
    assert leer() == primero
    TipoDano.objects.filter(pk="hueco").update(nombre="Hueco o bache")
    from malla_vial.models import ListaDeServicios

    leer()
    assert ListaDeServicios.objects.count() == 2


@pytest.mark.parametrize("formato", FORMATOS)
def test_servicios(pedir, ciudad, formato):
    TipoDano.objects.create(codigo="viejo", nombre="Viejo", descripcion="-", activo=False)
    lista = pedir("services", formato)
    hueco = next(servicio for servicio in lista if servicio["service_code"] == "hueco")
    assert list(hueco) == ["service_code", "service_name", "description", "metadata", "type", "keywords", "group"]
    assert hueco["type"] == "realtime"
    assert "viejo" not in {servicio["service_code"] for servicio in lista}


@pytest.mark.parametrize("formato", FORMATOS)
def test_definicion(pedir, ciudad, formato):
    """«metadata: whether the service requires additional form data»: then its definition tells which."""
    definicion = pedir("services/hueco", formato)
    assert definicion["service_code"] == "hueco"
    tamano = definicion["attributes"][0]
    assert list(tamano) == [
        "variable", "code", "datatype", "required", "datatype_description", "order", "description", "values",
    ]  # fmt: skip
    assert {valor["key"] for valor in tamano["values"]} == set(Reporte.Tamano.values)


@pytest.mark.parametrize("formato", FORMATOS)
@pytest.mark.parametrize("ruta", ["services/nada", "requests/IBG-NADA", "tokens/nada"])
def test_lo_que_no_existe(pedir, ciudad, ruta, formato):
    """«404 - … was not found (specified in error response)»."""
    (error,) = pedir(ruta, formato, 404)
    assert str(error["code"]) == "404"
    assert error["description"]


@pytest.mark.parametrize("ruta", ["services", "services/hueco", "requests", "tokens/x", "servicerequestupdates"])
def test_otra_jurisdiccion(pedir, ciudad, ruta):
    """«404 - jurisdiction_id was not found»."""
    assert "jurisdiction_id" in pedir(ruta, estado=404, jurisdiction_id="city.gov")[0]["description"]


@pytest.mark.parametrize("formato", ["csv", "html", "xml2"])
def test_otro_formato(client, formato):
    leido(client.get(f"{RAIZ}/services.{formato}"), "xml", 404)
