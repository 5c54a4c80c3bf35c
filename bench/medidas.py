"""The measures, one after the other, and the table they make."""

import argparse
import shutil
from collections.abc import Iterable
from pathlib import Path
from statistics import median

from django.conf import settings
from django.core.management import call_command
from django.db import connections

from bench import carga, peticiones
from bench.cliente import Medida, medir, por_http, por_sql
from bench.peticiones import Pregunta
from bench.servicio import Servicio, servir
from bench.viento import Rafaga, soplar

_GZIP = "Accept-Encoding: gzip\r\n"


def todas(opciones: argparse.Namespace, registro: Path) -> None:
    call_command("migrate", verbosity=0)
    carga.cargar(opciones.escala)
    with servir(opciones.trabajadores, opciones.hilos, registro) as servicio:
        print(f"Escala {opciones.escala:g}; {opciones.trabajadores} procesos de {opciones.hilos} hilos.")
        calentar(servicio)
        contra_sql(servicio, opciones)
        contra_vista_vacia(servicio, opciones)
        pesos(servicio)
        print(f"Memoria del servicio después de todo: {servicio.memoria_mb():.0f} MB")
    if opciones.crecer:
        crecer(opciones, registro)


def _dsn() -> str:
    """The database as the service reads it, through the role `lectura`."""
    d = connections["lectura"].settings_dict
    return " ".join(f"{k}={d[v]}" for k, v in {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}.items() if d[v])  # fmt: skip


def calentar(servicio: Servicio) -> None:
    """Every process and thread opens its connection and asks each kind of question, as the raw connections do before they count."""
    celda = peticiones.celdas(range(14, 15), 1)[0]
    preguntas = [
        *(hacer(*celda) for hacer in (peticiones.tesela_de_lineas, peticiones.tesela_de_poligonos)),
        *(peticiones.elementos(100, 1) + peticiones.puntos_en_poligono(1)),
    ]
    for pregunta in preguntas:
        soplar(servicio.url + pregunta.ruta, 32, 1)


# Against the same SQL, raw


def contra_sql(servicio: Servicio, opciones: argparse.Namespace) -> None:
    celdas = peticiones.celdas(range(11, 17), 60)
    preguntas = {
        "teselas de líneas, frías": [peticiones.tesela_de_lineas(*c) for c in celdas],
        "teselas de polígonos, frías": [peticiones.tesela_de_poligonos(*c) for c in celdas],
        "100 elementos": peticiones.elementos(100, 400),
        "1.000 elementos": peticiones.elementos(1000, 100),
        "punto en polígono": peticiones.puntos_en_poligono(1000),
    }
    print(f"\n{'contra el mismo SQL':30}  a la vez    SQL/s  servicio/s  razón   p50 ms   p99 ms  kB/resp.  CPU ms")
    for nombre, lista in preguntas.items():
        for juntos in (1, 8):
            _comparar(servicio, nombre, lista, juntos, opciones.rondas)


def _comparar(servicio: Servicio, nombre: str, lista: list[Pregunta], juntos: int, rondas: int) -> None:
    """By turns, because what else the machine does changes by the minute; the round whose ratio is in the middle."""
    todas = [_ronda(servicio, lista, juntos) for _ in range(rondas)]
    cruda, servida, cpu = sorted(todas, key=lambda ronda: ronda[1].por_segundo / ronda[0].por_segundo)[rondas // 2]
    razon = servida.por_segundo / cruda.por_segundo
    print(f"{nombre:30}  {juntos:8}  {cruda.por_segundo:7.0f}  {servida.por_segundo:10.0f}  {razon:5.2f}  "
          f"{servida.percentil(0.5):7.2f}  {servida.percentil(0.99):7.2f}  {servida.bytes / len(lista) / 1000:8.1f}  {cpu:6.2f}")  # fmt: skip


def _ronda(servicio: Servicio, lista: list[Pregunta], juntos: int) -> tuple[Medida, Medida, float]:
    """Raw, served, and the milliseconds of processor that the service spent on each answer."""
    cruda = medir(por_sql(_dsn()), [p.sql for p in lista], juntos)
    enfriar(servicio, lista)
    antes = servicio.cpu()
    servida = pedir(servicio, lista, juntos)
    return cruda, servida, (servicio.cpu() - antes) / len(lista) * 1000


def enfriar(servicio: Servicio, lista: list[Pregunta]) -> None:
    """Nothing is kept of any answer. Every process reads the record of the new revision: that is once a change, not once an answer."""
    shutil.rmtree(settings.TESELAS_DIR, ignore_errors=True)
    _nueva_revision()
    coleccion = "/".join(lista[0].ruta.split("/")[:4])
    medir(por_http(servicio.puerto), [f"{coleccion}?f=json"] * 64, 16)


def pedir(servicio: Servicio, lista: list[Pregunta], juntos: int) -> Medida:
    """Every address once. Tiles come compressed, as browsers ask for them; features as they are."""
    rutas = [p.ruta for p in lista]
    return medir(por_http(servicio.puerto, _GZIP if "/tiles/" in rutas[0] else ""), rutas, juntos)


def _nueva_revision() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("UPDATE capas_revisioncapa SET numero = numero + 1")


# Against a view that does nothing


def contra_vista_vacia(servicio: Servicio, opciones: argparse.Namespace) -> None:
    z, x, y = next(c for c in peticiones.celdas(range(14, 15), 1))
    tesela = servicio.url + peticiones.tesela_de_lineas(z, x, y).ruta
    marca = _etag(servicio, tesela)
    direcciones: list[tuple[str, str, tuple[str, ...]]] = [
        ("un elemento", f"{servicio.url}/ogc/collections/tramos-viales/items/777", ()),
        ("tesela caliente", tesela, ("Accept-Encoding: gzip",)),
        ("304 de una tesela", tesela, (f"If-None-Match: {marca}", "Accept-Encoding: gzip")),
    ]
    print(f"\n{'contra una vista vacía':30}  a la vez  vacía/s  servicio/s  razón   p50 ms   p99 ms")
    for juntos in (1, 8):
        vacia = soplar(f"{servicio.url}/vacia", juntos, opciones.segundos)
        for nombre, url, cabeceras in direcciones:
            _renglon(nombre, juntos, vacia, soplar(url, juntos, opciones.segundos, *cabeceras))


def _etag(servicio: Servicio, url: str) -> str:
    from urllib.request import Request, urlopen

    with urlopen(Request(url, headers={"Accept-Encoding": "gzip"})) as respuesta:  # noqa: S310
        return respuesta.headers["ETag"]


def _renglon(nombre: str, juntos: int, vacia: Rafaga, suya: Rafaga) -> None:
    fallas = f"  ({suya.fallas} fallas)" if suya.fallas else ""
    print(f"{nombre:30}  {juntos:8}  {vacia.por_segundo:7.0f}  {suya.por_segundo:10.0f}  "
          f"{suya.por_segundo / vacia.por_segundo:5.2f}  {suya.p50:7.2f}  {suya.p99:7.2f}{fallas}")  # fmt: skip


# What tiles weigh, and whether a larger city costs more


def pesos(servicio: Servicio) -> None:
    """The heaviest tile of z0 to z9, which a cheap phone gets first."""
    print("\nLa tesela más pesada de z0 a z9 (bytes con gzip):")
    for nombre, tesela in (("líneas", peticiones.tesela_de_lineas), ("polígonos", peticiones.tesela_de_poligonos)):
        rutas = [tesela(*c).ruta for c in peticiones.celdas(range(10), 50)]
        print(f"  {nombre}: {max(_bytes(servicio, rutas)):,}")


def _bytes(servicio: Servicio, rutas: Iterable[str]) -> list[int]:
    return [medir(por_http(servicio.puerto, _GZIP), [ruta], 1).bytes for ruta in rutas]


def crecer(opciones: argparse.Namespace, registro: Path) -> None:
    """The same tiles over the same streets, in a city that is so many times larger."""
    celdas = peticiones.celdas(range(13, 17), 60)
    listas = {"líneas": [peticiones.tesela_de_lineas(*c) for c in celdas], "polígonos": [peticiones.tesela_de_poligonos(*c) for c in celdas]}  # fmt: skip
    antes = _ms_por_tesela(opciones, registro, listas)
    _vaciar()
    carga.cargar(opciones.escala * opciones.crecer)
    despues = _ms_por_tesela(opciones, registro, listas)
    print(f"\nms por tesela fría, z13 a z16, con la carga {opciones.crecer:g} veces mayor:")
    for nombre in listas:
        print(f"  {nombre}: {antes[nombre]:.2f} → {despues[nombre]:.2f} ({despues[nombre] / antes[nombre]:.2f})")


def _ms_por_tesela(opciones: argparse.Namespace, registro: Path, listas: dict[str, list[Pregunta]]) -> dict[str, float]:
    with servir(opciones.trabajadores, opciones.hilos, registro) as servicio:
        calentar(servicio)
        return {n: median(_ms_en_frio(servicio, lista) for _ in range(opciones.rondas)) for n, lista in listas.items()}


def _ms_en_frio(servicio: Servicio, lista: list[Pregunta]) -> float:
    enfriar(servicio, lista)
    return 1000 / pedir(servicio, lista, 1).por_segundo


def _vaciar() -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("TRUNCATE malla_vial_tramovial, riesgo_zonaamenaza, conectividad_zonawifi CASCADE")
