"""The PQRSD form, the receipt, the tracking page and the desk of petitions, and who would abuse them."""

import io
import os
import re

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.test import Client

from malla_vial import acciones
from malla_vial.acciones.firmas import firma, ruta_propia
from malla_vial.models import Anexo, AvisoPrivacidad, Contacto, Peticion, Reporte, TipoPeticion
from tests import fabricas
from tests.malla_vial.pqrsd import PDF, QUEJA, archivo, formulario, radicar, texto


@pytest.mark.parametrize("tipo", ["general", "documentos", "consulta", "queja", "reclamo", "sugerencia", "denuncia"])
def test_cada_tipo_se_radica_anonimo_y_da_su_constancia(client, tipo):
    p = radicar(client, tipo=tipo)
    assert (p.tipo_id, p.direccion, p.geom) == (tipo, "", None)
    assert not Contacto.objects.exists()
    pagina = texto(client.get(f"/peticiones/{p.radicado}/constancia"))
    for dicho in (
        p.radicado,
        "hora legal",
        f"{p.tipo.dias_habiles} días hábiles",
        "Anónima",
        QUEJA,
        p.dependencia.nombre,
    ):
        assert dicho in pagina


def test_con_lugar_con_nombre_y_con_archivos(client):
    p = radicar(
        client, lon="-75,2322", lat="4.4389", lugar="La 37", canal="correo", correo="ana@ejemplo.co", nombre="Ana",
        documento="123", anexo=[archivo(), fabricas.foto()],
    )  # fmt: skip
    assert (p.geom.srid, p.direccion, p.contacto.nombre) == (9377, "La 37", "Ana")
    assert {a.tipo for a in p.anexos.all()} == {"pdf", "jpg"}
    pdf = client.get(f"/peticiones/{p.radicado}/constancia.pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")


def test_la_misma_clave_no_radica_dos_veces(client):
    datos = formulario()
    assert client.post("/pqrsd", datos)["Location"] == client.post("/pqrsd", datos)["Location"]
    assert client.post("/pqrsd", datos | {"texto": "Otra cosa"}).status_code == 422
    assert Peticion.objects.count() == 1


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"tipo": "reporte"}, "válida"),
        ({"tipo": None}, "obligatorio"),
        ({"asunto": ""}, "obligatorio"),
        ({"texto": "x\x00y"}, "nulos"),
        ({"texto": "x" * 10_001}, "10000"),
        ({"acepta": None}, "aceptación"),
        ({"canal": "correo"}, "falta su correo"),
        ({"canal": "paloma"}, "válida"),
        ({"lon": "500", "lat": "4"}, "fuera de Colombia"),
        ({"lon": "NaN", "lat": "4"}, "finito"),
        ({"clave": "no"}, "UUID"),
        ({"sitio_web": "http://spam"}, "Deje vacío"),
    ],
)
def test_lo_que_no_sirve_se_dice_y_no_se_guarda(client, cambio, dice):
    respuesta = client.post("/pqrsd", formulario(**cambio))
    assert respuesta.status_code == 422
    assert "no se ha radicado" in texto(respuesta)
    assert dice in texto(respuesta)
    assert not Peticion.objects.exists()


@pytest.mark.parametrize(
    ("contenido", "nombre"),
    [
        (b"<script>alert(1)</script>", "carta.pdf"),
        (b"%PDF-1.7 cortado", "carta.pdf"),
        (b"MZ\x90\x00", "foto.jpg"),
        (b"<svg onload=alert(1)>", "foto.svg"),
        (b"PK\x03\x04", "todo.zip"),
    ],
)
def test_un_archivo_que_no_es_lo_que_dice_no_entra(client, contenido, nombre):
    respuesta = client.post("/pqrsd", formulario(anexo=archivo(contenido, nombre)))
    assert respuesta.status_code == 422
    assert not Anexo.objects.exists()


def test_un_archivo_muy_grande_o_demasiados_se_rechazan(client, settings):
    assert client.post("/pqrsd", formulario(anexo=[archivo() for _ in range(4)])).status_code == 422
    settings.FOTO_MAX_BYTES = 10
    assert "pesa más" in texto(client.post("/pqrsd", formulario(anexo=archivo())))


def test_un_pdf_solo_se_descarga_con_otro_nombre_y_solo_quien_lo_envio(client, cliente_con_rol):
    radicar(client, anexo=archivo(nombre="../../etc/passwd.pdf"))
    anexo = Anexo.objects.get()
    assert "passwd" not in anexo.archivo.name
    assert default_storage.exists(anexo.archivo.name)
    url = f"/anexos/{anexo.pk}"
    respuesta = client.get(url)
    assert respuesta["Content-Disposition"].startswith("attachment")
    assert respuesta["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in respuesta["Content-Security-Policy"]
    assert b"".join(respuesta.streaming_content) == PDF
    assert [c.get(url).status_code for c in (Client(), cliente_con_rol("cultura"), cliente_con_rol("atencion"))] == [
        404, 404, 200,
    ]  # fmt: skip


def test_con_el_codigo_se_sigue_y_lo_escrito_lo_ve_solo_quien_lo_escribio(client, usuario_con_rol):
    p = radicar(client, nombre="Ana Pérez", correo="ana@ejemplo.co")
    acciones.pedir_informacion(peticion=p, texto="¿Qué día fue?", usuario=usuario_con_rol("atencion"))
    client.post(f"/peticiones/{p.radicado}/completar", {"texto": "El martes trece"})
    otro = Client()
    seguida = otro.get("/reportes", {"codigo": p.radicado.lower()}, follow=True)
    assert seguida.redirect_chain[-1][0] == f"/peticiones/{p.radicado}"
    for dicho, propia, ajena in (
        ("En trámite", True, True),
        ("¿Qué día fue?", True, True),
        (QUEJA, True, False),
        ("El martes trece", True, False),
        ("Ana Pérez", False, False),
    ):
        assert (dicho in texto(client.get(f"/peticiones/{p.radicado}")), dicho in texto(seguida)) == (propia, ajena)
    for ruta in ("constancia", "constancia.pdf"):
        assert otro.get(f"/peticiones/{p.radicado}/{ruta}").status_code == 404
    assert otro.post(f"/peticiones/{p.radicado}/completar", {"texto": "x"}).status_code == 404


def test_el_enlace_propio_abre_todo_en_otro_telefono_y_el_inventado_no(client):
    p = radicar(client)
    assert QUEJA in texto(Client().get(ruta_propia(p.radicado)))
    for llave in ("", "x", firma("IBG-OTRA234"), "'"):
        assert QUEJA not in texto(Client().get(f"/peticiones/{p.radicado}", {"llave": llave}))


@pytest.mark.parametrize("pagina", ["/", "/mapa-del-sitio", "/reportes", "/reportar"])
def test_se_llega_desde_cualquier_pagina_con_palabras_de_la_gente(client, pagina):
    enlace = re.search(r'href="/pqrsd"[^>]*>([^<]+)<', texto(client.get(pagina, HTTP_ACCEPT="text/html")))
    assert re.match("peticiones(,| y) quejas", enlace[1].lower())


def test_el_lugar_se_busca_sin_guiones_y_nada_de_lo_escrito_se_pierde(client):
    fabricas.municipio()
    escrito = formulario(lugar="La Pola", nombre="Ana", acepta=None)
    pagina = texto(client.post("/pqrsd", escrito | {"ir": "buscar"}))
    assert not Peticion.objects.exists()
    for dicho in (QUEJA, 'value="Ana"', 'value="La Pola"', escrito["clave"], "queja"):
        assert dicho in pagina
    assert "Corrija lo que sigue" not in pagina
    lon, lat = re.search(r'name="hallado" value="(-75[\d.]+) (4[\d.]+)"', pagina).groups()
    p = radicar(client, lugar="La Pola", hallado=f"{lon} {lat}")
    assert p.geom.transform(4326, clone=True).coords == pytest.approx((float(lon), float(lat)), abs=1e-6)
    nada = texto(client.post("/pqrsd", escrito | {"ir": "buscar", "lugar": "zzzz qqqq"}))
    assert "No encontramos ese lugar" in nada
    vacio = texto(client.post("/pqrsd", escrito | {"ir": "buscar", "lugar": " "}))
    assert "No encontramos ese lugar" not in vacio
    assert "Escriba primero el lugar" in vacio


def test_los_datos_de_quien_pide_llevan_la_version_del_aviso_que_se_le_mostro(client):
    vigente = AvisoPrivacidad.objects.vigente().version
    assert f'name="aviso_version" value="{vigente}"' in texto(client.get("/pqrsd"))
    datos = {"nombre": "Ana", "aviso_version": vigente}
    radicar(client, **datos)
    client.post("/reportar", fabricas.formulario(**datos, acepta="on"), HTTP_ACCEPT="application/json")
    assert list(Contacto.objects.values_list("aviso_version", flat=True)) == [vigente, vigente]


def test_conciliar_tambien_cuadra_los_archivos_de_las_peticiones(client):
    """Killed between the file and the commit; then one that is named and gone."""
    suyo = radicar(client, anexo=[archivo()]).anexos.get().archivo.name
    sobra = default_storage.save("anexos/2026/11/sobra.pdf", io.BytesIO(b"x"))
    for nombre in (suyo, sobra):
        os.utime(default_storage.path(nombre), (0, 0))
    call_command("conciliar_fotos", verbosity=0)
    assert (default_storage.exists(suyo), default_storage.exists(sobra)) == (True, False)
    default_storage.delete(suyo)
    with pytest.raises(CommandError, match="Faltan 1"):
        call_command("conciliar_fotos", verbosity=0)


def test_un_reporte_tambien_da_constancia_a_quien_lo_envio(client):
    client.post("/reportar", fabricas.formulario(), HTTP_ACCEPT="application/json")
    codigo = Peticion.objects.get().radicado
    assert client.get(f"/peticiones/{codigo}")["Location"] == f"/reportes/{codigo}"
    assert "Reporte de daño" in texto(client.get(f"/peticiones/{codigo}/constancia"))
    assert client.get(f"/peticiones/{codigo}/constancia.pdf").content.startswith(b"%PDF-")
    assert Client().get(f"/peticiones/{codigo}/constancia").status_code == 404


@pytest.mark.parametrize("codigo", ["IBG-0000000", "'", "x" * 300])
def test_un_codigo_inventado_es_404(client, codigo):
    assert client.get(f"/peticiones/{codigo}").status_code == 404
    assert client.get(f"/peticiones/{codigo}/constancia").status_code == 404


def test_ninguna_peticion_que_no_sea_reporte_se_lee_sin_entrar(client, como_lectura):
    radicar(client, nombre="Ana")
    visible = fabricas.reporte()
    fabricas.reporte(visible=False)
    assert como_lectura("SELECT radicado FROM malla_vial_peticion") == [(visible.codigo,)]
    for prohibida in ("texto", "asunto", "clave"):
        with pytest.raises(como_lectura.negado):
            como_lectura(f"SELECT {prohibida} FROM malla_vial_peticion")
    for tabla in ("anexo", "contacto", "recordatorio"):
        with pytest.raises(como_lectura.negado):
            como_lectura(f"SELECT * FROM malla_vial_{tabla}")


def test_un_tipo_que_se_retira_no_se_ofrece(client):
    TipoPeticion.objects.filter(pk="queja").update(activo=False)
    assert client.post("/pqrsd", formulario()).status_code == 422


def test_muchas_desde_un_mismo_sitio_esperan_y_no_pierden_lo_escrito(client):
    espera = next(r for _ in range(300) if (r := client.post("/pqrsd", formulario())).status_code != 302)
    assert espera.status_code == 429
    assert int(espera["Retry-After"]) > 0
    assert QUEJA in texto(espera)


def test_la_pagina_del_reporte_cuenta_los_actos_y_recibe_lo_que_falta(client, usuario_con_rol):
    client.post("/reportar", fabricas.formulario(), HTTP_ACCEPT="application/json")
    p = Peticion.objects.get()
    acciones.pedir_informacion(peticion=p, texto="¿De qué lado?", usuario=usuario_con_rol("infraestructura"))
    ver = lambda cliente: texto(cliente.get(f"/reportes/{p.radicado}", HTTP_ACCEPT="text/html"))  # noqa: E731
    assert "Falta información suya" in ver(client)
    assert "Falta información suya" not in ver(Client())
    client.post(f"/peticiones/{p.radicado}/completar", {"texto": "Del lado de mi casa"})
    assert ("¿De qué lado?" in ver(Client()), "Del lado de mi casa" in ver(Client())) == (True, False)


def test_de_un_reporte_oculto_su_autor_lee_la_respuesta_y_nadie_mas_sabe_de_el(client, usuario_con_rol):
    client.post("/reportar", fabricas.formulario(), HTTP_ACCEPT="application/json")
    p = Peticion.objects.get()
    Reporte.objects.update(visible=False)
    acciones.responder(peticion=p, texto="No es un daño.", usuario=usuario_con_rol("infraestructura"))
    pedir = {"HTTP_ACCEPT": "text/html", "follow": True}
    for ruta in (f"/reportes/{p.radicado}", f"/peticiones/{p.radicado}"):
        assert "No es un daño." in texto(client.get(ruta, **pedir))
        assert Client().get(ruta, **pedir).status_code == 404
    assert "No es un daño." in texto(Client().get(ruta_propia(p.radicado), **pedir))


def test_el_enlace_de_la_constancia_de_un_reporte_lo_abre_como_propio(client):
    client.post("/reportar", fabricas.formulario(descripcion="Frente a mi casa"), HTTP_ACCEPT="application/json")
    p, otro = Peticion.objects.get(), Client()
    pagina = otro.get(ruta_propia(p.radicado), HTTP_ACCEPT="text/html", follow=True)
    assert "Frente a mi casa" in texto(pagina)
    assert otro.get(f"/peticiones/{p.radicado}/constancia").status_code == 200
