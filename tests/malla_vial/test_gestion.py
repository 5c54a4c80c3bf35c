"""The desk: only for its roles; what it does, the citizen's page tells."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from malla_vial.models import Intervencion, NotaInterna, Reporte
from tests import fabricas
from tests.cabeceras import HTML


@pytest.fixture
def reporte():
    fabricas.municipio()
    fabricas.tramo(dx=-30, dy=5)
    return fabricas.reporte()


def _rutas(reporte):
    return ["/gestion/", f"/gestion/reportes/{reporte.codigo}", "/gestion/obras", "/gestion/obras/nueva"]


def test_sin_entrar_se_pide_entrar(reporte):
    for ruta in _rutas(reporte):
        respuesta = Client().get(ruta)
        assert respuesta.status_code == 302
        assert respuesta["Location"].startswith("/gestion/entrar")


@pytest.mark.parametrize("rol", ["cultura", "tic", "riesgo"])
def test_otro_rol_no_pasa(reporte, cliente_con_rol, rol):
    cliente = cliente_con_rol(rol)
    assert {ruta: cliente.get(ruta, **HTML).status_code for ruta in _rutas(reporte)} == dict.fromkeys(
        _rutas(reporte), 403
    )


def test_infraestructura_pasa_por_todas(reporte, mesa):
    for ruta in _rutas(reporte):
        assert mesa.get(ruta, **HTML).status_code == 200


def test_planeacion_atiende_pero_no_programa(reporte, cliente_con_rol):
    cliente = cliente_con_rol("planeacion")
    assert cliente.get("/gestion/").status_code == 200
    assert cliente.get("/gestion/obras/nueva").status_code == 403


def test_la_bandeja_filtra(mesa, reporte):
    otro = fabricas.reporte(dx=200, peligro=True, direccion="Avenida Guabinal")
    ver = lambda **filtros: mesa.get("/gestion/", filtros, **HTML).content.decode()  # noqa: E731
    assert otro.codigo in ver(q="guabinal")
    assert reporte.codigo not in ver(q="guabinal")
    assert otro.codigo in ver(peligro="on")
    assert reporte.codigo not in ver(peligro="on")
    assert "Ningún reporte" in ver(estado="resuelto")


def test_responder_cambia_el_estado_y_la_pagina_publica(mesa, reporte):
    url = reverse("gestion:cambiar_estado", args=[reporte.codigo])
    mesa.post(url, {"a": "en_verificacion", "respuesta": "Vamos el martes.", "nota": "Llevar la cuadrilla 2"})
    reporte.refresh_from_db()
    assert reporte.estado == "en_verificacion"
    publica = Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    assert "Vamos el martes." in publica
    assert "cuadrilla 2" not in publica
    assert NotaInterna.objects.get().texto == "Llevar la cuadrilla 2"


def test_lo_que_la_tabla_prohibe_se_dice_y_no_se_hace(mesa, reporte):
    url = reverse("gestion:cambiar_estado", args=[reporte.codigo])
    pagina = mesa.post(url, {"a": "resuelto", "respuesta": "ya"}, follow=True, **HTML).content.decode()
    assert "no puede pasar" in pagina
    reporte.refresh_from_db()
    assert reporte.estado == "recibido"


def test_recargar_la_pagina_de_un_cambio_rehusado_vuelve_al_reporte(mesa, reporte):
    pagina = f"/gestion/reportes/{reporte.codigo}"
    assert mesa.post(f"{pagina}/estado", {"destino": "resuelto"}).status_code == 422
    assert mesa.get(f"{pagina}/estado")["Location"] == pagina


def test_un_duplicado_apunta_a_su_original(mesa, reporte):
    original = fabricas.reporte(dx=3)
    url = reverse("gestion:cambiar_estado", args=[reporte.codigo])
    mesa.post(url, {"a": "duplicado", "respuesta": "Ya estaba.", "original": original.codigo})
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.duplicado_de) == ("duplicado", original)


LARGA = "Señora Ana: otra persona ya lo había contado. " * 40
REHUSADOS = {
    "original": {"a": "duplicado", "original": "IBG-NOEXISTE"},
    "original de sí mismo": {"a": "duplicado", "original": "{codigo}"},
    "original que falta": {"a": "duplicado"},
    "respuesta": {"a": "descartado", "respuesta": " "},
    "entidad": {"a": "trasladado"},
    "a": {"a": "resuelto"},
    "nota": {"a": "en_verificacion", "nota": "n" * 4001},
}


@pytest.mark.parametrize("caso", REHUSADOS)
def test_lo_escrito_no_se_pierde_si_el_cambio_de_estado_se_rehusa(mesa, reporte, caso):
    datos = {"respuesta": LARGA, "nota": "Llamarla", "entidad": "", "original": ""} | REHUSADOS[caso]
    datos["original"] = datos["original"].format(codigo=reporte.codigo)
    respuesta = mesa.post(reverse("gestion:cambiar_estado", args=[reporte.codigo]), datos, **HTML)
    assert respuesta.status_code == 422
    form, pagina = respuesta.context["cambio"], respuesta.content.decode()
    assert list(form.errors) == [caso.split()[0]]
    nota = f"id_{caso.split()[0]}_error"
    assert f'id="{nota}"' in pagina
    assert re.search(rf'aria-invalid="true" aria-describedby="[^"]*{nota}"', pagina)
    assert {campo.name: campo.value() for campo in form} == datos
    for campo in ("respuesta", "nota", "original"):
        assert datos[campo] in pagina
    if caso != "a":
        assert f'<option value="{datos["a"]}" selected>' in pagina
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.notas.count()) == ("recibido", 0)


def test_mover_el_pin_vuelve_a_buscar_el_tramo(mesa, reporte):
    lejos = fabricas.tramo(dx=1000, dy=1000)
    punto = lejos.geom.interpolate_normalized(0.5).transform(4326, clone=True)
    mesa.post(reverse("gestion:mover", args=[reporte.codigo]), {"lon": punto.x, "lat": punto.y})
    reporte.refresh_from_db()
    assert reporte.tramo == lejos
    assert reporte.medida == pytest.approx(50, abs=0.5)


def test_ocultar_y_publicar(mesa, reporte):
    url = reverse("gestion:moderar", args=[reporte.codigo])
    mesa.post(url, {})
    assert Client().get(f"/reportes/{reporte.codigo}").status_code == 404
    mesa.post(url, {"visible": "on", "texto_aprobado": "on"})
    assert "hueco hondo" in Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()


def test_de_un_reporte_nace_una_obra_y_el_ciudadano_lo_lee(mesa, reporte):
    formulario = mesa.get("/gestion/obras/nueva", {"reporte": reporte.codigo}, **HTML).content.decode()
    assert reporte.tramo.codigo in formulario
    datos = {
        "nombre": "Bacheo de la Carrera 5",
        "tipo": "bacheo",
        "reportes": reporte.codigo,
        "tramos": f"{reporte.tramo.codigo} 10 60",
        "fecha_inicio": "2026-12-01",
        "fecha_fin": "2026-12-15",
        "presupuesto": "25000000",
        "contratista": "Consorcio Demostración",
    }
    assert mesa.post("/gestion/obras/nueva", datos).status_code == 302
    obra = Intervencion.objects.get()
    assert (obra.geom.length, obra.presupuesto) == (pytest.approx(50, abs=0.01), 25_000_000)
    mesa.post(reverse("gestion:mover_obra", args=[obra.codigo]), {"a": "programada"})
    publica = Client().get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    assert "Programado" in publica
    assert "Bacheo de la Carrera 5" in publica
    assert (
        Client().get(f"/ogc/collections/intervenciones/items/{obra.pk}").json()["properties"]["estado"] == "programada"
    )


@pytest.mark.parametrize("tramos", ["NOEXISTE", "{codigo} 10", "{codigo} a b", "{codigo} 50 10", "{codigo} 0 5000", ""])
def test_una_obra_mal_escrita_dice_por_que(mesa, reporte, tramos):
    datos = {"nombre": "x", "tipo": "bacheo", "tramos": tramos.format(codigo=reporte.tramo.codigo)}
    respuesta = mesa.post("/gestion/obras/nueva", datos, **HTML)
    assert respuesta.status_code == 422
    assert "por corregir" in respuesta.content.decode()
    assert not Intervencion.objects.exists()


def test_un_reporte_ajeno_no_se_edita_en_el_admin(cliente_con_rol, reporte):
    cliente = cliente_con_rol("infraestructura")
    assert cliente.get("/admin/malla_vial/reporte/add/").status_code == 403
    cliente.post(f"/admin/malla_vial/reporte/{reporte.pk}/delete/", {"post": "yes"})
    assert Reporte.objects.filter(pk=reporte.pk).exists()
