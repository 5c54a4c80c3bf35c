"""Where the features of a layer stand in the database of the running service."""

from capas.catalogo import _capas


def tabla(id_capa: str) -> str:
    """What follows FROM in a question about the features that anybody may see."""
    if id_capa not in _capas:
        return "datos_" + id_capa.replace("-", "_")
    modelo = _capas[id_capa].modelo
    nivel = getattr(modelo, "NIVEL", "")
    condicion = (
        f" WHERE nivel = '{nivel}'" if nivel else " WHERE visible AND geom IS NOT NULL" if id_capa == "reportes" else ""
    )
    return modelo._meta.db_table + condicion
