"""The report a page at a time, without JavaScript: every field is kept, every error says where, and what is sent is sent once."""

import re
import uuid
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from PIL import ExifTags, Image

from capas.catalogo import obtener
from malla_vial import acciones
from malla_vial.models import Borrador, FotoSubida, PreguntaDano, Reporte, TipoDano
from malla_vial.pasos import PASOS
from malla_vial.vista_publica import vista
from tests import fabricas
from tests.cabeceras import HTML

LUGAR = {"lon": "-75.2322", "lat": "4.4389", "direccion": ""}
DANO = {"tipo": "hueco", "tamano": "llanta", "peligro": "true"}


@pytest.fixture
def borrador(client):
    client.post("/reportar/empezar", {"ir": "foto"}, **HTML)
    return Borrador.objects.get()


@pytest.fixture
def enviar(client, borrador):
    """enviar("lugar", lon=…): the form of a step, as a browser sends it."""

    def hacer(paso: str, ir: str = "siguiente", **campos):
        return client.post(f"/reportar/{borrador.pk}/{paso}", {"ir": ir, **campos}, **HTML)

    return hacer


def _texto(respuesta) -> str:
    return respuesta.content.decode()


def test_de_principio_a_fin(client, borrador, enviar):
    assert enviar("foto", foto=[fabricas.foto()])["Location"].endswith("/lugar")
    assert enviar("lugar", **LUGAR)["Location"].endswith("/dano")
    assert enviar("dano", **DANO)["Location"].endswith("/detalles")
    assert enviar("detalles", descripcion="Hondo")["Location"].endswith("/enviar")
    recibo = client.get(enviar("enviar")["Location"], **HTML)
    reporte = Reporte.objects.get()
    assert reporte.codigo in _texto(recibo)
    assert (reporte.tipo_id, reporte.tamano, reporte.peligro, reporte.descripcion) == ("hueco", "llanta", True, "Hondo")
    assert (reporte.fotos.count(), reporte.clave) == (1, borrador.pk)
    assert not Borrador.objects.exists()


def test_la_cuenta_de_los_pasos_no_salta_haya_parecidos_o_no(client, borrador):
    """What a person sees goes 1, 2, 3… to the last; what is asked only at times has no number of its own."""

    def cuenta(nombre: str) -> str:
        pagina = _texto(client.get(f"/reportar/{borrador.pk}/{nombre}", **HTML))
        cuantos = len(re.findall("<span", re.search('<div class="paso-avance".*?</div>', pagina)[0]))
        numero = re.search(rf"Paso (\d) de {cuantos}</p>", pagina)[1]
        assert f"<title>Paso {numero} de {cuantos}: " in pagina
        return numero

    caminos = [["foto", "lugar", "dano", "detalles", "enviar"], ["dano", "parecidos", "detalles"]]
    assert [[cuenta(nombre) for nombre in camino] for camino in caminos] == [list("12345"), list("334")]


@pytest.mark.parametrize(
    ("dicho", "queda", "valor"), [(None, None, ""), ("", None, ""), ("false", False, "No"), ("true", True, "Sí")]
)
def test_de_si_es_peligroso_no_se_dice_lo_que_nadie_dijo(client, borrador, enviar, dicho, queda, valor):
    enviar("lugar", **LUGAR)
    enviar("dano", tipo="hueco", **({} if dicho is None else {"peligro": dicho}))
    previa = _texto(client.get(f"/reportar/{borrador.pk}/detalles", **HTML))
    renglon, dicha = re.search(r'<div (data-renglon="peligro".*?)>.*?data-valor>(.*?)<', previa).groups()
    assert ("hidden" not in renglon, dicha) == (bool(valor), valor)
    enviar("enviar")
    reporte = Reporte.objects.get()
    assert reporte.peligro is queda
    publico = client.get(f"/ogc/collections/reportes/items/{reporte.pk}").json()["properties"]
    assert publico["peligro"] is queda
    assert ("Puede causar un accidente" in _texto(client.get(f"/reportes/{reporte.codigo}", **HTML))) is (queda is True)


def test_el_segundo_toque_en_enviar_da_el_mismo_recibo(enviar):
    enviar("lugar", **LUGAR)
    enviar("dano", **DANO)
    assert enviar("enviar")["Location"] == enviar("enviar")["Location"]
    assert Reporte.objects.count() == 1


@pytest.mark.parametrize("ir", ["siguiente", "atras", "buscar", "dano"])
def test_todo_lo_escrito_se_queda_vaya_a_donde_vaya(client, borrador, enviar, ir):
    enviar("lugar", ir, direccion="Frente al parque <b>")
    assert "Frente al parque &lt;b&gt;" in _texto(client.get(f"/reportar/{borrador.pk}/lugar", **HTML))
    enviar("detalles", "atras", nombre="Ana", correo="no es correo")
    pagina = _texto(client.get(f"/reportar/{borrador.pk}/detalles", **HTML))
    assert 'value="Ana"' in pagina
    assert 'value="no es correo"' in pagina


@pytest.mark.parametrize(
    ("paso", "campos", "dice", "campo"),
    [
        ("lugar", {}, "Falta el lugar", "id_direccion"),
        ("lugar", {"lon": "x", "lat": "4"}, "debe ser un número", "id_lon"),
        ("dano", {"tipo": ""}, "obligatorio", "id_tipo"),
        ("detalles", {"correo": "x", "acepta": "on"}, "correo", "id_correo"),
        ("detalles", {"nombre": "Ana"}, "autorización", "id_acepta"),
        ("detalles", {"descripcion": "x" * 2001}, "2000", "id_descripcion"),
    ],
)
def test_lo_que_falta_se_dice_arriba_con_un_enlace_al_campo(enviar, paso, campos, dice, campo):
    respuesta = enviar(paso, **campos)
    pagina = _texto(respuesta)
    resumen = re.search(r'<div class="errores" role="alert".*?</div>', pagina, re.S)[0]
    assert respuesta.status_code == 422
    assert dice in resumen
    assert f'href="#{campo}"' in resumen
    assert f'id="{campo}"' in pagina


def test_enviar_antes_de_tiempo_lleva_al_primer_paso_que_falta(enviar):
    enviar("dano", **DANO)
    respuesta = enviar("enviar")
    assert respuesta.status_code == 422
    assert "¿Dónde es?" in _texto(respuesta)


def test_las_fotos_se_ven_se_quitan_y_no_pasan_de_tres(client, borrador, enviar):
    enviar("foto", foto=[fabricas.foto(), fabricas.foto(300, 300)])
    primera = FotoSubida.objects.first()
    assert client.get(f"/reportar/{borrador.pk}/foto-{primera.orden}.jpg").status_code == 200
    assert client.get(f"/reportar/{uuid.uuid4()}/foto-{primera.orden}.jpg").status_code == 404
    enviar("foto", quitar=primera.huella)
    assert FotoSubida.objects.count() == 1
    respuesta = enviar("foto", foto=[fabricas.foto(), fabricas.foto(200, 200), fabricas.foto(100, 100)])
    assert (respuesta.status_code, FotoSubida.objects.count()) == (422, 3)
    assert "hasta 3 fotos" in _texto(respuesta)


def _foto_de(lat, lon, ns="N", ew="W"):
    exif = Image.Exif()
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: ns, 2: lat, 3: ew, 4: lon})
    return fabricas.foto(exif=exif)


DE_LA_37 = ((4.0, 26.0, 20.04), (75.0, 13.0, 55.92))  # 4.4389, -75.2322


def test_el_lugar_de_la_foto_se_propone_y_no_queda_en_otra_parte(client, borrador, enviar):
    fabricas.municipio()
    enviar("foto", foto=[_foto_de(*DE_LA_37)])
    pagina = _texto(client.get(f"/reportar/{borrador.pk}/lugar", **HTML))
    assert "¿Es aquí?" in pagina
    assert 'value="4.438900"' in pagina
    assert 'value="-75.232200"' in pagina
    subida = FotoSubida.objects.get()
    for archivo in (subida.archivo, subida.miniatura):
        with Image.open(archivo) as guardada:
            assert not guardada.getexif()
    enviar("lugar", "sin_lugar")
    borrador.refresh_from_db()
    assert not borrador.datos["lon"]


def test_lo_que_la_persona_ya_dijo_del_lugar_manda_sobre_la_foto(borrador, enviar):
    enviar("lugar", "atras", direccion="Frente al parque")
    enviar("foto", foto=[_foto_de(*DE_LA_37)])
    borrador.refresh_from_db()
    assert not borrador.datos["lon"]


@pytest.mark.parametrize(
    "gps",
    [
        ((0.0, 0.0, 0.0), (0.0, 0.0, 0.0)),
        ((48.0, 0.0, 0.0), (2.0, 0.0, 0.0), "N", "E"),
        ((4.0, 26.0), (75.0, 13.0)),
        (4.0, 75.0),
        ((4.0, 26.0, 0.0), (75.0, 13.0, 0.0), "Z", "E"),
    ],
)
def test_una_foto_con_un_lugar_que_no_puede_ser_es_una_foto_sin_lugar(borrador, enviar, gps):
    assert enviar("foto", foto=[_foto_de(*gps)])["Location"].endswith("/lugar")
    borrador.refresh_from_db()
    assert FotoSubida.objects.count() == 1
    assert not borrador.datos.get("lon")


def test_la_busqueda_ofrece_lugares_y_el_elegido_queda(client, borrador, enviar):
    fabricas.municipio()
    pagina = _texto(enviar("lugar", "buscar", direccion="La Pola"))
    hallado = re.search(r'name="hallado" value="(-75[\d.]+ 4[\d.]+)"', pagina)[1]
    enviar("lugar", hallado=hallado, direccion="La Pola", lon="", lat="")
    borrador.refresh_from_db()
    assert f"{borrador.datos['lon']} {borrador.datos['lat']}" == hallado


def test_un_borrador_ajeno_vencido_o_inventado_no_existe(client, borrador):
    assert client.get(f"/reportar/{uuid.uuid4()}/lugar", **HTML).status_code == 404
    assert client.get(f"/reportar/{borrador.pk}/inventado", **HTML).status_code == 404
    Borrador.objects.update(actualizado_en=timezone.now() - timedelta(hours=25))
    assert client.get(f"/reportar/{borrador.pk}/lugar", **HTML).status_code == 404
    call_command("purgar_borradores", verbosity=0)
    assert not Borrador.objects.exists()


def test_el_enlace_de_un_lugar_lo_trae_puesto(client):
    pagina = _texto(client.get("/reportar", {"lon": "-75.2322", "lat": "4.4389", "tipo": "hueco"}, **HTML))
    assert 'value="-75.2322"' in pagina
    client.post("/reportar/empezar", {"ir": "lugar", "lon": "-75.2322", "lat": "4.4389", "ajeno": "x"}, **HTML)
    assert Borrador.objects.get().datos == {"lon": "-75.2322", "lat": "4.4389", "tipo": "", "direccion": ""}


def test_un_formulario_sin_archivos_llega_como_lo_manda_un_navegador(client):
    respuesta = client.post("/reportar/empezar", "ir=lugar", content_type="application/x-www-form-urlencoded", **HTML)
    assert respuesta["Location"].endswith("/lugar")


def test_el_recibo_solo_lo_ve_quien_envio(client):
    client.post("/reportar", fabricas.formulario(), **HTML)
    ruta = f"/reportar/recibido/{Reporte.objects.get().codigo}"
    assert (client.get(ruta, **HTML).status_code, Client().get(ruta, **HTML).status_code) == (200, 404)


def test_la_vista_previa_nombra_cada_columna_publica_y_ninguna_otra():
    """A column that is published from tomorrow on, and that nobody tells the author of, fails here."""
    dichas = {columna for renglon in vista({})["publico"] for columna in renglon.columnas}
    assert dichas == {*obtener("reportes").publicos, "geom"}


def test_la_vista_previa_dice_lo_mismo_que_despues_se_publica():
    fabricas.municipio()
    tramo = fabricas.tramo()
    antes = {r.clave: r.valor for r in vista({**LUGAR, **DANO, "direccion": "Mi casa", "nombre": "Ana"})["publico"]}
    reporte = fabricas.reporte(tamano="llanta", peligro=True, direccion="Mi casa")
    assert antes["direccion"] == reporte.direccion == tramo.nombre
    assert antes["sector"] == f"{reporte.barrio}, {reporte.comuna}"
    assert (antes["tipo"], antes["tamano"], antes["peligro"]) == ("Hueco", reporte.get_tamano_display(), "Sí")
    assert not {"Mi casa", "Ana"} & set(antes.values())


def test_lo_que_no_se_publica_se_muestra_aparte():
    privado = {
        r.clave: r.valor for r in vista({"direccion": "Mi casa", "nombre": "Ana", "correo": "a@b.co"})["privado"]
    }
    assert privado == {"sena": "Mi casa", "nombre": "Ana", "correo": "a@b.co", "telefono": ""}


def test_un_lugar_en_palabras(client):
    fabricas.municipio()
    tramo = fabricas.tramo()
    dentro = client.get("/reportar/lugar", {"lon": "-75.2322", "lat": "4.4389"}).json()
    assert (dentro["direccion"], dentro["sector"], dentro["aviso"]) == (tramo.nombre, "La Pola, Centro", "")
    assert "INVÍAS" in client.get("/reportar/lugar", {"lon": "-74.08", "lat": "4.6"}).json()["aviso"]
    assert client.get("/reportar/lugar", {"lon": "x", "lat": ""}).status_code == 400


def test_cada_paso_tiene_su_plantilla_y_sus_campos_son_del_formulario(client, borrador):
    from malla_vial.forms.reportar import FormularioReporte

    assert {c for paso in PASOS for c in paso.campos} <= {*FormularioReporte().fields, "trasladar"}
    for paso in PASOS[1:]:
        assert client.get(f"/reportar/{borrador.pk}/{paso.nombre}", **HTML).status_code == 200


def test_lo_que_pregunta_cada_dano_se_pregunta_y_se_queda(client, borrador, enviar):
    tipo = TipoDano.objects.get(pk="hueco")
    PreguntaDano.objects.filter(tipo=tipo).delete()
    PreguntaDano.objects.create(tipo=tipo, codigo="hondo", texto="¿Qué tan hondo?", clase="numero", obligatoria=True)
    enviar("lugar", **LUGAR)
    assert "¿Qué tan hondo?" in _texto(enviar("dano", **DANO))
    falta = enviar("dano", **DANO, preguntado="hueco")
    assert (falta.status_code, "¿Qué tan hondo?" in _texto(falta)) == (422, True)
    enviar("dano", **DANO, preguntado="hueco", **{"pregunta-hondo": "12"})
    assert 'value="12"' in _texto(client.get(f"/reportar/{borrador.pk}/dano", **HTML))
    enviar("enviar")
    assert [r.valor for r in Reporte.objects.get().respuestas.all()] == [12]


def test_si_hay_parecidos_se_pregunta_y_no_se_detiene(client, borrador, enviar):
    PreguntaDano.objects.all().delete()
    TipoDano.objects.update(freno="")
    vecino = fabricas.reporte()
    enviar("lugar", **LUGAR)
    assert enviar("dano", **DANO)["Location"].endswith("/parecidos")
    assert f"/reportes/{vecino.codigo}/sumarme" in _texto(client.get(f"/reportar/{borrador.pk}/parecidos", **HTML))
    assert enviar("parecidos")["Location"].endswith("/detalles")
    assert enviar("detalles", "atras")["Location"].endswith("/parecidos")


def test_dos_pestanas_del_mismo_borrador_no_se_pisan(borrador):
    """Each keeps what it says over what is there by then, not over what its page was shown with."""
    for dicho in ({"nombre": "Ana"}, {"direccion": "Frente al parque"}):
        acciones.guardar_en_borrador(borrador.pk, dicho, {"lon": "-75.2", "lat": "4.4"})
    borrador.refresh_from_db()
    assert borrador.datos["nombre"] == "Ana"
    assert (borrador.datos["direccion"], borrador.datos["lon"]) == ("Frente al parque", "-75.2")


def test_un_borrador_que_ya_no_esta_no_resucita(borrador):
    borrador.delete()
    assert acciones.guardar_en_borrador(borrador.pk, {"nombre": "Ana"}, {}) is None
    assert not Borrador.objects.exists()
