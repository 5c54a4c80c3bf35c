"""What was acknowledged is stored, and once, whatever dies meanwhile."""

import hashlib
import os
import random
import socket
import subprocess
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from bench.reportes import Cliente, Cortada, Reporte, multiparte
from tests import fabricas
from tests.fallas.conftest import hasta

pytestmark = pytest.mark.navegador  # a service of its own: no transaction of the test's

ESPERANDO = "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


def _foto(lado: int = 900) -> bytes:
    return fabricas.foto(lado, lado).getvalue()


def _reporte(fotos: int = 1, **cambios) -> Reporte:
    return Reporte(f"Falla {uuid.uuid4()}", [_foto(300 + n) for n in range(fotos)], adelantadas=False, **cambios)


@pytest.fixture
def guardados(sql):
    def contar(reporte: Reporte) -> list[tuple]:
        """(code, photos) of every row that a report left."""
        return sql(
            "SELECT r.codigo, count(f.id) FROM malla_vial_reporte r LEFT JOIN malla_vial_foto f ON f.reporte_id = r.id "
            "WHERE r.descripcion = %s GROUP BY r.id ORDER BY r.id",
            reporte.texto,
        )

    return contar


def _aparte(tarea) -> threading.Thread:
    """Run it beside; a network that dies is what these tests are about."""

    def correr():
        with suppress(Cortada):
            tarea()

    hilo = threading.Thread(target=correr, daemon=True)
    hilo.start()
    return hilo


def test_f1_muerto_a_mitad_de_la_subida_no_deja_nada_y_el_reintento_entra(servicio, guardados):
    activo, reporte = servicio(), Reporte(f"Falla {uuid.uuid4()}", [_foto(1900)], adelantadas=False)
    assert len(reporte.fotos[0]) > 1024**2  # large enough for a temporary file
    cliente = activo.cliente()
    ficha = cliente.pedir("GET", "/reportar/ficha")[1]["ficha"]
    tipo, cuerpo = multiparte(
        [("clave", reporte.clave), ("tipo", "hueco"), ("descripcion", reporte.texto)], reporte.fotos
    )
    galleta = "; ".join(f"{n}={g.value}" for n, g in cliente.galletas.items())
    with socket.create_connection(("127.0.0.1", activo.puerto)) as enchufe:
        cabeza = f"POST /reportar HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {galleta}\r\nX-CSRFToken: {ficha}\r\n"
        enchufe.sendall(
            f"{cabeza}Content-Type: {tipo}\r\nContent-Length: {len(cuerpo)}\r\n\r\n".encode() + cuerpo[:-200_000]
        )
        activo.matar()
    assert guardados(reporte) == []
    assert (activo.archivos(), list(activo.temporales.iterdir())) == ([], [])
    assert activo.cliente().enviar(reporte)[0] == 201
    assert [fotos for _, fotos in guardados(reporte)] == [1]


def test_f2_muerto_entre_el_archivo_y_la_fila_deja_un_huerfano_que_se_concilia(servicio, guardados, trancar):
    activo, reporte = servicio(), _reporte()
    with trancar("malla_vial_foto"):
        _aparte(lambda: activo.cliente().enviar(reporte))
        hasta(lambda: len(activo.archivos()) == 2)
        activo.matar()
    hasta(lambda: guardados(reporte) == [])
    huerfanos = activo.archivos()
    assert len(huerfanos) == 2
    assert activo.cliente().enviar(reporte)[0] == 201
    for ruta in activo.archivos():
        os.utime(ruta, (0, 0))
    assert activo.manage("conciliar_fotos").returncode == 0
    assert len(activo.archivos()) == 2
    assert not set(huerfanos) & set(activo.archivos())
    assert [fotos for _, fotos in guardados(reporte)] == [1]


@pytest.mark.parametrize("adelantadas", [False, True])
def test_f3_muerto_despues_de_guardar_y_antes_de_responder_da_el_primer_numero(servicio, guardados, adelantadas):
    activo, reporte = servicio(), _reporte(2)
    reporte.adelantadas = adelantadas
    callado = _Sordo(activo.puerto)
    with pytest.raises(Cortada):
        callado.enviar(reporte)
    hasta(lambda: guardados(reporte))
    activo.matar()
    [(primero, _)] = guardados(reporte)
    assert {activo.cliente().enviar(reporte)[1]["codigo"] for _ in range(2)} == {primero}
    assert guardados(reporte) == [(primero, 2)]


class _Sordo(Cliente):
    """Sends its report whole and is gone before the answer."""

    def __init__(self, puerto: int) -> None:
        super().__init__(puerto, random.Random(1), corte=0)

    def pedir(self, metodo: str, ruta: str, cuerpo: bytes = b"", **cabeceras: str):
        self.corte, self.azar = (2, _Fija()) if ruta == "/reportar" else (0, random.Random(1))
        return super().pedir(metodo, ruta, cuerpo, **cabeceras)


class _Fija:
    def random(self) -> float:
        return 1.0


def test_el_arnes_ve_lo_doblado_cuando_no_hay_clave(servicio, guardados):
    activo, reporte = servicio(), _reporte()
    for _ in range(2):
        reporte.clave = str(uuid.uuid4())
        activo.cliente().enviar(reporte)
    assert len(guardados(reporte)) == 2


def test_f4_la_base_corta_a_mitad_es_503_y_sana_sin_reinicio(servicio, guardados, trancar, sql):
    activo, reporte, respuestas = servicio(), _reporte(), []
    antes = activo.trabajadores()
    with trancar("malla_vial_foto"):
        hilo = _aparte(lambda: respuestas.append(activo.cliente().enviar(reporte)))
        [(pid,)] = hasta(lambda: sql(ESPERANDO))
        sql("SELECT pg_terminate_backend(%s)", pid)
        hilo.join(20)
    assert respuestas[0][0] == 503
    assert guardados(reporte) == []
    assert activo.cliente().enviar(reporte)[0] == 201
    assert [fotos for _, fotos in guardados(reporte)] == [1]
    assert activo.trabajadores() == antes


def test_f5_disco_lleno_es_507_y_el_texto_entra_sin_foto(servicio, guardados, tmp_path):
    (tmp_path / "media").mkdir()
    montado = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=32k", "tmpfs", tmp_path / "media"], capture_output=True
    )
    if montado.returncode:
        pytest.skip("montar un disco chico pide ser root; tests/malla_vial prueba lo mismo con un disco fingido")
    try:
        activo, reporte = servicio(), _reporte()
        assert activo.cliente().enviar(reporte)[0] == 507
        assert activo.cliente().escribir("/reportar/fotos", [("clave", reporte.clave)], reporte.fotos)[0] == 507
        assert (guardados(reporte), activo.archivos()) == ([], [])
        reporte.fotos = []
        assert activo.cliente().enviar(reporte)[0] == 201
        assert [fotos for _, fotos in guardados(reporte)] == [0]
        activo.apagar()
    finally:
        subprocess.run(["umount", "-l", tmp_path / "media"], check=True)


def test_f9_veinte_a_la_vez_son_uno_y_otro_contenido_es_422(servicio, guardados):
    activo, reporte = servicio(), _reporte(2)
    with ThreadPoolExecutor(20) as juntos:
        respuestas = list(juntos.map(lambda _: activo.cliente().enviar(reporte), range(20)))
    assert {estado for estado, _ in respuestas} == {201}
    assert {cuerpo["codigo"] for _, cuerpo in respuestas} == {codigo for codigo, _ in guardados(reporte)}
    assert [fotos for _, fotos in guardados(reporte)] == [2]
    otro = Reporte("Otro texto", reporte.fotos, adelantadas=False, clave=reporte.clave)
    assert activo.cliente().enviar(otro)[0] == 422
    assert guardados(otro) == []


def test_f9_veinte_a_la_vez_con_las_fotos_adelantadas_son_uno(servicio, guardados):
    activo, reporte = servicio(), _reporte(3)
    reporte.adelantadas = True
    with ThreadPoolExecutor(20) as juntos:
        respuestas = list(juntos.map(lambda _: activo.cliente().enviar(reporte), range(20)))
    assert {estado for estado, _ in respuestas} == {201}
    assert [fotos for _, fotos in guardados(reporte)] == [3]


def test_f10_repetido_a_los_treinta_dias_es_el_mismo_y_guarda_la_hora_del_telefono(servicio, guardados, sql):
    """The phone kept it for a month: its cookie and token are gone, and so are the photos that waited for it."""
    activo, reporte, hace = servicio(), _reporte(2), datetime.now(UTC) - timedelta(days=30)
    campos = {"clave": reporte.clave, "tipo": "hueco", "lon": "-75.2322", "lat": "4.4389", "descripcion": reporte.texto}
    huellas = [("subida", hashlib.sha256(foto).hexdigest()) for foto in reporte.fotos]
    pares = [*campos.items(), ("hecho_en", hace.isoformat()), *huellas]
    for foto in reporte.fotos:
        activo.cliente().escribir("/reportar/fotos", [("clave", reporte.clave)], [foto])
    sql("UPDATE malla_vial_fotosubida SET subida_en = %s", hace)
    activo.manage("conciliar_fotos")

    viejo = activo.cliente()
    assert viejo.pedir("POST", "/reportar", b"x", **{"X-CSRFToken": "a" * 64})[0] == 403
    estado, cuerpo = viejo.escribir("/reportar", pares, [])
    assert (estado, len(cuerpo["faltan"])) == (422, 2)
    assert guardados(reporte) == []
    codigos = {viejo.escribir("/reportar", pares, reporte.fotos)[1]["codigo"]}
    sql("UPDATE malla_vial_reporte SET radicado_en = radicado_en - interval '30 days' WHERE clave = %s", reporte.clave)
    sql("DELETE FROM django_session")
    codigos.add(activo.cliente().escribir("/reportar", pares, reporte.fotos)[1]["codigo"])
    codigos.add(activo.cliente().escribir("/reportar", pares, [])[1]["codigo"])
    assert [(codigo, 2) for codigo in codigos] == guardados(reporte)
    [(hecho,)] = sql("SELECT hecho_en FROM malla_vial_reporte WHERE clave = %s", reporte.clave)
    assert hecho == hace


def test_f11_sin_correo_el_reporte_entra_y_la_carta_espera(servicio, sql):
    activo = servicio(EMAIL_URL="smtp://127.0.0.1:1")
    correo = f"{uuid.uuid4()}@ejemplo.co"
    campos = fabricas.formulario(correo=correo, acepta="on")
    assert activo.cliente().escribir("/reportar", list(campos.items()), [])[0] == 201
    activo.manage("enviar_correos")
    [(estado, intentos, error)] = sql("SELECT estado, intentos, error FROM malla_vial_correo WHERE a = %s", correo)
    assert (estado, intentos >= 1, bool(error)) == ("pendiente", True, True)


def test_un_envio_cortado_no_se_guarda_a_medias(servicio, guardados):
    """A connection that dies in the middle of the last photo: without it the form would still look whole."""
    activo, reporte = servicio(), _reporte(3)
    cliente = activo.cliente()
    ficha = cliente.pedir("GET", "/reportar/ficha")[1]["ficha"]
    campos = fabricas.formulario(clave=reporte.clave, descripcion=reporte.texto)
    tipo, cuerpo = multiparte(list(campos.items()), reporte.fotos)
    galleta = "; ".join(f"{n}={g.value}" for n, g in cliente.galletas.items())
    with socket.create_connection(("127.0.0.1", activo.puerto)) as enchufe:
        cabeza = f"POST /reportar HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {galleta}\r\nX-CSRFToken: {ficha}\r\nAccept: application/json\r\n"
        corte = cuerpo.rindex(b"--" + tipo.split("=")[1].encode(), 0, len(cuerpo) - 60)
        enchufe.sendall(
            f"{cabeza}Content-Type: {tipo}\r\nContent-Length: {len(cuerpo)}\r\n\r\n".encode() + cuerpo[:corte]
        )
        enchufe.shutdown(socket.SHUT_WR)
        enchufe.settimeout(5)
        try:
            respuesta = enchufe.recv(4096)
        except OSError:
            respuesta = b""
    assert b" 201 " not in respuesta
    assert guardados(reporte) == []
    assert activo.archivos() == []
    assert activo.cliente().enviar(reporte)[0] == 201
    assert [fotos for _, fotos in guardados(reporte)] == [3]
