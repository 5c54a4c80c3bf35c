"""«A mí también me afecta»: who may join a report, what is kept of it and who reads it."""

import uuid

import pytest
from django.test import Client

from capas.errores import DatosInvalidos
from malla_vial import acciones
from malla_vial.duplicados import personas
from malla_vial.estados import ABIERTOS, Estado
from malla_vial.models import Adhesion, ContactoAdhesion
from tests import fabricas
from tests.cabeceras import HTML, JSON
from tests.malla_vial.adhesiones import con_correo, oyen, sumar


@pytest.mark.parametrize("estado", Estado)
def test_solo_se_suma_a_lo_abierto(estado):
    reporte = fabricas.reporte(estado=estado)
    if estado in ABIERTOS:
        assert sumar(reporte).reporte == reporte
    else:
        with pytest.raises(DatosInvalidos, match="cerrado"):
            sumar(reporte)


def test_sumarse_a_un_duplicado_es_sumarse_al_original(usuario):
    original, otro = fabricas.reporte(), fabricas.reporte()
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    otro.refresh_from_db()
    assert sumar(otro).reporte == original
    assert personas([original.pk]) == {original.pk: 3}


def test_la_misma_clave_es_la_misma_adhesion():
    reporte, clave = fabricas.reporte(), uuid.uuid4()
    veces = {acciones.sumarse(reporte=reporte, clave=clave, texto="Sigue").pk for _ in range(3)}
    assert len(veces) == Adhesion.objects.count() == 1
    with pytest.raises(acciones.ClaveReutilizada):
        acciones.sumarse(reporte=reporte, clave=clave, texto="Otra cosa")


def test_quien_reporto_no_cuenta_dos_veces():
    reporte = con_correo("ana@ejemplo.co")
    sumar(reporte, "ANA@ejemplo.co", texto="Está peor")
    sumar(reporte, "luis@ejemplo.co")
    sumar(reporte, "luis@ejemplo.co")
    assert personas([reporte.pk]) == {reporte.pk: 2}
    assert oyen(reporte) == ["ana@ejemplo.co", "luis@ejemplo.co"]


def test_por_la_web_se_suma_sigue_y_no_ve_lo_ajeno(client):
    reporte = fabricas.reporte(descripcion="Frente a la casa de Rosalba")
    url = f"/reportes/{reporte.codigo}/sumarme"
    assert client.get(url, **HTML).status_code == 200
    datos = {"clave": uuid.uuid4(), "texto": "Ya se cayó una moto", "foto": fabricas.foto()}
    contacto = {"nombre": "Luis Gómez", "correo": "luis@ejemplo.co", "acepta": "on"}
    respuesta = client.post(url, datos | contacto, **HTML)
    assert respuesta["Location"] == f"/reportes/{reporte.codigo}?sumado=1"
    pagina = client.get(respuesta["Location"], **HTML).content.decode()
    assert "Ya son 2 personas" in pagina
    for oculto in ("Rosalba", "moto", "luis@ejemplo", "Luis Gómez", "<figure"):
        assert oculto not in pagina
        assert oculto not in Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    assert reporte.codigo in client.get("/reportes", **HTML).content.decode()
    assert reporte.codigo not in Client().get("/reportes", **HTML).content.decode()
    assert ContactoAdhesion.objects.get().correo == "luis@ejemplo.co"
    assert (reporte.fotos.get().adhesion, reporte.fotos.get().publica) == (Adhesion.objects.get(), False)
    client.post(url, {"clave": uuid.uuid4(), "texto": "Otra vez"}, **HTML)
    assert personas([reporte.pk]) == {reporte.pk: 2}


@pytest.mark.parametrize(
    ("cambios", "dice"),
    [
        ({"clave": "x"}, "UUID"),
        ({"correo": "no-es"}, "correo"),
        ({"nombre": "Ana"}, "autorización"),
        ({"texto": "x" * 2001}, "2000"),
    ],
)
def test_lo_que_falta_para_sumarse_se_dice_y_no_se_guarda(client, cambios, dice):
    url = f"/reportes/{fabricas.reporte().codigo}/sumarme"
    datos = {"clave": uuid.uuid4()} | cambios
    assert dice in client.post(url, datos, **JSON).json()["detail"]
    assert client.post(url, datos, **HTML).status_code == 422
    assert not Adhesion.objects.exists()


def test_a_lo_oculto_nadie_se_suma(client):
    oculto = fabricas.reporte(visible=False)
    for codigo in (oculto.codigo, "IBG-0000000", "'", "x" * 300):
        assert client.post(f"/reportes/{codigo}/sumarme", {"clave": uuid.uuid4()}).status_code == 404


def test_un_programa_se_suma_y_recibe_la_cuenta(client):
    reporte = fabricas.reporte()
    respuesta = client.post(f"/reportes/{reporte.codigo}/sumarme", {"clave": uuid.uuid4()}, **JSON)
    assert (respuesta.status_code, respuesta.json()["personas"]) == (201, 2)


def test_lo_que_alguien_agrega_se_lee_cuando_se_aprueba(cliente_con_rol):
    reporte = fabricas.reporte()
    adhesion = sumar(reporte, "luis@ejemplo.co", texto="Ya se cayó una moto")
    mesa = cliente_con_rol("infraestructura")
    assert "luis@ejemplo.co" in mesa.post(f"/gestion/contacto/{reporte.codigo}", **HTML).content.decode()
    leer = lambda: "moto" in Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()  # noqa: E731
    assert not leer()
    url = f"/gestion/reportes/{reporte.codigo}/adhesiones/{adhesion.pk}"
    mesa.post(url, {"texto_aprobado": "on"})
    assert leer()
    mesa.post(url, {})
    assert not leer()


@pytest.mark.parametrize(
    "consulta",
    [
        "SELECT texto FROM malla_vial_adhesion",
        "SELECT correo FROM malla_vial_contactoadhesion",
        "SELECT fundido_con_id FROM malla_vial_reporte",
    ],
)
def test_la_puerta_de_todos_no_lee_lo_que_no_es_publico(como_lectura, consulta):
    with pytest.raises(como_lectura.negado):
        como_lectura(consulta)
