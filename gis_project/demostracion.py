"""The demonstration city: from the files of `fixtures/` to layers, accounts, reports and works, by the same actions as always."""

import json
import uuid
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.contrib.gis.geos import GEOSGeometry, Point
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from capas import datos, raster
from capas.acciones import editar_ficha, version_de_ficha
from capas.calidad.acciones import medir_sin_falta
from capas.catalogo import Capa, obtener, todas
from capas.models import CapaRaster, FichaCapa, UnidadTerritorial
from capas.permisos import ADMINISTRACION, ROLES
from capas.publicacion import contacto
from gis_project.demostracion_atencion import atender, programar
from gis_project.demostracion_gente import fotos_de, mirar_fotos, opinar, retener
from gis_project.demostracion_peticiones import fechar_peticion, radicar_peticiones
from malla_vial import acciones
from malla_vial.estados import ABIERTOS, Estado
from malla_vial.models import (
    EntidadResponsable,
    Intervencion,
    Movimiento,
    PreguntaDano,
    Reporte,
    TipoDano,
    TramoVial,
    Via,
)

FIXTURES = settings.BASE_DIR / "fixtures"
CLAVE = "demostracion"
CUENTAS = {
    "infraestructura": ("infraestructura", "Secretaría de Infraestructura"),
    "planeacion": ("planeacion", "Secretaría de Planeación"),
    "riesgo": ("riesgo", "Oficina de Gestión del Riesgo"),
    "atencion": ("atencion", "Oficina de Atención al Ciudadano"),
    "cultura": ("cultura", "Secretaría de Cultura"),
    "tic": ("tic", "Secretaría de las TIC"),
    "admin": (ADMINISTRACION, "Administración del sistema"),
}
CAPAS = (  # in the order in which one needs another
    "municipio", "comunas", "barrios", "corregimientos", "veredas", "centros-poblados", "municipios-vecinos", "hidrografia",
    "manzanas", "vias", "tramos-viales", "zonas-amenaza", "areas-condicion-riesgo", "zonas-wifi", "puntos-vive-digital",
    "kioscos-vive-digital", "bienes-culturales",
)  # fmt: skip


def hay_datos() -> bool:
    return UnidadTerritorial.objects.exists() or Reporte.objects.exists()


@transaction.atomic
def cargar() -> None:
    """Everything, or nothing."""
    crear_cuentas()
    nombrar_entidades()
    crear_capas_de_datos()
    for id_capa in tqdm(CAPAS, desc="Capas de la demostración", unit="capa"):
        cargar_capa(obtener(id_capa), FIXTURES / "datos" / f"{id_capa.replace('-', '_')}.geojson")
    cargar_rasters()
    describir_capas()
    describir_danos()
    reportes = radicar(_leer("datos/reportes.json"))
    programar(_leer("datos/intervenciones.json"), reportes)
    atender(reportes, _leer("caminos.json"))
    sumar_gente(reportes)
    mirar_fotos(reportes)
    opinar(reportes)
    fechar(reportes)
    retener(reportes)
    radicar_peticiones(_leer("datos/peticiones.json"))
    transaction.on_commit(medir_calidad)


def medir_calidad() -> None:
    """Once committed: a report is of a revision, and there is none before."""
    rasters = CapaRaster.objects.values_list("pk", flat=True)
    for id_capa in tqdm([*(capa.id for capa in todas()), *rasters], desc="Calidad", unit="capa"):
        medir_sin_falta(id_capa)


def _leer(archivo: str) -> Any:
    return json.loads((FIXTURES / archivo).read_text(encoding="utf-8"))


def crear_cuentas() -> None:
    for cuenta, (rol, nombre) in CUENTAS.items():
        usuario, nueva = User.objects.get_or_create(
            username=cuenta, defaults={"is_staff": True, "first_name": nombre[:150]}
        )
        if nueva:
            usuario.set_password(CLAVE)
        usuario.is_superuser = rol == ADMINISTRACION
        usuario.save()
        usuario.groups.set(Group.objects.filter(name=rol))
    assert {rol for rol, _ in CUENTAS.values()} == set(ROLES)


def nombrar_entidades() -> None:
    """Who answers elsewhere, with mailboxes that nobody reads, so that a report can be seen on its way."""
    for entidad in _leer("entidades.json"):
        clave = {"condicion": entidad.pop("condicion"), "codigo": entidad.pop("codigo", "")}
        EntidadResponsable.objects.update_or_create(**clave, defaults=entidad)


def crear_capas_de_datos() -> None:
    for archivo in sorted((FIXTURES / "esquemas").glob("*.json")):
        if not FichaCapa.objects.filter(pk=archivo.stem).exists():
            crear_capa_de_datos(archivo)


def crear_capa_de_datos(archivo: Path) -> Capa:
    """A dataset layer out of its declaration: a JSON file named after the layer."""
    esquema = json.loads(archivo.read_text(encoding="utf-8"))
    ficha = FichaCapa(pk=archivo.stem, **contacto(), **esquema["ficha"])
    return datos.crear(ficha, esquema["campos"], **esquema["datos"])


def cargar_rasters() -> None:
    for archivo in sorted((FIXTURES / "rasters").glob("*.json")):
        declarado = json.loads(archivo.read_text(encoding="utf-8"))
        ficha = FichaCapa(pk=archivo.stem, **contacto(), **declarado["ficha"])
        raster.importar(FIXTURES / "datos" / f"{archivo.stem}.tif", ficha, **declarado["raster"])


def describir_capas() -> None:
    """What the record of each layer says of the invented data: `fichas.json`, whose «*» is for them all."""
    fichas = _leer("fichas.json")
    comun, usuario = fichas.pop("*"), User.objects.get(username="admin")
    for ficha in FichaCapa.objects.all():
        valores = {
            campo: ficha._meta.get_field(campo).to_python(valor)
            for campo, valor in (comun | fichas.get(ficha.pk, {})).items()
        }
        editar_ficha(id_capa=ficha.pk, usuario=usuario, version=version_de_ficha(ficha), valores=valores)


def describir_danos() -> None:
    """What this city asks of each kind of damage, and whom else to call: `danos.json`."""
    usuario = User.objects.get(username="infraestructura")
    for codigo, datos_ in _leer("danos.json")["tipos"].items():
        preguntas = datos_.pop("preguntas", [])
        tipo, afines = TipoDano.objects.get(pk=codigo), datos_.pop("afines", [])
        for campo, valor in datos_.items():
            setattr(tipo, campo, valor)
        acciones.guardar_tipo(tipo=tipo, afines=list(TipoDano.objects.filter(pk__in=afines)), usuario=usuario)
        for orden, campos in enumerate(preguntas):
            valores = [{"key": clave, "name": nombre} for clave, nombre in campos.pop("valores", [])]
            pregunta = PreguntaDano(tipo=tipo, orden=orden, valores=valores, **campos)
            acciones.guardar_pregunta(pregunta=pregunta, usuario=usuario)


def cargar_capa(capa: Capa, archivo: Path) -> int:
    """Fill a layer from a GeoJSON file of the project's own; how many features it had."""
    filas = json.loads(archivo.read_text(encoding="utf-8"))["features"]
    vias = dict(Via.objects.values_list("codigo", "id")) if capa.modelo is TramoVial else {}
    elementos = [_elemento(capa, fila, vias) for fila in filas]
    capa.modelo.objects.bulk_create(elementos, batch_size=1000)
    return len(elementos)


def _elemento(capa: Capa, fila: dict[str, Any], vias: dict[str, int]):
    propiedades = dict(fila["properties"])
    if vias:
        propiedades["via_id"] = vias[propiedades.pop("via")]
    elemento = capa.modelo(geom=GEOSGeometry(json.dumps(fila["geometry"]), srid=4326), **propiedades)
    elemento.clean()
    return elemento


def radicar(filas: list[dict[str, Any]]) -> list[tuple[Reporte, dict[str, Any]]]:
    """File the reports, oldest first as life would, and give them back in the order of the file."""
    tipos = {tipo.pk: tipo for tipo in TipoDano.objects.all()}
    radicados = []
    for numero, fila in enumerate(tqdm(filas, desc="Reportes", unit="reporte")):
        reporte = acciones.radicar_reporte(
            tipo=tipos[fila["tipo"]],
            punto=Point(fila["lon"], fila["lat"], srid=4326),
            clave=uuid.uuid5(uuid.NAMESPACE_OID, f"demostracion-{numero}"),
            descripcion=f"{fila['descripcion']} (Demostración)",
            fotos=fotos_de(numero, fila),
            **{campo: fila[campo] for campo in ("direccion", "tamano", "peligro")},
        )
        radicados.append((reporte, fila))
    Reporte.objects.filter(pk__in=[r.pk for r, _ in radicados]).update(texto_aprobado=True)
    return radicados


def sumar_gente(reportes: list[tuple[Reporte, dict[str, Any]]]) -> None:
    """Some people found their damage already told and joined; all but the last of their words were looked at."""
    agregados = _leer("danos.json")["agregados"]
    usuario = User.objects.get(username="infraestructura")
    abiertos = [reporte for reporte, fila in reportes if fila["estado"] == Estado.RECIBIDO]
    for numero in range(2 * len(abiertos)):
        reporte, texto = abiertos[numero * numero % len(abiertos)], agregados[(numero + numero // 3) % len(agregados)]
        clave = uuid.uuid5(uuid.NAMESPACE_OID, f"demostracion-adhesion-{numero}")
        adhesion = acciones.sumarse(reporte=reporte, clave=clave, texto=texto)
        acciones.moderar_adhesion(adhesion=adhesion, texto_aprobado=bool(numero % 5), usuario=usuario)


def fechar(reportes: list[tuple[Reporte, dict[str, Any]]]) -> None:
    """Spread each history over the days the file gives it: what happened happened some time ago."""
    ahora = timezone.now()
    for reporte, fila in reportes:
        inicio = ahora - timedelta(days=fila["dias"], hours=reporte.pk % 10)
        Reporte.objects.filter(pk=reporte.pk).update(radicado_en=inicio)
        pasos = list(Movimiento.objects.filter(reporte=reporte))
        for numero, paso in enumerate(pasos):
            paso.fecha = inicio + (ahora - inicio) * 0.8 * numero / max(len(pasos), 1)
        Movimiento.objects.bulk_update(pasos, ["fecha"])
        fechar_peticion(reporte.peticion, inicio)


def resumen() -> dict[str, int]:
    """Counts, for whoever wants to see that it is all there."""
    abiertos = Reporte.objects.filter(estado__in=ABIERTOS).count()
    return {
        "tramos": TramoVial.objects.count(),
        "reportes": Reporte.objects.count(),
        "abiertos": abiertos,
        "obras": Intervencion.objects.count(),
    }
