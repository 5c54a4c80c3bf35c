"""What the tests of open data share."""

from capas.models import FichaCapa

ANTES = "2020-01-01"
HTML = {"headers": {"Accept": "text/html"}}


def cerrar(id_capa: str) -> None:
    ficha = FichaCapa.objects.get(pk=id_capa)
    ficha.clasificacion = "reservada"
    ficha.save()
