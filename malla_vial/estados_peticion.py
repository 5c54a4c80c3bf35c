"""The life of a petition before the law, as a table. Nothing else decides which act may follow.

Ley 1437/2011 arts. 14, 17 and 21 as Ley 1755/2015 gives them. To change a rule, change a line; the tests are made from here.
"""

from django.db.models import TextChoices


class EstadoPeticion(TextChoices):
    EN_TRAMITE = "en_tramite", "En trámite"
    EN_ESPERA = "en_espera", "En espera de información"
    RESPONDIDA = "respondida", "Respondida"
    TRASLADADA = "trasladada", "Trasladada por competencia"
    DESISTIDA = "desistida", "Archivada por desistimiento"


ABIERTAS = (EstadoPeticion.EN_TRAMITE, EstadoPeticion.EN_ESPERA)
