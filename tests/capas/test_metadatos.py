"""The record of every layer: who may read it, what it says, how it is kept, and what it lacks."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from capas import datos
from capas.acciones import editar_ficha, version_de_ficha
from capas.catalogo import obtener
from capas.errores import DatosInvalidos
from capas.metadatos.conformidad import evaluar
from capas.metadatos.puntaje import REGLAS, puntuar
from capas.metadatos.registro import Registro
from capas.models import Cambio, FichaCapa, InformeCalidad, MedidaCalidad, RevisionCapa
from gis_project import demostracion
from tests import fabricas
from tests.fabricas import CAPAS, cerrar

PUERTAS = ["", ".xml", "/conformidad"]
SITIO = "http://localhost:8000"


@pytest.fixture(autouse=True)
def _con_mapserver(settings):
    settings.MAPSERVER = "/usr/bin/mapserv"  # nothing here runs it: it is only said to be there


def _enviado(cliente, id_capa, **cambios):
    """What a browser sends back of the form, with some fields changed."""
    form = cliente.get(f"/metadatos/{id_capa}/editar").context["form"]
    dados = {campo.html_name: campo.value() for campo in form}
    return {nombre: "" if valor is None else valor for nombre, valor in (dados | cambios).items()}


def test_la_ficha_de_cada_capa_la_lee_cualquiera(capa):
    for puerta in PUERTAS:
        respuesta = Client().get(f"/metadatos/{capa.id}{puerta}")
        assert respuesta.status_code == 200, puerta
        assert capa.titulo in respuesta.content.decode()


def test_la_ficha_de_una_capa_reservada_no_existe_para_los_demas(capa, cliente_con_rol):
    cerrar(capa.id)
    otro = next(rol for rol in ("cultura", "tic", "riesgo") if rol not in capa.roles)
    ajenos, propio = (Client(), cliente_con_rol(otro)), cliente_con_rol(capa.roles[0])
    for puerta in PUERTAS:
        inventada = Client().get(f"/metadatos/no-existe{puerta}").json()
        for cliente in ajenos:
            respuesta = cliente.get(f"/metadatos/{capa.id}{puerta}")
            assert respuesta.status_code == 404, puerta
            assert respuesta.json()["detail"].replace(capa.id, "x") == inventada["detail"].replace("no-existe", "x")
        assert propio.get(f"/metadatos/{capa.id}{puerta}").status_code == 200, puerta
    assert not re.search(rf"/metadatos/{capa.id}(?![\w-])", Client().get("/metadatos/").content.decode())


def test_la_coleccion_dice_donde_esta_su_ficha(capa):
    enlaces = Client().get(f"/ogc/collections/{capa.id}").json()["links"]
    [ficha] = [e["href"] for e in enlaces if e["type"] == "application/vnd.iso.19139+xml"]
    assert Client().get(ficha.removeprefix("http://testserver")).status_code == 200
    registro = Client().get(f"/ogc/collections/catalogo/items/{capa.id}").json()
    assert ficha in [e["href"] for e in registro["links"]]


def test_el_xml_no_se_manda_dos_veces_hasta_que_algo_cambia(consumar, usuario_con_rol):
    primera = Client().get("/metadatos/comunas.xml")
    assert primera["Content-Type"] == "application/vnd.iso.19139+xml"
    igual = {"HTTP_IF_NONE_MATCH": primera["ETag"]}
    assert Client().get("/metadatos/comunas.xml", **igual).status_code == 304
    InformeCalidad.objects.create(ficha_id="comunas", revision=0, elementos=0)
    con_informe = Client().get("/metadatos/comunas.xml", **igual)
    assert con_informe.status_code == 200
    ficha = FichaCapa.objects.get(pk="comunas")
    editar_ficha(
        id_capa="comunas",
        usuario=usuario_con_rol("planeacion"),
        version=version_de_ficha(ficha),
        valores={"titulo": "C"},
    )
    consumar()
    assert Client().get("/metadatos/comunas.xml", HTTP_IF_NONE_MATCH=con_informe["ETag"]).status_code == 200


def test_lo_que_el_sistema_sabe_no_se_pregunta(capas_de_datos):
    capa = obtener("bienes-culturales")
    fabricas.elemento(capa)
    fabricas.elemento(capa, dx=1000)
    registro = Registro.de(FichaCapa.objects.get(pk=capa.id), SITIO)
    assert registro.elementos == 2
    assert registro.caja[0] < registro.caja[2] == pytest.approx(-75.2232, abs=0.001)
    assert registro.sistemas[0].srid == 9377
    assert {"CSV", "GeoPackage", "GeoJSON", "MVT", "GML"} <= set(registro.formatos)
    assert {r.protocolo for r in registro.recursos} >= {"OGC:WMS", "OGC:WFS", "OGC API - Features"}


def test_una_capa_cerrada_no_anuncia_servicios_que_no_la_llevan(usuario_con_rol):
    cerrar("vias")
    registro = Registro.de(FichaCapa.objects.get(pk="vias"), SITIO, usuario_con_rol("planeacion"))
    assert not registro.imagen
    assert not [r for r in registro.recursos if r.protocolo in ("OGC:WMS", "OGC:WFS")]


def test_sin_mapserver_la_ficha_no_promete_mapas(settings, monkeypatch):
    settings.MAPSERVER = ""
    monkeypatch.setattr("shutil.which", lambda *args, **kwargs: None)
    registro = Registro.de(FichaCapa.objects.get(pk="vias"), SITIO)
    assert not [r for r in registro.recursos if r.protocolo in ("OGC:WMS", "OGC:WFS")]
    assert not _respuestas("vias")["Servicios"].cumple
    assert "<img" not in Client().get("/metadatos/vias").content.decode()


def test_las_importaciones_son_pasos_del_linaje():
    frase = "Levantamiento de 2019."
    ficha = FichaCapa(
        pk="x", linaje=f"{frase}\n2026-11-20: importación de «a.zip»: 3 filas.\n2026-99-99: no es un día.\nMás."
    )
    registro = Registro(ficha, SITIO, (0, 0, 1, 1), None, None, 0, None)
    texto, pasos = registro.procedencia
    assert texto.startswith(frase)
    assert "2026-99-99" in texto
    assert [(p.fecha, p.texto) for p in pasos] == [(date(2026, 11, 20), "importación de «a.zip»: 3 filas.")]


# The score


def test_los_pesos_suman_cien_y_cada_regla_dice_donde_se_arregla():
    assert sum(regla.peso for regla in REGLAS) == 100
    campos = {campo.name for campo in FichaCapa._meta.concrete_fields}
    assert {regla.campo for regla in REGLAS} - {""} <= campos
    assert all(regla.falta.endswith(".") for regla in REGLAS)


def test_una_ficha_vacia_vale_poco_y_dice_todo_lo_que_le_falta(capas_de_datos):
    ficha = FichaCapa.objects.get(pk="manzanas")
    for campo in (
        "titulo",
        "resumen",
        "linaje",
        "licencia",
        "custodio",
        "correo",
        "cargo",
        "palabras_clave",
        "telefono",
    ):
        setattr(ficha, campo, "")
    ficha.frecuencia = "unknown"
    puntaje = puntuar(Registro.de(ficha, SITIO))
    assert puntaje.puntos < 40
    assert puntaje.palabra == "incompleta"
    assert {"Título", "Resumen", "Linaje", "Extensión"} <= {regla.titulo for regla in puntaje.obligatorias}


def test_arreglar_lo_que_falta_sube_el_puntaje_en_lo_que_vale():
    ficha = FichaCapa.objects.get(pk="comunas")
    ficha.proposito = ""
    antes = puntuar(Registro.de(ficha, SITIO))
    [regla] = [r for r in antes.faltan if r.campo == "proposito"]
    ficha.proposito = "Saber a qué comuna pertenece cada sitio de la ciudad."
    assert puntuar(Registro.de(ficha, SITIO)).puntos == antes.puntos + regla.peso


def test_las_fichas_de_la_demostracion_estan_completas_salvo_lo_que_solo_dan_los_datos(capas_de_datos):
    """What is left is what an empty table cannot have: an extent, dates, a measured quality, definitions of fields."""
    demostracion.crear_cuentas()
    demostracion.cargar_rasters()
    demostracion.describir_capas()
    de_los_datos = {"Extensión", "De cuándo son los datos", "Informe de calidad", "Definición de los campos"}
    for ficha in FichaCapa.objects.all():
        faltan = {regla.titulo for regla in puntuar(Registro.de(ficha, SITIO)).faltan}
        assert faltan <= de_los_datos, ficha.pk


# The form


def test_la_ficha_la_edita_quien_lleva_la_capa_y_queda_rastro(cliente_con_rol, consumar):
    antes = RevisionCapa.objects.get(pk="comunas").numero
    cliente = cliente_con_rol("planeacion")
    enviado = _enviado(
        cliente, "comunas", titulo="Comunas de la ciudad", exactitud_m="2.5", fecha_referencia="2026-01-31"
    )
    respuesta = cliente.post("/metadatos/comunas/editar", enviado)
    assert respuesta.status_code == 302
    consumar()
    ficha = FichaCapa.objects.get(pk="comunas")
    assert (ficha.titulo, ficha.exactitud_m, ficha.fecha_referencia) == ("Comunas de la ciudad", 2.5, date(2026, 1, 31))
    assert RevisionCapa.objects.get(pk="comunas").numero == antes + 1
    cambio = Cambio.objects.filter(tabla="capas_fichacapa").latest("id")
    assert (cambio.autor, cambio.antes["id"], cambio.antes["titulo"]) == ("u-planeacion", "comunas", "Comunas")
    assert "Comunas de la ciudad" in Client().get("/metadatos/comunas").content.decode()


def test_guardar_sin_cambiar_nada_no_hace_revision(cliente_con_rol, consumar):
    FichaCapa.objects.filter(pk="comunas").update(linaje="Un renglón.\nOtro.")
    consumar()
    antes = RevisionCapa.objects.get(pk="comunas").numero
    cliente = cliente_con_rol("planeacion")
    enviado = _enviado(cliente, "comunas", linaje="Un renglón.\r\nOtro.")  # as a browser sends it
    assert cliente.post("/metadatos/comunas/editar", enviado).status_code == 302
    consumar()
    assert RevisionCapa.objects.get(pk="comunas").numero == antes


@pytest.mark.parametrize("cambios", [{"clasificacion": "reservada"}, {"publicada": ""}, {"id": "otra"}])
def test_el_formulario_no_abre_ni_cierra_la_capa(cliente_con_rol, cambios):
    cliente = cliente_con_rol("planeacion")
    cliente.post("/metadatos/comunas/editar", _enviado(cliente, "comunas") | cambios)
    ficha = FichaCapa.objects.get(pk="comunas")
    assert ficha.abierta


@pytest.mark.parametrize(
    ("campo", "valor"),
    [("titulo", ""), ("escala", "-5"), ("escala", "0"), ("escala", "mucho"), ("tema", "cocina"), ("hasta", "1900-01-01"), ("exactitud_m", "-1"),
     ("correo", "nadie"), ("licencia", "javascript:alert(1)"), ("fecha_referencia", "31/02/2026")],
)  # fmt: skip
def test_lo_mal_escrito_se_dice_junto_al_campo_y_no_se_guarda(cliente_con_rol, campo, valor):
    cliente = cliente_con_rol("planeacion")
    enviado = _enviado(cliente, "comunas", **{"desde": "2020-01-01", campo: valor})
    respuesta = cliente.post("/metadatos/comunas/editar", enviado)
    assert respuesta.status_code == 422
    assert f'href="#id_{campo}"' in respuesta.content.decode()
    assert FichaCapa.objects.get(pk="comunas").desde is None


def test_dos_personas_no_se_pisan(cliente_con_rol, usuario_con_rol):
    cliente = cliente_con_rol("planeacion")
    enviado = _enviado(cliente, "comunas", titulo="La mía")
    FichaCapa.objects.filter(pk="comunas").update(titulo="La de otra persona")
    respuesta = cliente.post("/metadatos/comunas/editar", enviado)
    assert respuesta.status_code == 412
    assert "Otra persona cambió esta ficha" in respuesta.content.decode()
    assert "La mía" in respuesta.content.decode()  # what was typed is not lost
    assert FichaCapa.objects.get(pk="comunas").titulo == "La de otra persona"


def test_quien_no_lleva_la_capa_no_la_edita(cliente_con_rol):
    assert Client().get("/metadatos/comunas/editar").status_code == 302
    assert Client().get("/metadatos/no-existe/editar").status_code == 302
    otro = cliente_con_rol("cultura")
    assert otro.get("/metadatos/comunas/editar").status_code == 403
    assert otro.post("/metadatos/comunas/editar", {"titulo": "x"}).status_code == 403
    assert "la lleva otra dependencia (Planeación)" in otro.get("/metadatos/comunas/editar").json()["detail"]
    cerrar("comunas")
    assert otro.get("/metadatos/comunas/editar").status_code == 404


def test_editar_la_ficha_de_una_capa_de_datos_cambia_su_declaracion(capas_de_datos, usuario_con_rol):
    datos._construir.cache_clear()  # a version that another test made and undid
    version = version_de_ficha(FichaCapa.objects.get(pk="manzanas"))
    editar_ficha(
        id_capa="manzanas", usuario=usuario_con_rol("planeacion"), version=version, valores={"titulo": "Cuadras"}
    )
    assert obtener("manzanas").titulo == "Cuadras"


def test_la_accion_valida_aunque_nadie_pase_por_el_formulario(usuario_con_rol):
    version = version_de_ficha(FichaCapa.objects.get(pk="comunas"))
    with pytest.raises(DatosInvalidos, match="tema"):
        editar_ficha(
            id_capa="comunas", usuario=usuario_con_rol("planeacion"), version=version, valores={"tema": "cocina"}
        )


# Conformity


def _respuestas(id_capa):
    registro = Registro.de(FichaCapa.objects.get(pk=id_capa), SITIO)
    elementos = obtener(id_capa).modelo.objects.using("lectura")
    return {r.clave: r for r in evaluar(registro, elementos)}


def _medida(informe, **valores):
    comunes = {
        "codigo": "traslapes",
        "medida": "11",
        "elemento": "DQ_TopologicalConsistency",
        "nombre": "Traslapes",
        "valor": 10,
    }
    return MedidaCalidad.objects.create(informe=informe, **(comunes | valores))


def test_la_calidad_se_responde_con_el_ultimo_informe():
    assert not _respuestas("comunas")["Calidad"].cumple
    primero = InformeCalidad.objects.create(ficha_id="comunas", revision=1, elementos=13)
    _medida(primero, conforme=False, umbral=0)
    assert "traslapes" in _respuestas("comunas")["Calidad"].razon
    segundo = InformeCalidad.objects.create(ficha_id="comunas", revision=2, elementos=13)
    _medida(segundo, conforme=True, valor=0)
    _medida(segundo, conforme=None)
    assert _respuestas("comunas")["Calidad"].cumple


def test_los_codigos_territoriales_son_los_oficiales(settings, consumar):
    fabricas.elemento(obtener("comunas"), codigo="01", nombre="Centro")
    assert _respuestas("comunas")["Códigos"].cumple
    fabricas.elemento(obtener("comunas"), codigo="C-2", nombre="Calambeo")
    consumar()
    respuesta = _respuestas("comunas")["Códigos"]
    assert not respuesta.cumple
    assert "«C-2»" in respuesta.razon
    assert _respuestas("vias")["Códigos"].cumple
    settings.DIVIPOLA = "7300"
    assert not _respuestas("vias")["Códigos"].cumple


def test_un_campo_sin_definicion_se_dice(capas_de_datos):
    ficha = FichaCapa.objects.get(pk="manzanas")
    datos._construir.cache_clear()
    ficha.datos.campos.update(descripcion="")
    ficha.datos.version += 1
    ficha.datos.save()
    assert _respuestas("manzanas")["Catálogo"].razon == "Sin definición: codigo."
    ficha.datos.campos.update(descripcion="Código catastral de la manzana.")
    ficha.datos.version += 1
    ficha.datos.save()
    assert _respuestas("manzanas")["Catálogo"].cumple


def test_lo_que_falta_de_un_elemento_oculto_no_sale_en_la_ficha():
    """The places where a measure fails are the report's: the public record has only the numbers."""
    informe = InformeCalidad.objects.create(ficha_id="reportes", revision=1, elementos=1)
    _medida(informe, lugares=[[-75.23456, 4.43212]], ids=[987654])
    for puerta in PUERTAS:
        texto = Client().get(f"/metadatos/reportes{puerta}").content.decode()
        assert "4.43212" not in texto
        assert "987654" not in texto


def test_el_comando_dice_la_tabla_y_estricto_falla(capsys, capas_de_datos):
    call_command("conformidad")
    salida = capsys.readouterr().out
    for id_capa in CAPAS:
        assert re.search(rf"^{id_capa} +\d+ +(sí|no)", salida, re.MULTILINE), id_capa
    assert "comunas, calidad: Todavía no se ha medido." in salida
    with pytest.raises(CommandError, match="son «no»"):
        call_command("conformidad", "--estricto")


def test_el_indice_tiene_cada_capa_con_su_puntaje(capas_de_datos):
    texto = Client().get("/metadatos/").content.decode()
    assert all(f"/metadatos/{id_capa}/conformidad" in texto for id_capa in CAPAS)
