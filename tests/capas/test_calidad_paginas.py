"""The pages of quality: for whoever may see the layer, true about what was measured, and measuring is for its keepers."""

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from capas.calidad.acciones import medir
from capas.catalogo import obtener
from capas.models import FichaCapa, InformeCalidad
from conectividad.models import ZonaWifi
from tests import fabricas
from tests.cabeceras import HTML
from tests.fabricas import cerrar


@pytest.fixture
def medida(consumar):
    """The WiFi zones, with one named twice, measured."""
    capa = obtener("zonas-wifi")
    fabricas.elemento(capa, nombre="Parque")
    fabricas.elemento(capa, nombre="Parque")
    consumar()
    return medir(FichaCapa.objects.get(pk="zonas-wifi"))


def pagina(ruta: str, cliente: Client | None = None, estado: int = 200) -> str:
    respuesta = (cliente or Client()).get(ruta, **HTML)
    assert respuesta.status_code == estado
    return respuesta.content.decode()


def test_la_lista_dice_de_cada_capa_como_esta(medida):
    texto = pagina("/calidad/")
    assert texto.count('href="/calidad/') >= FichaCapa.objects.count()
    assert "Sin medir" in texto
    assert "No conforme" in texto
    capas = {c["capa"]: c for c in Client().get("/calidad/?f=json").json()["capas"]}
    assert capas["zonas-wifi"]["medida"] is True
    assert capas["zonas-wifi"]["conforme"] is False
    assert capas["vias"]["medida"] is False


def test_el_informe_da_cada_medida_con_su_norma_y_sus_fallas(medida):
    texto = pagina("/calidad/zonas-wifi")
    repetido = ZonaWifi.objects.order_by("id").last().pk
    assert "DQ_CompletenessCommission" in texto
    assert f'href="/ogc/collections/zonas-wifi/items/{repetido}?f=html"' in texto
    assert "/zonas-wifi/@" in texto
    doc = Client().get("/calidad/zonas-wifi?f=json").json()
    [repetidas] = [m for m in doc["medidas"] if m["codigo"] == "geometria-repetida"]
    assert (repetidas["medida_iso19157"], repetidas["valor"], repetidas["total"], repetidas["umbral"]) == ("4", 1, 2, 0)
    assert repetidas["muestra"][0]["id"] == repetido
    assert doc["al_dia"] is True


def test_si_la_capa_cambia_el_informe_lo_dice(medida, consumar):
    ZonaWifi.objects.update(nombre="Otro")
    consumar()
    assert "cambió después de medirla" in pagina("/calidad/zonas-wifi")
    assert "la capa cambió después" in pagina("/calidad/")
    assert Client().get("/calidad/zonas-wifi?f=json").json()["al_dia"] is False


def test_la_tendencia_se_ve_sin_javascript(medida, consumar):
    ZonaWifi.objects.order_by("id").last().delete()
    consumar()
    medir(FichaCapa.objects.get(pk="zonas-wifi"))
    texto = pagina("/calidad/zonas-wifi")
    assert "<rect" in texto
    assert "<polyline" in texto
    [serie] = [
        m["tendencia"]
        for m in Client().get("/calidad/zonas-wifi?f=json").json()["medidas"]
        if m["codigo"] == "geometria-repetida"
    ]
    assert serie == [1, 0]


def test_una_medida_que_fallo_se_muestra(medida):
    InformeCalidad.objects.filter(pk=medida.pk).update(fallas={"traslapes": "se acabó el tiempo"})
    texto = pagina("/calidad/zonas-wifi")
    assert "No se pudo tomar: traslapes" in texto
    assert "se acabó el tiempo" not in texto


def test_una_capa_sin_medir_lo_dice():
    assert "aún no se ha medido" in pagina("/calidad/vias")
    assert Client().get("/calidad/vias?f=json").json()["medida"] is False


@pytest.mark.parametrize("ruta", ["/calidad/zonas-wifi", "/calidad/zonas-wifi?f=json"])
def test_una_capa_reservada_es_el_mismo_404_que_una_que_no_existe(medida, ruta, cliente_con_rol):
    cerrar("zonas-wifi")
    for cliente in (Client(), cliente_con_rol("cultura")):
        texto = pagina(ruta, cliente, 404)
        assert texto.replace("zonas-wifi", "x") == pagina(ruta.replace("zonas-wifi", "no-hay"), cliente, 404).replace(
            "no-hay", "x"
        )
        assert "zonas-wifi" not in pagina("/calidad/", cliente)
    assert "Medir ahora" in pagina("/calidad/zonas-wifi", cliente_con_rol("tic"))


def test_el_rol_de_lectura_no_alcanza_los_informes_de_una_capa_reservada(medida, como_lectura):
    assert como_lectura("SELECT count(*) FROM capas_informecalidad")[0][0] == 1
    assert como_lectura("SELECT count(*) FROM capas_medidacalidad")[0][0] > 10
    cerrar("zonas-wifi")
    assert como_lectura("SELECT count(*) FROM capas_informecalidad")[0][0] == 0
    assert como_lectura("SELECT count(*) FROM capas_medidacalidad")[0][0] == 0


def test_medir_ahora_es_de_quien_lleva_la_capa(cliente_con_rol):
    assert "Medir ahora" not in pagina("/calidad/zonas-wifi")
    assert Client().post("/calidad/zonas-wifi/medir").status_code == 302  # to the door
    negada = cliente_con_rol("cultura").post("/calidad/zonas-wifi/medir")
    assert negada.status_code == 403
    assert "la lleva otra dependencia (Tecnologías de la información)" in negada.json()["detail"]
    assert not InformeCalidad.objects.exists()
    cliente = cliente_con_rol("tic")
    assert cliente.post("/calidad/zonas-wifi/medir").status_code == 302
    assert InformeCalidad.objects.get().ficha_id == "zonas-wifi"
    assert cliente.get("/calidad/zonas-wifi/medir").status_code == 405


def test_parametros_ajenos_no_se_admiten():
    assert Client().get("/calidad/?x=1").status_code == 400


def test_la_orden_mide_las_capas_que_se_le_piden(capsys):
    fabricas.elemento(obtener("zonas-wifi"))
    call_command("medir_calidad", "zonas-wifi", verbosity=0)
    assert list(InformeCalidad.objects.values_list("ficha_id", "elementos")) == [("zonas-wifi", 1)]
    assert "zonas-wifi" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no-hay"):
        call_command("medir_calidad", "no-hay")


def test_importar_mide_lo_importado(tmp_path, django_capture_on_commit_callbacks):
    archivo = tmp_path / "zonas.csv"
    archivo.write_text("codigo,nombre,longitud,latitud\nW1,Parque,-75.23,4.44\nW2,Plaza,-75.23,4.44\n")
    with django_capture_on_commit_callbacks(execute=True):
        call_command("importar_capa", str(archivo), capa="zonas-wifi", verbosity=0)
    informe = InformeCalidad.objects.get(ficha="zonas-wifi")
    assert informe.elementos == 2
    assert informe.medidas.get(codigo="geometria-repetida").valor == 1


def test_un_ensayo_de_importacion_no_mide(tmp_path, django_capture_on_commit_callbacks):
    archivo = tmp_path / "zonas.csv"
    archivo.write_text("codigo,nombre,longitud,latitud\nW1,Parque,-75.23,4.44\n")
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        call_command("importar_capa", str(archivo), capa="zonas-wifi", verbosity=0, simular=True)
    assert not InformeCalidad.objects.exists()
