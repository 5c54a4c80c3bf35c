"""The page where a report is followed: says how it goes, what comes next, by when and who has it, and nothing of who sent it."""

import re

import pytest
from django.test import Client

from malla_vial import acciones
from malla_vial.estados import EN_PALABRAS, QUE_SIGUE, Estado
from malla_vial.models import Correo, Foto, Peticion, Reporte, Suscripcion, Valoracion
from tests import fabricas
from tests.cabeceras import HTML


def _pagina(reporte, cliente=None) -> str:
    return (cliente or Client()).get(f"/reportes/{reporte.codigo}", **HTML).content.decode()


def _resolver(reporte, usuario):
    for a in ("en_verificacion", "resuelto"):
        reporte = acciones.cambiar_estado(reporte=reporte, a=a, usuario=usuario, respuesta="Lo tapamos.")
    return reporte


@pytest.mark.parametrize("estado", Estado)
def test_en_cada_estado_dice_como_va_y_que_sigue(estado):
    pagina = _pagina(fabricas.reporte(estado=estado))
    assert EN_PALABRAS[estado] in pagina
    assert QUE_SIGUE[estado] in pagina


def test_dice_hasta_cuando_hay_plazo_y_quien_lo_tiene():
    reporte = fabricas.reporte()
    pagina = _pagina(reporte)
    assert re.search(r"faltan \d+ días hábiles", pagina)
    assert reporte.peticion.dependencia.nombre in pagina
    reporte.peticion.vence_el = "2020-01-03"
    reporte.peticion.save()
    assert "venció el 3 de enero de 2020" in _pagina(reporte)


@pytest.mark.parametrize("codigo", ["A/B", "../admin", "IBG 123", "<b>", "IBG-1234567\n/x"])
def test_un_codigo_mal_escrito_se_dice_junto_al_campo(client, codigo):
    pagina = client.get("/reportes", {"codigo": codigo}, **HTML)
    assert pagina.status_code == 200
    assert "solo letras, números y guiones" in pagina.content.decode()


def test_cerrado_no_se_muestra_como_arreglado(usuario):
    pagina = _pagina(_resolver(fabricas.reporte(), usuario))
    assert "lo da por atendido" in pagina
    assert "fue arreglado" not in pagina


def test_las_fotos_de_despues_las_pone_quien_atiende_y_se_ven_aparte(cliente_con_rol):
    reporte = fabricas.reporte()
    mesa = cliente_con_rol("infraestructura")
    mesa.post(f"/gestion/reportes/{reporte.codigo}/despues", {"fotos": [fabricas.foto(), fabricas.foto(500)]})
    assert Foto.objects.filter(reporte=reporte, momento="despues", publica=True).count() == 2
    assert "Después, foto 2" in _pagina(reporte)
    mesa.post(f"/gestion/reportes/{reporte.codigo}/despues", {"fotos": [fabricas.foto(600), fabricas.foto(700)]})
    assert Foto.objects.count() == 2
    cliente_con_rol("cultura").post(f"/gestion/reportes/{reporte.codigo}/despues", {"fotos": [fabricas.foto(800)]})
    assert Foto.objects.count() == 2


def test_a_quien_reporto_se_le_pregunta_si_quedo_arreglado(client, usuario):
    client.post("/reportar", fabricas.formulario(), **HTML)
    reporte = _resolver(Reporte.objects.get(), usuario)
    assert "¿Quedó arreglado?" in _pagina(reporte, client)
    assert "¿Quedó arreglado?" not in _pagina(reporte)
    respuesta = client.post(f"/reportes/{reporte.codigo}/arreglado", {"arreglado": "no"}, follow=True, **HTML)
    assert "vuelve a la bandeja" in respuesta.content.decode()
    reporte.refresh_from_db()
    assert reporte.estado == "reabierto"


def test_un_extrano_no_reabre(usuario):
    reporte = _resolver(fabricas.reporte(), usuario)
    negada = Client().post(f"/reportes/{reporte.codigo}/arreglado", {"arreglado": "no"})
    assert negada.status_code == 403
    assert "desde el mismo navegador" in negada.json()["detail"]
    assert not Valoracion.objects.exists()


def test_seguir_pide_confirmar_y_responde_igual_a_quien_ya_sigue():
    reporte = fabricas.reporte()
    pedir = lambda: Client().post(  # noqa: E731
        f"/reportes/{reporte.codigo}/seguir", {"correo": "luis@ejemplo.co"}, follow=True, **HTML
    )
    primera = re.sub(r'value="\w{64}"|nonce="[^"]+"', "", pedir().content.decode())
    assert Correo.objects.get().plantilla == "confirmar"
    Suscripcion.objects.update(confirmada_en="2026-01-01T00:00Z")
    assert re.sub(r'value="\w{64}"|nonce="[^"]+"', "", pedir().content.decode()) == primera
    assert Correo.objects.count() == 1


@pytest.mark.parametrize("correo", ["", "x", "a@b", "a@b.co\nBcc: c@d.co"])
def test_un_correo_mal_escrito_no_suscribe(correo):
    reporte = fabricas.reporte()
    respuesta = Client().post(f"/reportes/{reporte.codigo}/seguir", {"correo": correo}, follow=True, **HTML)
    assert "revíselo" in respuesta.content.decode()
    assert not Suscripcion.objects.exists()


def test_de_lo_que_no_es_publico_nadie_se_entera(usuario):
    reporte = fabricas.reporte(visible=False)
    for ruta in ("", ".atom", "/seguir", "/arreglado"):
        cliente = Client()
        pedir = cliente.post if ruta.startswith("/") else cliente.get
        assert pedir(f"/reportes/{reporte.codigo}{ruta}", {"correo": "x@ejemplo.co"}).status_code in (403, 404)
    assert not Suscripcion.objects.exists()


def test_de_lo_oculto_solo_se_avisa_a_quien_reporto(usuario):
    reporte = fabricas.reporte(visible=False)
    for correo, propia in (("ana@ejemplo.co", True), ("luis@ejemplo.co", False)):
        Suscripcion.objects.create(
            correo=correo, clase="reporte", reporte=reporte, propia=propia, confirmada_en="2026-01-01T00:00Z"
        )
    acciones.cambiar_estado(reporte=reporte, a="en_verificacion", usuario=usuario)
    assert [correo.a for correo in Correo.objects.all()] == ["ana@ejemplo.co"]


def test_la_satisfaccion_se_cuenta_con_su_n_y_sin_nombres(cliente_con_rol, usuario):
    for numero, puntaje in enumerate((5, 4, 1, None)):
        reporte = _resolver(fabricas.reporte(), usuario)
        acciones.valorar(reporte=reporte, quien=f"p{numero}@ejemplo.co", arreglado=numero < 3, satisfaccion=puntaje)
    pagina = cliente_con_rol("planeacion").get("/gestion/satisfaccion", **HTML).content.decode()
    assert "3 de 4" in pagina
    assert re.search(r"<strong>4</strong>\s*<span>mediana", pagina)
    assert "3 respuestas" in pagina
    assert "ejemplo.co" not in pagina


def test_mis_reportes_abre_tambien_lo_que_solo_ve_quien_reporto(client):
    reporte = fabricas.reporte(contacto=acciones.Contacto(correo="ana@ejemplo.co"), descripcion="Frente a mi casa")
    from malla_vial.acciones import enlaces

    client.post(f"/enlaces/{enlaces.emitir('mis_reportes', correo='ana@ejemplo.co')}")
    assert "Frente a mi casa" in _pagina(reporte, client)
    assert "Frente a mi casa" not in _pagina(reporte)


def test_la_historia_cuenta_tambien_lo_que_pasa_con_el_plazo(usuario):
    reporte = fabricas.reporte()
    acciones.pedir_informacion(peticion=reporte.peticion, usuario=usuario, texto="¿Frente a qué número de casa es?")
    pagina = _pagina(reporte)
    assert "¿Frente a qué número de casa es?" in pagina
    assert pagina.index("Recibimos su reporte") < pagina.index("¿Frente a qué número")


def test_la_respuesta_dada_a_la_peticion_se_lee_en_la_pagina_una_vez_por_hecho(usuario):
    reporte = fabricas.reporte()
    acciones.responder(peticion=reporte.peticion, usuario=usuario, texto="En marzo arreglamos esa cuadra.")
    assert _pagina(reporte).count("En marzo arreglamos esa cuadra.") == 2  # what was last answered, and the story
    cerrado = fabricas.reporte()
    acciones.cambiar_estado(reporte=cerrado, a=Estado.DESCARTADO, usuario=usuario, respuesta="Ahí no hay daño.")
    assert _pagina(cerrado).count("Ahí no hay daño.") == 2


@pytest.mark.parametrize(
    ("estado", "dice"),
    [("en_espera", "El plazo está detenido"), ("trasladada", "Trasladado"), ("desistida", "Archivado"), ("respondida", "Respondido")],
)  # fmt: skip
def test_el_plazo_se_cuenta_segun_como_va_la_peticion(estado, dice):
    reporte = fabricas.reporte()
    cerrada = None if estado == "en_espera" else "2026-01-05T12:00Z"
    Peticion.objects.update(estado=estado, vence_el="2020-01-03", cerrada_en=cerrada)
    plazo = _pagina(reporte)
    assert f"<strong>{dice}" in plazo
    assert "venció" not in plazo
    assert "2020" not in plazo


def test_quien_sigue_un_duplicado_oye_lo_que_se_responde_al_original(usuario):
    original, repetido = fabricas.reporte(), fabricas.reporte()
    Suscripcion.objects.create(
        correo="luis@ejemplo.co", clase="reporte", reporte=repetido, confirmada_en="2026-01-01T00:00Z"
    )
    acciones.cambiar_estado(
        reporte=repetido, a="duplicado", usuario=usuario, original=original, respuesta="Es el mismo daño."
    )
    acciones.cambiar_estado(reporte=original, a="en_verificacion", usuario=usuario)
    assert Correo.objects.filter(a="luis@ejemplo.co", asunto__startswith=original.codigo).count() == 1
