"""Into the database, in one transaction: all of the good rows, or nothing."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.utils import timezone
from django.utils.text import slugify

from capas import datos
from capas.acciones import cambio
from capas.calidad.acciones import medir_sin_falta
from capas.catalogo import TECNICOS, Capa
from capas.importar.leer import Lectura
from capas.importar.limpiar import Informe, Mapeo, comparable, limpiar, mapear
from capas.models import Elemento, FichaCapa, Municipio
from capas.permisos import PLANEACION
from capas.publicacion import contacto

LOTE = 1000
MODOS = ("agregar", "reemplazar", "actualizar")


class ImportacionImposible(Exception):
    """The import cannot begin, or cannot be kept; nothing was written."""


def importar(
    capa: Capa,
    lectura: Lectura,
    *,
    mapeo: dict[str, str],
    modo: str = "agregar",
    origen: str = "",
    simular: bool = False,
    usuario: User | None = None,
    progreso=lambda filas: filas,
) -> Informe:
    """Load what was read into a layer.

    modo: agregar (a key that exists is refused), reemplazar (what was there goes), actualizar (a key that exists is updated).
    simular: do it all, tell it all, keep nothing. Raises ImportacionImposible.
    """
    columnas = _mapear(capa, lectura, mapeo, modo)
    informe = Informe(sin_usar=[c for c in lectura.columnas if c not in columnas.columnas.values()])
    with cambio(usuario):
        if modo == "reemplazar":
            informe.borradas = _vaciar(capa)
        elementos = limpiar(capa, progreso(lectura.filas), columnas, informe)
        while lote := list(islice(elementos, LOTE)):
            _guardar(capa, lote, modo, informe, list(columnas.columnas))
        _avisar_fuera_del_municipio(capa, informe)
        _anotar_linaje(capa, lectura, informe, origen)
        transaction.on_commit(partial(medir_sin_falta, capa.id))
        transaction.set_rollback(simular)
    return informe


def _mapear(capa: Capa, lectura: Lectura, mapeo: dict[str, str], modo: str) -> Mapeo:
    """The mapping, if the import may begin at all."""
    if not capa.importable:
        raise ImportacionImposible(
            f"La capa «{capa.titulo}» no se importa: sus elementos nacen de las acciones de la página."
        )
    if modo == "actualizar" and not capa.clave:
        raise ImportacionImposible("Para actualizar hace falta --clave: el campo que dice cuál es cuál.")
    try:
        return mapear(capa, lectura.columnas, mapeo)
    except ValueError as error:
        raise ImportacionImposible(str(error)) from None


def _vaciar(capa: Capa) -> int:
    cuantos = capa.modelo.objects.count()
    try:
        capa.modelo.objects.all().delete()
    except ProtectedError as error:
        quienes = " y ".join(sorted({str(otro._meta.verbose_name_plural) for otro in error.protected_objects}))
        raise ImportacionImposible(
            f"No se puede reemplazar «{capa.titulo}»: hay {quienes} que nombran sus elementos. "
            "Use --modo actualizar con --clave."
        ) from None
    return cuantos


def _guardar(capa: Capa, lote: list[tuple[int, Elemento]], modo: str, informe: Informe, campos: list[str]) -> None:
    previos = _previos(capa, [elemento for _, elemento in lote])
    nuevos = [(fila, e) for fila, e in lote if _clave(capa, e) not in previos]
    repetidos = [(fila, e) for fila, e in lote if _clave(capa, e) in previos]
    capa.modelo.objects.bulk_create([elemento for _, elemento in nuevos])
    informe.filas_de |= {elemento.pk: fila for fila, elemento in nuevos}
    informe.cargadas += len(nuevos)
    if modo == "actualizar":
        _actualizar(capa, [elemento for _, elemento in repetidos], previos, campos)
        informe.actualizadas += len(repetidos)
        return
    for fila, elemento in repetidos:
        informe.rechazadas[fila] = f"ya existe un elemento con {capa.clave} = «{_clave(capa, elemento)}»"


def _actualizar(capa: Capa, elementos: list[Elemento], previos: dict[Any, int], campos: list[str]) -> None:
    for elemento in elementos:
        elemento.pk = previos[_clave(capa, elemento)]
    if elementos:
        capa.modelo.objects.bulk_update(elementos, ["geom", *(c for c in campos if c != capa.clave)])


def _clave(capa: Capa, elemento: Elemento) -> Any:
    return getattr(elemento, capa.clave) if capa.clave else None


def _previos(capa: Capa, lote: list[Elemento]) -> dict[Any, int]:
    if not capa.clave:
        return {}
    claves = [_clave(capa, elemento) for elemento in lote]
    return dict(capa.modelo.objects.filter(**{f"{capa.clave}__in": claves}).values_list(capa.clave, "id"))


def _avisar_fuera_del_municipio(capa: Capa, informe: Informe) -> None:
    """A feature that does not touch the municipality gets in, with a word of warning."""
    municipio = Municipio.objects.first()
    if municipio is None or capa.modelo is Municipio:
        return
    fuera = capa.modelo.objects.exclude(geom__intersects=municipio.geom).values_list("id", flat=True)
    for identificador in fuera:
        if fila := informe.filas_de.get(identificador):
            informe.avisos.setdefault(fila, []).append(f"está fuera de {municipio.nombre}")


def _anotar_linaje(capa: Capa, lectura: Lectura, informe: Informe, origen: str) -> None:
    """The record of the layer tells where its rows came from (ISO 19115, lineage)."""
    ficha = FichaCapa.objects.select_for_update().get(pk=capa.id)
    hoy = timezone.localdate()
    ficha.linaje += (
        f"\n{hoy}: importación de «{origen}» ({lectura.crs}, llevado a EPSG:9377): {informe.leidas} filas leídas, "
        f"{informe.cargadas} nuevas, {informe.actualizadas} actualizadas, {len(informe.rechazadas)} rechazadas."
    )
    ficha.fecha_referencia = hoy
    ficha.save()


def crear_capa(
    id_capa: str, lectura: Lectura, *, clave: str = "", origen: str = "", promesa: dict[str, Any] | None = None
) -> tuple[Capa, dict[str, str]]:
    """A dataset layer with the schema of the file, and the mapping from its columns. Raises ImportacionImposible.

    promesa: what it promises of its quality (`capas.catalogo.Calidad`).
    """
    geometria = _geometria_de_capa(lectura.geometrias)
    nombres = _nombres_de_campo(lectura.columnas)
    if clave and clave not in nombres.values():
        clave = nombres.get(clave, "")
    campos = [_campo(columna, nombre, lectura.columnas[columna], clave) for columna, nombre in nombres.items()]
    titulo = id_capa.replace("-", " ").capitalize()
    linaje = f"Capa creada de «{origen}»."
    ficha = FichaCapa(pk=id_capa, titulo=titulo, resumen=f"{titulo}.", sector="otros", linaje=linaje, **contacto())
    try:
        capa = datos.crear(
            ficha,
            campos,
            geometria=geometria,
            rotulo=_rotulo_de_capa(campos),
            clave=clave,
            roles=[PLANEACION],
            estilo={"color": "#5b6770"},
            calidad=promesa or {},
        )
    except ValidationError as error:
        raise ImportacionImposible(f"No se puede crear la capa «{id_capa}»: {' '.join(error.messages)}") from None
    return capa, {nombre: columna for columna, nombre in nombres.items()}


_GEOMETRIA_DE_CAPA = {
    "Point": "POINT",
    "MultiPoint": "POINT",
    "LineString": "MULTILINESTRING",
    "MultiLineString": "MULTILINESTRING",
    "Polygon": "MULTIPOLYGON",
    "MultiPolygon": "MULTIPOLYGON",
}


def _geometria_de_capa(geometrias: Mapping[str, int]) -> str:
    """What most rows are; the rest are refused one by one."""
    filas: Counter[str] = Counter()
    for tipo, cuantas in geometrias.items():
        filas[_GEOMETRIA_DE_CAPA.get(tipo, "MULTIPOLYGON")] += cuantas
    if not filas:
        raise ImportacionImposible("El archivo no tiene ninguna geometría: con él no se puede crear una capa.")
    return filas.most_common(1)[0][0]


def _rotulo_de_capa(campos: list[dict[str, Any]]) -> str:
    """The column that names a feature: one called after a name, else the first text."""
    orden = sorted(campos, key=lambda c: ("nom" not in c["nombre"], c["tipo"] != "texto"))
    if not (rotulos := [c["nombre"] for c in orden if c["publico"]]):
        raise ImportacionImposible(
            "El archivo no tiene ninguna columna que se pueda publicar: una capa necesita por lo menos una."
        )
    return rotulos[0]


# Lists in the wild carry people's documents and phones (Ley 1581/2012): such columns are kept, and not published.
_PERSONAL = re.compile(r"cedula|documento|telefono|celular|correo|email|mail|contacto|propietario|administrador|gestor")


def _campo(columna: str, nombre: str, tipo: str, clave: str) -> dict[str, Any]:
    publico = not _PERSONAL.search(nombre)
    return {
        "nombre": nombre,
        "titulo": columna.strip()[:100] or nombre,
        "tipo": tipo,
        "publico": publico,
        "buscable": tipo == "texto" and publico,
        "obligatorio": nombre == clave,
    }


def _nombres_de_campo(columnas: Iterable[str]) -> dict[str, str]:
    """Column -> a name that a table may have, each once."""
    nombres: dict[str, str] = {}
    for columna in columnas:
        base = slugify(comparable(columna)).replace("-", "_")[:40] or "campo"
        base = f"c_{base}" if not base[0].isalpha() or base in {"id", "actualizado_en", *TECNICOS} else base
        numero, nombre = 2, base
        while nombre in nombres.values():
            nombre, numero = f"{base}_{numero}", numero + 1
        nombres[columna] = nombre
    return nombres


def rechazos_csv(informe: Informe, lectura: Lectura) -> Iterator[list[Any]]:
    """The refused rows with the reason, ready to be put right and sent again."""
    columnas = list(lectura.columnas)
    yield ["fila", "motivo", *columnas]
    por_numero = {fila.numero: fila for fila in lectura.filas}
    for numero, motivo in sorted(informe.rechazadas.items()):
        yield [numero, motivo, *(por_numero[numero].atributos.get(c) for c in columnas)]
