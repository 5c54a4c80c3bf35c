"""A petition that is no report goes to who is competent (art. 21): the entity gets it whole, and who made it is told."""

import datetime as dt
import re
import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from malla_vial import acciones, estados_peticion
from malla_vial.acciones import envio
from malla_vial.acciones.actos import actuar
from malla_vial.anexos import limpiar
from malla_vial.estados import TransicionProhibida
from malla_vial.estados_peticion import Acto, EstadoPeticion
from malla_vial.models import Correo, EntidadResponsable, TipoPeticion

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"
ANA = acciones.Contacto(nombre="Ana Pérez", correo="ana@ejemplo.co", telefono="3001234567")
INVIAS = "INVÍAS (Instituto Nacional de Vías)"
DATOS = ("¿Cuándo pavimentan", "Ana Pérez", "ana@ejemplo.co", "3001234567")


@pytest.fixture(autouse=True)
def buzones(db):
    for condicion in ("nacion", "privado"):
        EntidadResponsable.objects.filter(condicion=condicion).update(buzon=f"{condicion}@ejemplo.co")


@pytest.fixture
def jefe(usuario_con_rol):
    return usuario_con_rol("atencion")


def radicar(contacto=ANA):
    return acciones.radicar_peticion(
        tipo=TipoPeticion.objects.get(pk="general"), asunto="La variante", texto="¿Cuándo pavimentan la variante?",
        clave=uuid.uuid4(), contacto=contacto, anexos=[limpiar(SimpleUploadedFile("a.pdf", PDF))],
    )  # fmt: skip


def trasladar(jefe, entidad=INVIAS, contacto=ANA):
    return acciones.trasladar(peticion=radicar(contacto), entidad=entidad, texto="La vía es nacional.", usuario=jefe)


def enlace(carta: Correo) -> str:
    return re.search(r"https?://[^/\s]+(/traslados/\S+)", envio.redactar(carta).body)[1]


@pytest.fixture
def ruta(jefe):
    trasladar(jefe)
    return enlace(Correo.objects.get(plantilla="traslado_peticion"))


PRIVADA = "La propiedad o la administración del predio"


@pytest.mark.parametrize("contacto", [ANA, acciones.Contacto()], ids=["con-correo", "anonima"])
@pytest.mark.parametrize(
    ("entidad", "dice"),
    [
        (INVIAS, f"Le enviamos la petición a {INVIAS}."),
        (f" {INVIAS.lower()} ", f"Le enviamos la petición a {INVIAS}."),
        ("Cortolima", "La oficina envía la petición a Cortolima por su propio canal."),
        (PRIVADA, f"La oficina envía la petición a {PRIVADA} por su propio canal."),
    ],
)
def test_la_entidad_y_quien_la_hizo_lo_saben(jefe, entidad, dice, contacto):
    hecho = trasladar(jefe, entidad, contacto)
    assert hecho.peticion.actos.get().dice == f"La vía es nacional. {dice}"
    escritas = Correo.objects.filter(plantilla="traslado_peticion")
    assert [carta.a for carta in escritas] == (["nacion@ejemplo.co"] if dice.startswith("Le enviamos") else [])
    avisos = Correo.objects.filter(a=ANA.correo, asunto__endswith="Traslado por competencia")
    assert [dice in carta.contexto["texto"] for carta in avisos] == ([True] if contacto.correo else [])


def test_en_la_cola_no_queda_nada_de_la_persona(jefe):
    trasladar(jefe)
    carta = Correo.objects.get(plantilla="traslado_peticion")
    assert not any(dato in str(carta.contexto) + envio.previa(carta) for dato in DATOS)


def test_sin_palabras_no_hay_traslado_ni_carta(jefe):
    with pytest.raises(TransicionProhibida):
        acciones.trasladar(peticion=radicar(), entidad=INVIAS, texto=" ", usuario=jefe)
    assert not Correo.objects.filter(plantilla="traslado_peticion").exists()


def test_la_entidad_lee_la_peticion_entera_y_baja_sus_archivos(client, ruta):
    pagina = client.get(ruta).content.decode()
    assert all(dato in pagina for dato in DATOS)
    archivo = re.search(rf'href="({re.escape(ruta)}/archivos/[^"]+)"', pagina)[1]
    respuesta = client.get(archivo)
    assert (b"".join(respuesta.streaming_content), respuesta["X-Content-Type-Options"]) == (PDF, "nosniff")
    assert client.get(f"{ruta}/constancia.pdf").content.startswith(b"%PDF")


def test_el_enlace_de_la_entidad_solo_lee_lo_suyo(client, ruta, jefe):
    otra = radicar()
    assert client.post(ruta).status_code == 405
    assert client.get(f"{ruta}/archivos/{otra.anexos.get().pk}").status_code == 404
    client.get(ruta)
    pagina = client.get(f"/peticiones/{Correo.objects.get(plantilla='traslado_peticion').contexto['radicado']}")
    assert not any(dato in pagina.content.decode() for dato in DATOS)  # it makes nobody its author


@pytest.mark.parametrize(
    "cambia", [lambda ruta: f"{ruta}x", lambda ruta: "/traslados/1", lambda ruta: "/traslados/x:y:z"]
)
def test_un_enlace_falso_no_abre(client, ruta, cambia):
    assert client.get(cambia(ruta)).status_code == 404


def test_el_enlace_se_cierra_con_el_tiempo(client, ruta, monkeypatch):
    despues = timezone.now().timestamp() + dt.timedelta(days=61).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda: despues)
    assert client.get(ruta).status_code == 404


def test_si_vuelve_y_va_a_otra_la_primera_ya_no_la_lee(client, jefe):
    hecho = trasladar(jefe)
    primera = enlace(Correo.objects.get(plantilla="traslado_peticion"))
    actuar(peticion=hecho.peticion, acto=Acto.REABRIR, quien=estados_peticion.SISTEMA, usuario=jefe, texto="No es")
    assert client.get(primera).status_code == 404
    acciones.trasladar(peticion=hecho.peticion, entidad=INVIAS, texto="Sí es.", usuario=jefe)
    hecho.peticion.refresh_from_db()
    assert hecho.peticion.estado == EstadoPeticion.TRASLADADA
    assert client.get(primera).status_code == 404
    assert client.get(enlace(Correo.objects.filter(plantilla="traslado_peticion").first())).status_code == 200
