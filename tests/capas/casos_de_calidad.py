"""For each measure of quality, a layer with its fault planted and the same layer without it."""

import datetime as dt
import itertools
from collections.abc import Callable
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.db import connection
from django.utils import timezone
from shapely import affinity

from capas import datos
from capas.catalogo import Capa, obtener
from capas.models import Comuna, FichaCapa
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
