"""Where the features of a layer stand in the database of the running service."""

from django.db import connection
from psycopg2.extensions import adapt

from capas.catalogo import declaradas


def tabla(id_capa: str) -> str:
    """What follows FROM in a question about the features that anybody may see."""
    capa = next((capa for capa in declaradas() if capa.id == id_capa), None)
    if capa is None:
        return "datos_" + id_capa.replace("-", "_")
    if capa.publica_si is None:
        return capa.tabla
    consulta = capa.modelo._base_manager.filter(capa.publica_si).query
    condicion, valores = consulta.where.as_sql(consulta.get_compiler("default"), connection)
    return f"{capa.tabla} WHERE {condicion % tuple(map(adapt, valores))}"
