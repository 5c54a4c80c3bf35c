"""What is not the municipality's: who answers is said, and the report is left all the same and sent on."""

from datetime import timedelta

import pytest
from django.contrib.gis.geos import Point

from capas.models import MunicipioVecino
from malla_vial.direcciones import responsable
from malla_vial.estados import Estado
from malla_vial.estados_peticion import Acto, EstadoPeticion
from malla_vial.models import Borrador, Correo, EntidadResponsable, NotaInterna, Peticion, Reporte, TramoVial
from tests import fabricas
from tests.cabeceras import HTML, JSON
from tests.fabricas import ESTE, NORTE

LEJOS = {"lon": "-74.08", "lat": "4.61"}


def en(dx: float, dy: float) -> Point:
    return Point(ESTE + dx, NORTE + dy, srid=9377)


@pytest.fixture
def ciudad():
    """A municipality of 40 km; a neighbour to the east of it, whose mayor's office has an address."""
    fabricas.municipio()
    MunicipioVecino.objects.create(
        codigo="73124", nombre="Cajamarca", geom=fabricas.geometria("MULTIPOLYGON", 20_000, -20_000, 40_000)
    )


@pytest.fixture
def alcaldia_vecina(ciudad):
    return EntidadResponsable.objects.create(
        condicion="municipio_vecino", codigo="73124", nombre="Alcaldía de Cajamarca", linea="608 287 0000",
        buzon="pqrs@cajamarca.ejemplo.co", frase="Este sitio queda en Cajamarca y lo atiende su alcaldía.",
    )  # fmt: skip


AL_ESTE = en(25_000, 0).transform(4326, clone=True)
VECINO = {"lon": f"{AL_ESTE.x}", "lat": f"{AL_ESTE.y}"}


def test_lo_del_municipio_es_del_municipio(ciudad):
    fabricas.tramo()
    assert responsable(en(50, 0)) is None


def test_en_un_vecino_conocido_se_dice_su_nombre(ciudad):
    quien = responsable(en(25_000, 0))
    assert (quien.nombre, quien.afuera) == ("Alcaldía de Cajamarca", True)
    assert "queda en Cajamarca" in quien.frase


def test_lo_que_los_funcionarios_escriben_de_un_vecino_manda(alcaldia_vecina):
    assert "608 287 0000" in responsable(en(25_000, 0)).en_palabras


def test_fuera_y_sin_vecino_conocido_se_dice_en_palabras(ciudad):
    quien = responsable(en(-25_000, 0))
    assert quien.afuera
    assert "#767" in quien.frase


@pytest.mark.parametrize("propietario", [p for p in TramoVial.Propietario if p != "municipio"])
def test_en_una_via_de_otro_responde_su_dueno(ciudad, propietario):
    fabricas.tramo(propietario=propietario)
    quien = responsable(en(50, 5))
    assert (quien.condicion, quien.afuera) == (propietario, False)
    assert quien.frase
    assert responsable(en(50, 40)) is None  # beside it, not on it


def test_sin_limite_cargado_nada_queda_fuera():
    assert responsable(en(25_000, 0)) is None


def test_si_nadie_ha_escrito_la_entidad_hay_palabras_igual(ciudad):
    EntidadResponsable.objects.all().delete()
    assert "responde otra entidad" in responsable(en(-25_000, 0)).en_palabras


def test_afuera_sin_confirmar_se_dice_quien_responde_y_no_se_guarda(client, alcaldia_vecina):
    respuesta = client.post("/reportar", fabricas.formulario(**VECINO), **JSON)
    assert respuesta.status_code == 422
    problema = respuesta.json()
    assert problema["responsable"]["nombre"] == "Alcaldía de Cajamarca"
    assert problema["responsable"]["recibe_traslados"] is True
    assert "pqrs@cajamarca" not in respuesta.content.decode()
    assert "Cajamarca" in problema["detail"]
    assert "marque «Ya sé que responde otra entidad" in problema["errores"]["trasladar"][0]
    assert not Reporte.objects.exists()
    pagina = client.post("/reportar", fabricas.formulario(**VECINO), **HTML)
    assert pagina.status_code == 422
    assert 'name="trasladar"' in pagina.content.decode()


def test_afuera_y_confirmado_se_radica_y_se_traslada(client, alcaldia_vecina):
    respuesta = client.post("/reportar", fabricas.formulario(trasladar="on", **VECINO), **JSON)
    assert respuesta.status_code == 201
    reporte = Reporte.objects.get()
    assert (reporte.estado, reporte.comuna, reporte.barrio, reporte.tramo) == (Estado.TRASLADADO, "", "", None)
    historia = list(reporte.movimientos.values_list("a", flat=True))
    assert historia == [Estado.RECIBIDO, Estado.TRASLADADO]
    respuesta_publica = reporte.movimientos.last().respuesta
    assert "Cajamarca" in respuesta_publica
    assert "608 287 0000" in respuesta_publica
    carta = Correo.objects.get(plantilla="traslado")
    assert carta.a == "pqrs@cajamarca.ejemplo.co"
    assert reporte.codigo in carta.asunto


def test_lo_que_el_sistema_traslada_queda_trasladado_ante_la_ley_y_no_vence(client, alcaldia_vecina):
    client.post("/reportar", fabricas.formulario(trasladar="on", **VECINO), **JSON)
    peticion = Peticion.objects.get()
    assert (peticion.estado, peticion.abierta) == (EstadoPeticion.TRASLADADA, False)
    assert peticion.cerrada_en is not None
    acto = peticion.actos.get()
    assert (acto.acto, acto.entidad, acto.usuario, acto.fuera_de_termino) == (
        Acto.TRASLADAR, "Alcaldía de Cajamarca", None, False
    )  # fmt: skip
    assert not Peticion.objects.vencidas(peticion.vence_el + timedelta(days=30)).exists()


def test_la_carta_lleva_el_dano_y_no_quien_lo_conto(client, alcaldia_vecina, mailoutbox, settings):
    settings.CORREO_ACTIVO = True
    datos = {"nombre": "Ana Pérez", "correo": "ana@ejemplo.co", "telefono": "3001234567", "acepta": "on"}
    client.post("/reportar", fabricas.formulario(trasladar="on", **VECINO, **datos), **JSON)
    carta = Correo.objects.get(plantilla="traslado")
    assert carta.contexto["descripcion"] == "Un hueco hondo"
    assert not any(dato in str(carta.contexto) for dato in ("Ana Pérez", "ana@ejemplo", "3001234567"))


def test_sin_direccion_de_la_entidad_queda_recibido_y_los_funcionarios_lo_saben(client, ciudad):
    client.post("/reportar", fabricas.formulario(trasladar="on", **LEJOS), **JSON)
    reporte = Reporte.objects.get()
    assert reporte.estado == Estado.RECIBIDO
    assert "trasládelo" in NotaInterna.objects.get(reporte=reporte).texto
    assert not Correo.objects.filter(plantilla="traslado").exists()


def test_en_una_via_de_la_nacion_se_recibe_y_confirmado_se_traslada(client, ciudad):
    EntidadResponsable.objects.filter(condicion="nacion").update(buzon="traslados@invias.ejemplo.co")
    fabricas.tramo(dx=-50, propietario="nacion")
    client.post("/reportar", fabricas.formulario(), **JSON)
    sin_confirmar = Reporte.objects.get()
    assert sin_confirmar.estado == Estado.RECIBIDO
    assert "INVÍAS" in NotaInterna.objects.get().texto
    client.post("/reportar", fabricas.formulario(trasladar="on"), **JSON)
    trasladado = Reporte.objects.exclude(pk=sin_confirmar.pk).get()
    assert trasladado.estado == Estado.TRASLADADO
    assert trasladado.barrio == "La Pola"
    assert Correo.objects.get(plantilla="traslado").a == "traslados@invias.ejemplo.co"


def test_confirmar_en_una_via_propia_no_cambia_nada(client, ciudad):
    client.post("/reportar", fabricas.formulario(trasladar="on"), **JSON)
    assert Reporte.objects.get().estado == Estado.RECIBIDO
    assert not NotaInterna.objects.exists()


@pytest.mark.parametrize("por", ["reportes/{}/estado", "peticiones/{}/trasladar"])
@pytest.mark.parametrize("entidad", ["alcaldía de cajamarca", "Cortolima"])
def test_lo_que_traslada_la_mesa_tambien_se_envia_o_se_dice_quien_lo_envia(
    cliente_con_rol, alcaldia_vecina, por, entidad
):
    reporte = fabricas.reporte()
    datos = {"a": "trasladado", "entidad": entidad, "respuesta": "No es nuestra.", "texto": "No es nuestra."}
    cliente_con_rol("infraestructura").post(f"/gestion/{por.format(reporte.codigo)}", datos)
    reporte.refresh_from_db()
    cartas = Correo.objects.filter(plantilla="traslado", a=alcaldia_vecina.buzon)
    dice = reporte.movimientos.last().respuesta
    assert (reporte.estado, reporte.peticion.actos.get().entidad) == (Estado.TRASLADADO, entidad)
    assert (cartas.count(), "Le enviamos" in dice) == ((0, False) if entidad == "Cortolima" else (1, True))
    assert entidad in dice.lower() or f"a {entidad} por su propio canal" in dice


@pytest.mark.parametrize("estado", [Estado.RECIBIDO, Estado.EN_VERIFICACION])
def test_lo_que_la_mesa_ubica_afuera_se_traslada_como_al_radicar(cliente_con_rol, alcaldia_vecina, estado):
    """A report that somebody already works on is not sent away by moving its pin: they are told."""
    reporte = fabricas.reporte(punto=None, estado=estado)
    cliente_con_rol("infraestructura").post(f"/gestion/reportes/{reporte.codigo}/pin", VECINO)
    reporte.refresh_from_db()
    assert reporte.geom
    nuevo = estado == Estado.RECIBIDO
    assert reporte.estado == (Estado.TRASLADADO if nuevo else estado)
    assert Correo.objects.filter(plantilla="traslado").count() == nuevo
    assert NotaInterna.objects.filter(reporte=reporte).exists() is not nuevo


def test_el_mismo_sobre_dos_veces_se_traslada_una(client, alcaldia_vecina):
    sobre = fabricas.formulario(trasladar="on", **VECINO)
    assert len({client.post("/reportar", sobre, **JSON).json()["codigo"] for _ in range(3)}) == 1
    assert Correo.objects.filter(plantilla="traslado").count() == 1


def test_primero_sin_confirmar_y_luego_confirmado_es_el_mismo_sobre(client, alcaldia_vecina):
    sobre = fabricas.formulario(**VECINO)
    assert client.post("/reportar", sobre, **JSON).status_code == 422
    assert client.post("/reportar", sobre | {"trasladar": "on"}, **JSON).status_code == 201


@pytest.mark.parametrize("lugar", [{"lon": "2.35", "lat": "48.85"}, {"lon": "nan", "lat": "4"}])
def test_fuera_del_pais_no_se_recibe_ni_confirmado(client, ciudad, lugar):
    assert client.post("/reportar", fabricas.formulario(trasladar="on", **lugar), **JSON).status_code == 422
    assert not Reporte.objects.exists()


def test_lo_de_afuera_no_cuenta_en_ninguna_comuna(client, alcaldia_vecina):
    client.post("/reportar", fabricas.formulario(trasladar="on", **VECINO), **JSON)
    datos = client.get("/ogc/collections/reportes/items").json()
    assert [(f["properties"]["estado"], f["properties"]["comuna"]) for f in datos["features"]] == [("trasladado", "")]
    assert client.get("/ogc/collections/reportes/items", {"comuna": "Centro"}).json()["numberMatched"] == 0


def test_la_pagina_de_un_lugar_dice_quien_responde(client, alcaldia_vecina):
    datos = client.get("/lugares/en", VECINO).json()
    assert datos["responsable"]["afuera"] is True
    assert datos["en_palabras"] == "municipio Cajamarca"
    assert "Alcaldía de Cajamarca" in client.get("/lugares/en", VECINO, **HTML).content.decode()


def test_los_funcionarios_editan_las_entidades(cliente_con_rol):
    pagina = cliente_con_rol("infraestructura").get("/admin/malla_vial/entidadresponsable/")
    assert pagina.status_code == 200
    assert "INVÍAS" in pagina.content.decode()
    assert cliente_con_rol("cultura").get("/admin/malla_vial/entidadresponsable/").status_code == 403


def test_paso_a_paso_se_pregunta_antes_de_seguir(client, alcaldia_vecina):
    client.post("/reportar/empezar", {"ir": "lugar"}, **HTML)
    borrador = Borrador.objects.get()
    ruta = f"/reportar/{borrador.pk}"
    pagina = client.post(f"{ruta}/lugar", {"ir": "siguiente", "direccion": "", **VECINO}, **HTML)
    assert pagina.status_code == 422
    assert "Este sitio queda en Cajamarca y lo atiende su alcaldía." in pagina.content.decode()
    siguiente = client.post(f"{ruta}/lugar", {"ir": "siguiente", "direccion": "", "trasladar": "on", **VECINO}, **HTML)
    assert siguiente.status_code == 302
    client.post(f"{ruta}/dano", {"ir": "siguiente", "tipo": "hueco", "tamano": "", "peligro": "false"}, **HTML)
    client.post(f"{ruta}/enviar", {"ir": "siguiente"}, **HTML)
    assert Reporte.objects.get().estado == Estado.TRASLADADO


def test_la_pagina_del_reporte_sabe_de_quien_es_el_lugar(client, alcaldia_vecina):
    aviso = client.get("/reportar/lugar", VECINO).json()["aviso"]
    assert "Cajamarca" in aviso
    assert "lo trasladamos" in aviso
