"""What a place asks of risk management."""

from dataclasses import dataclass
from typing import Any

from django.contrib.gis.geos import Point

from capas.catalogo import obtener
from capas.consultas import Usuario
from capas.lectura import visible_para
from capas.presentacion import en_palabras

CAPAS = ("areas-condicion-riesgo", "zonas-amenaza")
_GRAVEDAD = {"Alta": 0, "Media": 1, "Baja": 2}

AVISO = (
    "Respuesta informativa: no es un concepto de riesgo ni una licencia. Vale a la escala del estudio que se cita; "
    "para decidir sobre un predio, pida el concepto a la oficina de gestión del riesgo (Ley 1523 de 2012)."
)


@dataclass(frozen=True)
class Hallada:
    """One zone that holds a place, in plain words."""

    capa: str
    id: int
    titulo: str
    frase: str
    atributos: list[list[str]]
    propiedades: dict[str, Any]


def zonas_en(punto: Point, usuario: Usuario) -> list[Hallada]:
    """The zones that hold a point (any SRID) in the layers this person may see, the gravest first."""
    halladas = [
        hallada for id_capa in CAPAS if visible_para(usuario, id_capa) for hallada in _en_capa(id_capa, punto, usuario)
    ]
    return sorted(halladas, key=lambda h: (_GRAVEDAD[h.propiedades["categoria"]], h.propiedades["fenomeno"]))


def _en_capa(id_capa: str, punto: Point, usuario: Usuario) -> list[Hallada]:
    capa = obtener(id_capa)
    filas = capa.modelo.objects.visibles_para(usuario, capa.roles).que_contienen(punto).values("id", *capa.publicos)
    return [_hallada(capa, fila) for fila in filas]


def _hallada(capa, fila: dict[str, Any]) -> Hallada:
    palabras = en_palabras(capa, fila)
    titulo = f"{capa.titulo}: {dict(capa.campo('fenomeno').flatchoices)[fila['fenomeno']]}, {fila['categoria'].lower()}"
    return Hallada(capa.id, fila["id"], titulo, palabras["frase"], palabras["atributos"], fila)


def mensaje(halladas: list[Hallada]) -> str:
    """The answer in one sentence."""
    if not halladas:
        return "Las capas publicadas no muestran amenaza ni riesgo en este punto. Eso no descarta que exista: depende de lo estudiado."
    fenomenos = list(dict.fromkeys(h.titulo.split(": ")[1] for h in halladas))
    return f"En este punto hay: {'; '.join(fenomenos)}."
