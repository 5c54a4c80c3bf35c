"""From a declaration to a living table: record, triggers, search index and the grants of the role `lectura`.

Runs after every migrate for all layers, and at once for a new dataset layer. Idempotent.
"""

from django.conf import settings
from django.db import connections, transaction

from capas import sql_cambios, sql_registro
from capas.catalogo import Capa, auditadas, expuestas, obtener, todas

# What every anonymous page needs besides the layers: the records of the open layers, their revision, the schemas.
TABLAS_DE_CATALOGO = {
    "capas_fichacapa": "publicada AND clasificacion = 'publica'",
    "capas_revisioncapa": "",
    "capas_capadatos": "",
    "capas_campodatos": "publico",
    "capas_caparaster": "ficha_id IN (SELECT id FROM capas_fichacapa)",  # whose own policy leaves the open ones
    "capas_informecalidad": "ficha_id IN (SELECT id FROM capas_fichacapa)",
    "capas_medidacalidad": "informe_id IN (SELECT id FROM capas_informecalidad)",
}


@transaction.atomic
def preparar_todo() -> None:
    """Bring the database in line with the registry."""
    rol = connections["lectura"].settings_dict
    sql_registro.asegurar_rol(rol["USER"], rol["PASSWORD"], settings.LECTURA_TIEMPO_MAXIMO_MS)
    for tabla, condicion in TABLAS_DE_CATALOGO.items():
        sql_registro.conceder(tabla, ["*"], rol["USER"], condicion)
    for expuesta in expuestas():
        condicion = sql_registro.condicion_sql(expuesta.modelo, expuesta.publica_si)
        sql_registro.conceder(expuesta.modelo._meta.db_table, expuesta.columnas, rol["USER"], condicion)
    for modelo in auditadas():
        sql_registro.poner_bitacora(modelo._meta.db_table)
    for capa in todas():
        preparar(capa)


def preparar(capa: Capa) -> None:
    """Everything one layer needs in the database beyond its table."""
    asegurar_ficha(capa)
    sql_registro.poner_disparadores(capa.tabla, capas_de_tabla(capa))
    sql_registro.indexar_busqueda(capa.tabla, [capa.campo(nombre).column for nombre in capa.busca])
    conceder_lectura(capa)


def capas_de_tabla(capa: Capa) -> list[str]:
    """The ids of the layers that share a table: a write to it is a write to each."""
    return sorted({otra.id for otra in todas() if otra.tabla == capa.tabla} | {capa.id})


def conceder_lectura(capa: Capa) -> None:
    """Let `lectura` read the public columns of the layer if it is open, and nothing of it if not."""
    from capas.models import FichaCapa

    rol = connections["lectura"].settings_dict["USER"]
    condiciones = []
    for ficha in FichaCapa.objects.filter(pk__in=capas_de_tabla(capa)):
        otra = obtener(ficha.pk)
        suya = sql_registro.condicion_sql(otra.modelo, otra.publica_si)
        sql_cambios.publicar(otra, suya, rol, ficha.abierta)
        condiciones += [suya] if ficha.abierta else []
    condicion = "" if "" in condiciones else " OR ".join(f"({c})" for c in condiciones)
    sql_registro.conceder(capa.tabla, capa.columnas_publicas if condiciones else (), rol, condicion)


def asegurar_ficha(capa: Capa) -> None:
    """The first record of a declared layer; what staff wrote since stays."""
    from capas.models import FichaCapa, RevisionCapa

    origen = capa.origen
    FichaCapa.objects.get_or_create(
        pk=capa.id,
        defaults={
            "titulo": capa.titulo,
            "resumen": capa.resumen,
            "sector": capa.sector,
            "palabras_clave": ", ".join(origen.palabras_clave),
            "licencia": origen.licencia,
            "linaje": origen.linaje,
            "escala": origen.escala,
            "tema": origen.tema,
            "frecuencia": origen.frecuencia,
            "proposito": origen.proposito,
            "limitaciones": origen.limitaciones,
            **contacto(),
        },
    )
    RevisionCapa.objects.get_or_create(ficha_id=capa.id)


def contacto() -> dict[str, str]:
    """Who answers for a new layer until somebody says better: fields of FichaCapa."""
    return {
        "custodio": settings.ENTIDAD,
        "cargo": "Administración del sistema de información geográfica",
        "correo": settings.CORREO_ENTIDAD,
        "telefono": settings.TELEFONO_ENTIDAD,
    }
