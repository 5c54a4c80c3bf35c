"""Every measure finds the fault that is planted, and none where none is. A measure without a case fails here."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection
from django.utils import timezone
from shapely import affinity

from capas import datos
from capas.calidad import acciones, cuadricula, sql
from capas.calidad.medidas import MEDIDAS
from capas.catalogo import Capa, obtener, todas
from capas.models import Comuna, FichaCapa, InformeCalidad, MedidaCalidad
from tests import fabricas
from tests.fabricas import ESTE, NORTE

CASOS: dict[str, tuple[float, float, Callable[[bool], Capa]]] = {}
CAMPOS = [
    {"nombre": "codigo", "titulo": "Código", "obligatorio": True},
    {"nombre": "nombre", "titulo": "Nombre", "obligatorio": True},
    {"nombre": "tipo", "titulo": "Tipo", "dominio": ["a", "b"]},
    {"nombre": "padre", "titulo": "Pertenece a"},
    {"nombre": "desde", "titulo": "Desde", "tipo": "fecha"},
    {"nombre": "hasta", "titulo": "Hasta", "tipo": "fecha"},
]
_serie = itertools.count(1)
HOY = dt.date(2024, 5, 1)


def caso(codigo: str, plantado: float = 1, sano: float = 0):
    """A maker of a layer, with the fault or without: what the measure must say of each."""

    def anotar(hacer: Callable[[bool], Capa]):
        CASOS[codigo] = (plantado, sano, hacer)
        return hacer

    return anotar


def capa_de(geometria: str, *filas: dict[str, Any], ficha: dict | None = None, **promesa: Any) -> Capa:
    """A dataset layer with these rows: values by field, `geom` as WKT in metres from the centre."""
    id_capa = f"hecha-{next(_serie)}"  # never twice: a schema is kept in memory by its id and version
    registro = FichaCapa(pk=id_capa, titulo=id_capa, resumen="x", sector="otros", linaje="x", **(ficha or {}))
    capa = datos.crear(
        registro,
        CAMPOS,
        geometria=geometria,
        rotulo="nombre",
        clave="codigo",
        roles=["planeacion"],
        estilo={"color": "#5b6770"},
        calidad=promesa,
    )
    valores = [
        {"codigo": f"C{n}", "nombre": f"Nombre {n}", "tipo": "a", "padre": "x", "desde": HOY, "hasta": HOY} | fila
        for n, fila in enumerate(filas)
    ]
    capa.modelo.objects.bulk_create([capa.modelo(**fila | {"geom": forma(fila["geom"])}) for fila in valores])
    return capa


def forma(wkt: str) -> GEOSGeometry:
    """A geometry around the centre, EPSG:9377."""
    movida = affinity.translate(shapely.from_wkt(wkt), ESTE, NORTE)
    return GEOSGeometry(memoryview(movida.wkb), srid=9377)


def punto(x: float, y: float = 0, **valores) -> dict[str, Any]:
    return {"geom": f"POINT ({float(x)} {float(y)})", **valores}


def linea(*lugares: tuple[float, float], **valores) -> dict[str, Any]:
    coordenadas = ", ".join(f"{x} {y}" for x, y in lugares)
    return {"geom": f"MULTILINESTRING (({coordenadas}))", **valores}


def cuadro(x: float, y: float = 0, ancho: float = 100, alto: float = 100, **valores) -> dict[str, Any]:
    borde = f"{x} {y}, {x + ancho} {y}, {x + ancho} {y + alto}, {x} {y + alto}, {x} {y}"
    return {"geom": f"MULTIPOLYGON ((({borde})))", **valores}


# Completeness


@caso("omision")
def _(plantar):
    return capa_de("POINT", punto(0), punto(50, nombre=" N/A " if plantar else "Parque"))


@caso("opcionales-vacios", plantado=2)
def _(plantar):
    return capa_de("POINT", punto(0, padre="" if plantar else "x", tipo=None if plantar else "b"))


@caso("territorio-vacio")
def _(plantar):
    fabricas.municipio()
    if plantar:
        Comuna.objects.create(codigo="C2", nombre="Salado", geom=fabricas.geometria("MULTIPOLYGON", 9000, 0, 500))
    return capa_de("POINT", punto(0), territorio="comuna")


@caso("sin-servicio")
def _(plantar):
    cuadras = capa_de("MULTIPOLYGON", cuadro(0, 10), *[cuadro(0, 5000)] * plantar)
    return capa_de("MULTILINESTRING", linea((0, 0), (100, 0)), red=True, sirve_a=cuadras.id)


@caso("huecos-de-red", plantado=pytest.approx(1.0, abs=0.4))
def _(plantar):
    """Streets every 200 m over 5 km, and a round hole of 600 m radius in the middle."""
    filas = []
    for y in range(-2500, 2501, 200):
        medio = max(600**2 - y**2, 0) ** 0.5 if plantar else 0
        filas += [linea((-2500, y), (-medio, y)), linea((medio, y), (2500, y))]
    return capa_de("MULTILINESTRING", *filas, red=True)


@caso("clave-repetida")
def _(plantar):
    return capa_de("POINT", punto(0, codigo="Ñ1"), punto(50, codigo=" n1" if plantar else "N2"))


@caso("geometria-repetida", plantado=2)
def _(plantar):
    return capa_de("POINT", *[punto(0)] * (3 if plantar else 1), punto(9))


@caso("gemelos")
def _(plantar):
    return capa_de("POINT", punto(0, nombre="Parque"), punto(1 if plantar else 40, nombre="Parque"), punto(0.5))


# Logical consistency


@caso("dominio")
def _(plantar):
    return capa_de("POINT", punto(0), punto(50, tipo="c" if plantar else None))


@caso("fechas-imposibles", plantado=2)
def _(plantar):
    malas = [dt.date(1, 1, 1), dt.date(9999, 12, 31)] if plantar else [HOY, None]
    return capa_de("POINT", *[punto(n, desde=fecha) for n, fecha in enumerate(malas)])


@caso("fuera-del-municipio")
def _(plantar):
    fabricas.municipio(lado=2000)
    return capa_de("POINT", punto(0), punto(5000 if plantar else 900))


@caso("formato")
def _(plantar):
    fabricas.tramo(pendiente=90 if plantar else 9)
    return obtener("tramos-viales")


@caso("texto-roto", plantado=3)
def _(plantar):
    malos = ["Cra 1??ó Sur", "Ibagu\ufffd", "DirecciÃ³n"] if plantar else ["¿Y?", "Ibagué", "SÃO"]
    return capa_de("POINT", *[punto(n, nombre=texto) for n, texto in enumerate(malos)])


@caso("geometria-invalida")
def _(plantar):
    return _con_invalida(plantar)


@caso("autocruces", plantado=2)
def _(plantar):
    capa = _con_invalida(plantar)
    lazo = "MULTIPOLYGON (((0 300, 80 380, 80 300, 0 380, 0 300)))"
    capa.modelo.objects.bulk_create([capa.modelo(codigo="L", nombre="L", geom=forma(lazo))] * plantar)
    return capa


def _con_invalida(plantar: bool) -> Capa:
    """A bow tie, past the constraint that keeps them out of every layer."""
    capa = capa_de("MULTIPOLYGON", cuadro(0))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")
        cursor.execute(f'ALTER TABLE "{capa.tabla}" DROP CONSTRAINT "{capa.tabla}_sana"')
    mono = "MULTIPOLYGON (((200 0, 300 100, 300 0, 200 100, 200 0)))"
    capa.modelo.objects.bulk_create([capa.modelo(codigo="M", nombre="M", geom=forma(mono))] * plantar)
    return capa


@caso("autosolapes")
def _(plantar):
    return capa_de("MULTILINESTRING", linea((0, 0), (100, 0), (50 if plantar else 150, 0)), linea((0, 9), (9, 9)))


@caso("traslapes")
def _(plantar):
    return capa_de("MULTIPOLYGON", cuadro(0), cuadro(98 if plantar else 100), cuadro(200), cobertura=True)


@caso("astillas")
def _(plantar):
    return capa_de("MULTIPOLYGON", cuadro(0), cuadro(99.5 if plantar else 100), cuadro(200), cobertura=True)


@caso("huecos")
def _(plantar):
    nueve = [cuadro(x, y) for x in (0, 100, 200) for y in (0, 100, 200) if not (plantar and x == y == 100)]
    return capa_de("MULTIPOLYGON", *nueve, cobertura=True)


def _cruce(*otras: dict[str, Any]) -> Capa:
    """A ring road, where no end is loose, and what else is given."""
    anillo = linea((0, 0), (300, 0), (300, 300), (0, 300), (0, 0))
    return capa_de("MULTILINESTRING", anillo, *otras, red=True)


@caso("extremos-sueltos", plantado=2)
def _(plantar):
    return _cruce(linea((0, 150), (300, 150)), *[linea((100, 50), (200, 50))] * plantar)


@caso("extremos-cortos")
def _(plantar):
    return _cruce(linea((0, 150), (299 if plantar else 300, 150)))


@caso("extremos-pasados")
def _(plantar):
    return _cruce(linea((0, 150), (301 if plantar else 300, 150)))


@caso("seudonodos")
def _(plantar):
    nombre = "Calle 1" if plantar else "Calle 2"
    return _cruce(linea((0, 150), (100, 150), nombre="Calle 1"), linea((100, 150), (300, 150), nombre=nombre))


@caso("islas")
def _(plantar):
    return _cruce(linea((0, 150), (300, 150)), *[linea((900, 0), (950, 0))] * plantar)


# Position, time, theme


@caso("amontonados", plantado=5)
def _(plantar):
    return capa_de("POINT", *[punto(0)] * (5 if plantar else 4), punto(50))


@caso("exactitud-declarada", plantado=7.5, sano=1.5)
def _(plantar):
    return capa_de("POINT", punto(0), ficha={"escala": 25000 if plantar else 5000})


@caso("actualidad", plantado=40)
def _(plantar):
    fecha = timezone.localdate() - dt.timedelta(days=40 * plantar)
    return capa_de("POINT", punto(0), ficha={"frecuencia": "monthly", "fecha_referencia": fecha})


@caso("fechas-al-reves")
def _(plantar):
    antes = HOY - dt.timedelta(days=1)
    return capa_de("POINT", punto(0), punto(5, hasta=antes if plantar else None), orden=[["desde", "hasta"]])


@caso("referencias")
def _(plantar):
    fabricas.municipio()
    ajena = "No-9" if plantar else ""
    return capa_de("POINT", punto(0, padre="Centro-1"), punto(9, padre=ajena), referencias={"padre": "comunas.codigo"})


def medida_de(capa: Capa, codigo: str) -> MedidaCalidad:
    informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
    assert informe.fallas == {}
    [hecha] = informe.medidas.filter(codigo=codigo, campo__in=["", *EN_CAMPO.get(codigo, [])])
    return hecha


EN_CAMPO = {"omision": ["nombre"], "dominio": ["tipo"], "referencias": ["padre"]}
CODIGOS = [medida.codigo for medida in MEDIDAS]


def test_cada_medida_tiene_un_caso():
    assert set(CASOS) == set(CODIGOS)
    assert len(CODIGOS) == len(set(CODIGOS))


@pytest.mark.parametrize("codigo", CODIGOS)
def test_encuentra_lo_plantado(codigo):
    plantado, _, hacer = CASOS[codigo]
    capa = hacer(True)
    hecha = medida_de(capa, codigo)
    assert hecha.valor == plantado
    assert hecha.conforme is (None if hecha.umbral is None else False)
    if codigo not in ("opcionales-vacios", "exactitud-declarada", "actualidad"):
        assert hecha.lugares
        assert all(-75.4 < lon < -75.1 and 4.3 < lat < 4.6 for lon, lat in hecha.lugares)
    assert set(hecha.ids) <= set(capa.modelo.objects.values_list("id", flat=True))


@pytest.mark.parametrize("codigo", CODIGOS)
def test_no_encuentra_lo_que_no_hay(codigo):
    _, sano, hacer = CASOS[codigo]
    hecha = medida_de(hacer(False), codigo)
    assert hecha.valor == sano
    assert hecha.conforme is not False


# The report


def test_cada_capa_se_puede_medir_vacia(capas_de_datos):
    for capa in todas():
        informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
        assert (informe.fallas, informe.elementos) == ({}, 0)


def test_medir_de_nuevo_la_misma_revision_la_reemplaza(consumar):
    capa = capa_de("POINT", punto(0))
    ficha = FichaCapa.objects.get(pk=capa.id)
    consumar()
    primero, segundo = acciones.medir(ficha), acciones.medir(ficha)
    assert list(InformeCalidad.objects.filter(ficha=ficha)) == [segundo]
    capa.modelo.objects.update(nombre="otro")
    consumar()
    tercero = acciones.medir(ficha)
    assert tercero.revision == primero.revision + 1
    assert list(InformeCalidad.objects.filter(ficha=ficha)) == [tercero, segundo]


def test_la_historia_esta_acotada(monkeypatch):
    monkeypatch.setattr(acciones, "INFORMES_POR_CAPA", 3)
    ficha = FichaCapa.objects.get(pk=capa_de("POINT", punto(0)).id)
    InformeCalidad.objects.bulk_create([InformeCalidad(ficha=ficha, revision=-n, elementos=0) for n in range(1, 8)])
    ultimo = acciones.medir(ficha)
    assert InformeCalidad.objects.filter(ficha=ficha).count() == 3
    assert InformeCalidad.objects.filter(ficha=ficha).first() == ultimo


def test_una_medida_que_falla_queda_dicha_y_las_demas_siguen(monkeypatch):
    def romper():
        raise DatabaseError("se acabó el tiempo")

    monkeypatch.setattr(sql, "geometria_repetida", romper)
    informe = acciones.medir(FichaCapa.objects.get(pk=capa_de("POINT", punto(0)).id))
    assert informe.fallas == {"geometria-repetida": "se acabó el tiempo"}
    assert not informe.conforme
    assert informe.medidas.filter(codigo="amontonados").exists()


def test_medir_despues_de_importar_nunca_falla(monkeypatch, caplog):
    def romper(*_):
        raise RuntimeError("algo imprevisto")

    monkeypatch.setattr(acciones, "medir", romper)
    capa = capa_de("POINT", punto(0))
    acciones.medir_sin_falta(capa.id)
    assert f"no se pudo medir la capa {capa.id}" in caplog.text


def test_lo_que_no_es_publico_no_se_cuenta_ni_se_senala():
    visible, oculto = fabricas.reporte(visible=True), fabricas.reporte(dx=300, visible=False)
    informe = acciones.medir(FichaCapa.objects.get(pk="reportes"))
    assert informe.elementos == 1
    senalados = {id_ for medida in informe.medidas.all() for id_ in medida.ids}
    assert oculto.pk not in senalados
    assert visible.pk != oculto.pk


def test_una_cobertura_por_campo_no_se_traslapa_entre_sus_valores():
    capa = capa_de("MULTIPOLYGON", cuadro(0, tipo="a"), cuadro(20, tipo="b"), cobertura=True, por="tipo")
    assert medida_de(capa, "traslapes").valor == 0


def test_otra_capa_que_esta_cerrada_no_se_asoma_en_el_informe():
    cuadras = capa_de("MULTIPOLYGON", cuadro(0, 5000), ficha={"clasificacion": "reservada"})
    capa = capa_de("MULTILINESTRING", linea((0, 0), (100, 0)), red=True, sirve_a=cuadras.id)
    informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
    assert not informe.medidas.filter(codigo="sin-servicio").exists()


def test_ni_se_asoma_lo_que_no_es_publico_de_una_capa_abierta():
    fabricas.reporte(dy=5000, visible=False)
    fabricas.reporte(dy=10, visible=True)
    capa = capa_de("MULTILINESTRING", linea((0, 0), (100, 0)), sirve_a="reportes")
    hecha = medida_de(capa, "sin-servicio")
    assert (hecha.valor, hecha.total, hecha.lugares) == (0, 1, [])


def test_el_hueco_de_una_cuadricula_esta_rodeado():
    llena = {(i, j) for i in range(20) for j in range(20)}
    roto = llena - {(i, j) for i in range(8, 12) for j in range(8, 12)}
    assert cuadricula.huecos(llena) == []
    assert cuadricula.huecos(roto) == [llena - roto]
    assert cuadricula.huecos({(i, 0) for i in range(200)}) == []


@pytest.mark.parametrize("promesa", [{"invento": True}, {"cobertura": "sí"}, {"alcance_m": "lejos"}])
def test_una_promesa_que_no_se_entiende_no_se_guarda(promesa):
    with pytest.raises(ValidationError):
        capa_de("POINT", **promesa)


def test_una_promesa_sobre_un_campo_que_no_hay_es_una_falla_y_no_un_error():
    capa = capa_de("POINT", punto(0), orden=[["desde", "no_hay"]])
    assert "fechas-al-reves" in acciones.medir(FichaCapa.objects.get(pk=capa.id)).fallas
