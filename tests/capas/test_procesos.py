"""What the analyses answer, and for whom; and the life of a job when things go wrong."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.contrib.gis.geos import GEOSGeometry
from django.core.management import call_command
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from capas import sql_procesos
from capas.catalogo import obtener
from capas.errores import DemasiadoGrande
from capas.lectura import fichas_para
from capas.models import Trabajo
from capas.ogc import procesos as puertas
from capas.procesos import registro, tablas, tareas, trabajos, zonas
from capas.procesos.registro import Contexto, Proceso, Salida
from tests import fabricas
from tests.fabricas import cerrar

NADIE = Contexto(AnonymousUser())
PUNTO = {"type": "Point", "coordinates": [-75.2322, 4.4389]}


def zona(lado=1000.0, dx=0.0, dy=0.0):
    """A square in degrees, as a request brings it, around a square in metres."""
    hecha = fabricas.geometria("MULTIPOLYGON", dx, dy, lado).transform(4326, clone=True)
    return json.loads(hecha.json)


def correr(proceso, contexto=NADIE, **entradas):
    return registro.obtener(proceso).ejecutar(entradas, contexto)


def de_capa(resultado, id_capa):
    lista = resultado.get("capas") or resultado.get("expuestos")
    return next((fila for fila in lista if fila["capa"] == id_capa), None)


# resumen-de-zona


def test_el_resumen_mide_lo_que_queda_adentro():
    fabricas.tramo(dx=900, dy=500, largo=300)  # 100 m inside
    fabricas.tramo(dx=100, dy=100, largo=200)  # whole
    fabricas.tramo(dx=5000, largo=100)
    fabricas.elemento(obtener("barrios"), dx=-500, dy=0, lado=1000)  # half
    resultado = correr("resumen-de-zona", zona=zona())
    assert resultado["superficie_m2"] == pytest.approx(1e6, rel=1e-4)
    vias, barrios = de_capa(resultado, "tramos-viales"), de_capa(resultado, "barrios")
    assert (vias["elementos"], vias["longitud_m"]) == (2, pytest.approx(300, abs=0.5))
    assert (barrios["elementos"], barrios["superficie_m2"]) == (1, pytest.approx(5e5, rel=1e-3))
    assert de_capa(resultado, "zonas-wifi") == {"capa": "zonas-wifi", "titulo": "Zonas WiFi", "elementos": 0}


def test_el_resumen_separa_las_clases_de_la_leyenda():
    capa = obtener("zonas-amenaza")
    for n, categoria in enumerate(("Alta", "Alta", "Baja")):
        fabricas.elemento(capa, dx=n * 200, categoria=categoria)
    fila = de_capa(correr("resumen-de-zona", zona=zona()), "zonas-amenaza")
    assert [(c["titulo"], c["elementos"]) for c in fila["clases"]] == [("Amenaza alta", 2), ("Amenaza baja", 1)]
    assert sum(c["superficie_m2"] for c in fila["clases"]) == pytest.approx(fila["superficie_m2"], abs=0.3)


def test_toda_capa_entra_en_el_resumen_y_una_reservada_no_existe_en_el(capa, usuario_con_rol):
    fabricas.elemento(capa, dx=100, dy=100)
    assert de_capa(correr("resumen-de-zona", zona=zona()), capa.id)["elementos"] >= 1
    cerrar(capa.id)
    assert de_capa(correr("resumen-de-zona", zona=zona()), capa.id) is None
    with pytest.raises(Exception, match=f"No existe la capa «{capa.id}»"):
        correr("resumen-de-zona", zona=zona(), capas=[capa.id])
    suyo = Contexto(usuario_con_rol(capa.roles[0]))
    assert de_capa(correr("resumen-de-zona", suyo, zona=zona(), capas=[capa.id]), capa.id)["elementos"] >= 1


def test_por_referencia_una_capa_reservada_tampoco_existe():
    barrio = fabricas.elemento(obtener("barrios"))
    enlace = {"href": f"/ogc/collections/barrios/items/{barrio.pk}"}
    assert correr("resumen-de-zona", zona=enlace)["superficie_m2"] == pytest.approx(10_000, rel=1e-4)
    cerrar("barrios")
    for otro in (enlace, {"href": "/ogc/collections/inventada/items/1"}):
        with pytest.raises(Exception, match="no tiene un elemento"):
            correr("resumen-de-zona", zona=otro)


def test_una_zona_demasiado_grande_se_dice():
    with pytest.raises(DemasiadoGrande, match="km²"):
        correr("resumen-de-zona", zona=zona(lado=150_000))


# area-de-influencia


@pytest.mark.parametrize("metros", [1, 250, 20_000])
def test_el_area_de_influencia_mide_metros_de_verdad(metros):
    area = correr("area-de-influencia", lugar=PUNTO, metros=metros)
    hecha = GEOSGeometry(json.dumps(area["geometry"])).transform(9377, clone=True)
    assert hecha.area == pytest.approx(3.1214 * metros**2, rel=2e-2)
    assert area["properties"]["superficie_m2"] == pytest.approx(hecha.area, rel=1e-2, abs=1)


# riesgo


def test_la_exposicion_une_la_amenaza_y_no_cuenta_dos_veces():
    amenaza = obtener("zonas-amenaza")
    for fenomeno in ("Inundacion", "Avenida_Torrencial"):
        fabricas.elemento(amenaza, lado=400, categoria="Alta", fenomeno=fenomeno)
    fabricas.tramo(dx=-100, dy=50, largo=200)
    resultado = correr("exposicion", categoria="Alta")
    assert resultado["superficie_m2"] == pytest.approx(160_000, rel=1e-4)
    expuesto = de_capa(resultado, "tramos-viales")
    assert (expuesto["elementos"], expuesto["longitud_m"]) == (1, pytest.approx(100, abs=0.5))
    assert resultado["area"]["type"] in ("Polygon", "MultiPolygon")
    assert de_capa(resultado, "zonas-amenaza") is None


def test_la_exposicion_se_queda_en_la_zona_y_dice_si_no_hay_nada():
    fabricas.elemento(obtener("zonas-amenaza"), lado=400, categoria="Alta")
    dentro = correr("exposicion", categoria="Alta", zona=zona(lado=100))
    assert dentro["superficie_m2"] == pytest.approx(10_000, rel=1e-3)
    for otra in ({"categoria": "Baja"}, {"categoria": "Alta", "zona": zona(dx=9000)}):
        vacio = correr("exposicion", **otra)
        assert (vacio["expuestos"], vacio["area"], vacio["superficie_m2"]) == ([], None, 0)
        assert "No hay" in vacio["mensaje"]


def test_sin_amenaza_expuesto_es_lo_que_toca_el_poligono():
    fabricas.tramo(dx=10, dy=10, largo=50)
    assert de_capa(correr("exposicion", zona=zona()), "tramos-viales")["elementos"] == 1
    with pytest.raises(Exception, match="Diga la amenaza"):
        correr("exposicion")


def test_la_amenaza_reservada_no_se_usa(usuario_con_rol):
    fabricas.elemento(obtener("zonas-amenaza"), categoria="Alta")
    fabricas.elemento(obtener("zonas-amenaza"), categoria="Alta", dx=500)
    cerrar("zonas-amenaza")
    with pytest.raises(Exception, match="no están publicadas"):
        correr("exposicion", categoria="Alta")
    assert correr("riesgo-en-un-punto", punto=PUNTO)["zonas"] == []
    assert correr("exposicion", Contexto(usuario_con_rol("riesgo")), categoria="Alta")["superficie_m2"] > 0


def test_el_riesgo_de_un_punto_es_el_de_la_consulta(client):
    fabricas.elemento(obtener("zonas-amenaza"), dx=-50, dy=-50, categoria="Alta")
    resultado = correr("riesgo-en-un-punto", punto=PUNTO)
    consulta = client.get("/riesgo/consulta?lon=-75.2322&lat=4.4389").json()
    assert resultado["mensaje"] == consulta["mensaje"]
    assert [z["id"] for z in resultado["zonas"]] == [z["id"] for z in consulta["zonas"]]
    assert "Ley 1523" in resultado["aviso"]


def test_el_internet_mas_cercano_va_en_orden_y_hasta_cuantos():
    for n in range(5):
        fabricas.elemento(obtener("zonas-wifi"), dx=100 * (5 - n))
    lugares = correr("internet-cercano", punto=PUNTO, cuantos=2)["features"]
    assert [f["properties"]["distancia_m"] for f in lugares] == [100, 200]
    assert len(correr("internet-cercano", punto=PUNTO)["features"]) == 3


# Reading a result


def test_una_pagina_dice_el_resultado_con_los_titulos_del_esquema():
    fabricas.elemento(obtener("zonas-amenaza"), categoria="Alta")
    resumen = registro.obtener("resumen-de-zona")
    lectura = tablas.leer(resumen.salida.esquema, correr("resumen-de-zona", zona=zona(), capas=["zonas-amenaza"]))
    assert "1,00 km²" in lectura.mensaje
    [(titulo, columnas, [fila])] = lectura.tablas
    assert (titulo, columnas[0], fila[0]) == ("Capas", ("Capa", False), ("Zonas de amenaza", False))
    assert ("10.000", True) in fila
    assert ("Amenaza alta: 1", False) in fila


# Jobs when things go wrong


@pytest.fixture
def lento():
    """A process that a test moves by hand."""
    pasos = []
    proceso = registro.registrar(
        Proceso(
            id="lento", titulo="Lento", descripcion="", entradas={}, salida=Salida("x", "x", {"properties": {}}),
            calcular=lambda contexto: [paso(contexto) for paso in pasos] and {"listo": True},
        )
    )  # fmt: skip
    yield proceso, pasos
    del registro._procesos["lento"]


def pedir(proceso, usuario=None, origen="x"):
    return trabajos.pedir(
        proceso=proceso, entradas={}, usuario=usuario or AnonymousUser(), origen=origen, en_documento=False
    )


def estado(trabajo):
    trabajo.refresh_from_db()
    return trabajo.estado


def test_el_progreso_se_ve_mientras_corre(lento):
    proceso, pasos = lento
    trabajo, visto = pedir(proceso), []
    pasos.append(lambda c: c.avanzar(1, 4))
    pasos.append(lambda c: visto.append(Trabajo.objects.get(pk=trabajo.pk).progreso))
    tareas.ejecutar.call(str(trabajo.pk))
    assert visto == [25]
    assert (estado(trabajo), trabajo.progreso, trabajo.resultado) == ("successful", 100, {"listo": True})


def test_un_trabajo_descartado_a_medio_camino_se_detiene(lento):
    proceso, pasos = lento
    trabajo, despues = pedir(proceso), []
    pasos += [lambda c: trabajos.descartar(trabajo), lambda c: c.avanzar(1, 2), lambda c: despues.append(1)]
    tareas.ejecutar.call(str(trabajo.pk))
    assert (estado(trabajo), trabajo.resultado, despues) == ("dismissed", None, [])


def test_un_trabajo_no_se_corre_dos_veces(lento):
    proceso, pasos = lento
    trabajo, veces = pedir(proceso), []
    pasos.append(lambda c: veces.append(1))
    for _ in range(2):
        tareas.ejecutar.call(str(trabajo.pk))
    assert veces == [1]


def test_un_trabajo_que_se_pasa_de_tiempo_falla(lento, settings):
    proceso, pasos = lento
    settings.TRABAJO_SEGUNDOS = 1
    trabajo = pedir(proceso)
    pasos.append(lambda c: setattr(settings, "TRABAJO_SEGUNDOS", -1))
    pasos.append(lambda c: c.avanzar(1, 2))
    tareas.ejecutar.call(str(trabajo.pk))
    assert estado(trabajo) == "failed"
    assert "tardó" in trabajo.mensaje


@pytest.mark.parametrize(
    ("falla", "dice"), [(ZeroDivisionError("secreto"), "Algo falló"), (OperationalError("secreto"), "tardó demasiado")]
)
def test_una_falla_interna_no_cuenta_lo_de_adentro(lento, falla, dice):
    proceso, pasos = lento

    def caer(contexto):
        raise falla

    pasos.append(caer)
    trabajo = pedir(proceso)
    tareas.ejecutar.call(str(trabajo.pk))
    assert estado(trabajo) == "failed"
    assert dice in trabajo.mensaje
    assert "secreto" not in trabajo.mensaje


def test_un_trabajo_perdido_no_corre_para_siempre(lento, settings):
    trabajo = trabajos.empezar(pedir(lento[0]).pk)
    url = f"/ogc/jobs/{trabajo.pk}"
    assert Client().get(url).json()["status"] == "running"
    hace = timezone.now() - timedelta(seconds=settings.TRABAJO_SEGUNDOS + 61)
    Trabajo.objects.filter(pk=trabajo.pk).update(iniciado=hace)
    perdido = Client().get(url).json()
    assert perdido["status"] == "failed"
    assert "interrumpió" in perdido["message"]


def test_lo_que_nadie_toma_deja_de_esperar(lento):
    trabajo = pedir(lento[0])
    Trabajo.objects.update(creado=timezone.now() - trabajos.ESPERA - timedelta(seconds=1))
    call_command("purgar_trabajos", verbosity=0)
    assert estado(trabajo) == "failed"


def test_lo_vencido_no_existe_y_se_borra(lento):
    trabajo = pedir(lento[0])
    Trabajo.objects.update(vence=timezone.now() - timedelta(seconds=1))
    assert Client().get(f"/ogc/jobs/{trabajo.pk}").status_code == 404
    call_command("purgar_trabajos", verbosity=0)
    assert not Trabajo.objects.exists()


def test_los_trabajos_en_espera_tienen_un_tope_por_direccion_y_en_total(lento, monkeypatch):
    for _ in range(trabajos.POR_ORIGEN):
        pedir(lento[0])
    with pytest.raises(trabajos.Saturado):
        pedir(lento[0])
    pedir(lento[0], origen="otro")
    monkeypatch.setattr(trabajos, "PENDIENTES", trabajos.POR_ORIGEN + 1)
    with pytest.raises(trabajos.Saturado):
        pedir(lento[0], origen="tercero")
    Trabajo.objects.update(estado="successful")
    pedir(lento[0])


def test_el_trabajo_lee_con_los_ojos_de_quien_lo_pidio_hoy(lento, usuario_con_rol):
    proceso, pasos = lento
    usuario = usuario_con_rol("riesgo")
    trabajo, vistas = pedir(proceso, usuario), []
    cerrar("zonas-amenaza")
    pasos.append(lambda c: vistas.extend(f.pk for f in fichas_para(c.usuario)))
    usuario.groups.clear()
    tareas.ejecutar.call(str(trabajo.pk))
    assert "barrios" in vistas
    assert "zonas-amenaza" not in vistas


def test_a_quien_esperan_en_vivo_se_le_acaba_el_tiempo(lento, monkeypatch):
    lento[1].append(lambda c: c.avanzar(1, 2))
    monkeypatch.setattr(puertas, "SEGUNDOS_EN_VIVO", -1)
    respuesta = Client().post("/ogc/processes/lento/execution", "{}", "application/json")
    assert respuesta.status_code == 413
    assert "trabajo" in respuesta.json()["detail"]


def test_pocos_calculan_en_vivo_a_la_vez(lento, monkeypatch):
    monkeypatch.setattr(puertas, "ESPERA_EN_VIVO", 0.01)
    for _ in range(puertas.A_LA_VEZ):
        puertas._lugares.acquire()
    try:
        respuesta = Client().post("/ogc/processes/lento/execution", "{}", "application/json")
    finally:
        puertas._lugares.release(puertas.A_LA_VEZ)
    assert (respuesta.status_code, respuesta["Retry-After"]) == (503, "5")


def test_los_procesos_leen_por_la_puerta_de_lectura(como_lectura):
    """The planar SQL runs as the role `lectura` even where it reads no table."""
    assert sql_procesos.en_metros(fabricas.CENTRO).srid == 9377
    assert zonas.AREA_MAXIMA_KM2 > 1_400  # a whole municipality fits
