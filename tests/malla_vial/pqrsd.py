"""A petition as a person sends it."""

import io
import uuid

from django.test import Client

from malla_vial.models import Peticion

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\ntrailer<<>>\n%%EOF\n"
QUEJA = "El vigilante no me dejó entrar"


def archivo(contenido: bytes = PDF, nombre: str = "carta.pdf") -> io.BytesIO:
    hecho = io.BytesIO(contenido)
    hecho.name = nombre
    return hecho


def formulario(**cambios) -> dict:
    base = {
        "clave": str(uuid.uuid4()),
        "tipo": "queja",
        "asunto": "Atención",
        "texto": QUEJA,
        "canal": "codigo",
        "acepta": "on",
    }
    return {k: v for k, v in (base | cambios).items() if v is not None}


def radicar(client: Client, **cambios) -> Peticion:
    respuesta = client.post("/pqrsd", formulario(**cambios))
    assert respuesta.status_code == 302, respuesta.content.decode()
    return Peticion.objects.get()


def texto(respuesta) -> str:
    return (respuesta.getvalue() if respuesta.streaming else respuesta.content).decode()
