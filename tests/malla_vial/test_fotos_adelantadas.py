"""A photo sent ahead of its report: kept once, seen by nobody, taken by its report or forgotten."""

import hashlib
import io
import os
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from malla_vial import acciones
from malla_vial.models import Foto, FotoSubida, Reporte
from tests import fabricas
from tests.cabeceras import JSON


def _adelantar(client, clave, foto):
    foto.seek(0)
    return client.post("/reportar/fotos", {"clave": clave, "foto": foto}, **JSON)


def _huella(foto) -> str:
    return hashlib.sha256(foto.getvalue()).hexdigest()


@pytest.fixture
def clave():
    return str(uuid.uuid4())


def _archivos() -> set[str]:
    raiz = Path(default_storage.path(""))
    return {str(ruta.relative_to(raiz)) for ruta in raiz.rglob("*") if ruta.is_file()}


def test_la_misma_foto_dos_veces_es_una_y_su_nombre_es_su_huella(client, clave):
    foto = fabricas.foto()
    huellas = {_adelantar(client, clave, foto).json()["huella"] for _ in range(3)}
    assert huellas == {_huella(foto)}
    assert FotoSubida.objects.count() == 1
    assert client.get("/reportar/fotos", {"clave": clave}).json()["huellas"] == [_huella(foto)]


def test_el_reporte_de_la_misma_clave_las_toma(client, clave):
    una, otra = fabricas.foto(), fabricas.foto(300, 300)
    _adelantar(client, clave, una)
    _adelantar(client, clave, otra)
    antes = _archivos()
    assert client.post("/reportar", fabricas.formulario(clave=clave), **JSON).status_code == 201
    assert [f.huella for f in Reporte.objects.get().fotos.all()] == [_huella(una), _huella(otra)]
    assert (FotoSubida.objects.count(), _archivos()) == (0, antes)
    assert client.get("/reportar/fotos", {"clave": clave}).json()["huellas"] == [_huella(una), _huella(otra)]


def test_la_que_llega_por_los_dos_caminos_queda_una_vez(client, clave):
    una, otra = fabricas.foto(), fabricas.foto(300, 300)
    _adelantar(client, clave, una)
    una.seek(0)
    client.post("/reportar", fabricas.formulario(clave=clave, foto=[una, otra], subida=[_huella(una)]), **JSON)
    assert sorted(f.huella for f in Foto.objects.all()) == sorted([_huella(una), _huella(otra)])


@pytest.mark.parametrize("primero", ["juntas", "adelantadas"])
def test_repetir_por_el_otro_camino_da_el_primer_numero(client, clave, primero):
    foto = fabricas.foto()

    def enviar(juntas):
        foto.seek(0)
        extra = {"foto": [foto]} if juntas else {"subida": [_huella(foto)]}
        return client.post("/reportar", fabricas.formulario(clave=clave) | extra, **JSON)

    _adelantar(client, clave, foto)
    codigos = {enviar(juntas).json()["codigo"] for juntas in (primero == "juntas", primero != "juntas")}
    assert len(codigos) == 1
    assert Foto.objects.count() == 1


def test_solo_se_toman_las_que_el_reporte_nombra(client, clave):
    quitada, puesta = fabricas.foto(), fabricas.foto(300, 300)
    for foto in (quitada, puesta):
        _adelantar(client, clave, foto)
    client.post("/reportar", fabricas.formulario(clave=clave, subida=[_huella(puesta)]), **JSON)
    assert Foto.objects.get().huella == _huella(puesta)


def test_nombrar_una_foto_que_no_esta_es_422_y_no_radica_a_medias(client, clave):
    respuesta = client.post("/reportar", fabricas.formulario(clave=clave, subida=["a" * 64]), **JSON)
    assert respuesta.status_code == 422
    assert respuesta.json()["faltan"] == ["a" * 64]
    assert not Reporte.objects.exists()


def test_la_cuarta_se_rechaza_aunque_lleguen_a_la_vez(client, clave):
    for lado in (100, 200, 300):
        assert _adelantar(client, clave, fabricas.foto(lado, lado)).status_code == 201
    assert _adelantar(client, clave, fabricas.foto(400, 400)).status_code == 422
    with pytest.raises(IntegrityError), transaction.atomic():
        FotoSubida.objects.create(clave=clave, orden=3, huella="x", ancho=1, alto=1, cliente="x")


def test_quitar_una_deja_poner_otra(client, clave):
    fotos = [fabricas.foto(lado, lado) for lado in (100, 200, 300, 400)]
    for foto in fotos[:3]:
        _adelantar(client, clave, foto)
    client.delete(f"/reportar/fotos?clave={clave}&huella={_huella(fotos[0])}")
    assert _adelantar(client, clave, fotos[3]).status_code == 201
    assert len(_archivos()) == 6


def test_desde_una_direccion_esperan_tantas_y_no_mas(client, settings):
    settings.FOTOS_SUELTAS_MAXIMO = 2
    estados = [_adelantar(client, str(uuid.uuid4()), fabricas.foto()).status_code for _ in range(3)]
    assert estados == [201, 201, 429]


@pytest.mark.parametrize(
    "contenido", [b"", b"<svg/>", fabricas.foto().getvalue()[:2000]], ids=["vacia", "svg", "cortada"]
)
def test_lo_que_no_es_una_foto_no_espera_a_nadie(client, clave, contenido):
    archivo = io.BytesIO(contenido)
    archivo.name = "x.jpg"
    assert _adelantar(client, clave, archivo).status_code == 422
    assert (FotoSubida.objects.count(), _archivos()) == (0, set())


@pytest.mark.parametrize("datos", [{}, {"clave": "x"}, {"clave": str(uuid.uuid4())}])
def test_lo_que_no_se_entiende_es_400(client, datos):
    assert client.post("/reportar/fotos", datos, **JSON).status_code == 400
    if "foto" not in datos and len(datos.get("clave", "")) < 30:
        assert client.get("/reportar/fotos", datos, **JSON).status_code == 400


def test_otro_sitio_no_puede_escribir_por_uno(clave):
    """The door keeps its CSRF lock; the token is fetched fresh, by whoever can read this origin."""
    cliente = Client(enforce_csrf_checks=True)
    assert _adelantar(cliente, clave, fabricas.foto()).status_code == 403
    assert cliente.post("/reportar", fabricas.formulario(), **JSON).status_code == 403
    ficha = cliente.get("/reportar/ficha").json()["ficha"]
    assert cliente.post("/reportar", fabricas.formulario(), headers={"X-CSRFToken": ficha}, **JSON).status_code == 201


def test_la_que_nadie_toma_vence_con_sus_archivos(client, clave):
    _adelantar(client, clave, fabricas.foto())
    acciones.vencer_fotos()
    assert FotoSubida.objects.count() == 1
    FotoSubida.objects.update(subida_en=timezone.now() - timedelta(hours=25))
    call_command("conciliar_fotos", verbosity=0)
    assert (FotoSubida.objects.count(), _archivos()) == (0, set())


def test_conciliar_quita_los_archivos_sin_dueno_y_solo_esos(client, clave):
    """F2: killed between the file and the commit."""
    client.post("/reportar", fabricas.formulario(foto=[fabricas.foto()]), **JSON)
    _adelantar(client, clave, fabricas.foto(300, 300))
    con_dueno = _archivos()
    for nombre in ("fotos/2026/11/vieja.jpg", "fotos/2026/11/media.jpg.parcial", "fotos/2026/11/reciente.jpg"):
        default_storage.save(nombre, io.BytesIO(b"x"))
    for nombre in _archivos() - {"fotos/2026/11/reciente.jpg"}:
        os.utime(default_storage.path(nombre), (0, 0))
    call_command("conciliar_fotos", simular=True, verbosity=0)
    assert len(_archivos()) == len(con_dueno) + 3
    call_command("conciliar_fotos", verbosity=0)
    assert _archivos() == con_dueno | {"fotos/2026/11/reciente.jpg"}


def test_conciliar_avisa_de_la_foto_que_falta(client):
    client.post("/reportar", fabricas.formulario(foto=[fabricas.foto()]), **JSON)
    default_storage.delete(Foto.objects.get().archivo.name)
    with pytest.raises(CommandError, match="Faltan 1"):
        call_command("conciliar_fotos", verbosity=0)


def test_conciliar_no_busca_entre_lo_publico_el_original_de_una_foto_tapada(client):
    client.post("/reportar", fabricas.formulario(foto=[fabricas.foto()]), **JSON)
    Foto.objects.get().original.save("x.jpg", io.BytesIO(b"x"))
    call_command("conciliar_fotos", verbosity=0)


def test_un_archivo_que_no_cupo_no_deja_medio_archivo(client, clave, monkeypatch):
    """F5: the disk is full: 507, nothing half kept, and the same text goes in without photos."""
    import errno

    def lleno(self):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("capas.almacen._al_disco", lleno)
    assert _adelantar(client, clave, fabricas.foto()).status_code == 507
    assert client.post("/reportar", fabricas.formulario(foto=[fabricas.foto()]), **JSON).status_code == 507
    assert (Reporte.objects.count(), FotoSubida.objects.count(), _archivos()) == (0, 0, set())
    assert client.post("/reportar", fabricas.formulario(), **JSON).status_code == 201
