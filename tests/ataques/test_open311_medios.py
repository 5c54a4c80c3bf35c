"""D32, F42: the address of a photo that a stranger gives never leads the worker into our network, and never holds it long."""

import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from capas.llaves import huella
from malla_vial.models import EnvioOpen311, Foto, LlaveOpen311
from malla_vial.open311 import tareas, traer
from tests import fabricas

PUBLICA = "93.184.215.14"
PRIVADAS = [
    "http://127.0.0.1/a.jpg", "http://localhost/a.jpg", "http://10.0.0.5/", "http://172.16.3.4/", "http://192.168.1.1/",
    "http://169.254.169.254/latest/meta-data/", "http://100.64.0.1/", "http://0.0.0.0/", "http://168.63.129.16/metadata",
    "http://[::1]/", "http://[::]/", "http://[fe80::1]/", "http://[fd00:ec2::254]/", "http://[::ffff:127.0.0.1]/",
    "http://[::ffff:7f00:1]/", "http://[::127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/",
    "http://2130706433/", "http://0x7f000001/", "http://0177.0.0.1/", "http://127.1/", "http://0/", "http://224.0.0.1/",
    "http://255.255.255.255/", "https://127.0.0.1/",
]  # fmt: skip
RARAS = [
    "ftp://93.184.215.14/a", "file:///etc/passwd", "gopher://93.184.215.14/", "http://93.184.215.14:22/", "http:///a.jpg",
    "http://u:p@93.184.215.14/", "http://93.184.215.14:99999/", "http://[::1/", "", "http://" + "a" * 300 + "/", "//93.184.215.14/",
]  # fmt: skip


@pytest.mark.parametrize("url", PRIVADAS + RARAS)
def test_no_se_llama(url, monkeypatch):
    def llamar(*_, **__):
        raise AssertionError("salió a la red")

    monkeypatch.setattr(traer.socket, "create_connection", llamar)
    with pytest.raises(traer.NoTraido):
        traer.traer_imagen(url)


@pytest.fixture
def nombres(monkeypatch):
    """A name service: nombres["x.example"] = [first answer, next answer, …]; the last one stays."""
    tabla: dict[str, list[list[str]]] = {}

    def buscar(nombre, puerto, *_, **__):
        respuestas = tabla.get(nombre, [[nombre]])
        ips = respuestas.pop(0) if len(respuestas) > 1 else respuestas[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, puerto)) for ip in ips]

    monkeypatch.setattr(traer.socket, "getaddrinfo", buscar)
    return tabla


@pytest.fixture
def internet(monkeypatch, nombres):
    """The public Internet has one machine, with these pages: path → (status, headers, body)."""
    paginas: dict[str, tuple[int, dict[str, str], bytes]] = {}

    class Maquina(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path == "/gota":
                return self._gotear()
            estado, cabezas, cuerpo = paginas[self.path]
            self.send_response(estado)
            for nombre, valor in cabezas.items():
                self.send_header(nombre, valor)
            self.end_headers()
            self.wfile.write(cuerpo)

        def _gotear(self):
            self.wfile.write(b"HTTP/1.1 200 OK\r\n")
            try:
                for _ in range(200):
                    self.wfile.write(b"X-A: b\r\n")
                    self.wfile.flush()
                    time.sleep(0.05)
            except OSError:
                pass

        def log_message(self, *_):
            pass

    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Maquina)
    threading.Thread(target=servidor.serve_forever, daemon=True).start()
    conectar = socket.create_connection

    def llamar(direccion, timeout=None):
        assert direccion[0] == PUBLICA, f"llamó a {direccion[0]}"
        return conectar(servidor.server_address, timeout)

    monkeypatch.setattr(traer.socket, "create_connection", llamar)
    nombres["fotos.example"] = [[PUBLICA]]
    yield paginas
    servidor.shutdown()
    servidor.server_close()


JPEG = {"Content-Type": "image/jpeg"}


def test_una_foto_publica(internet):
    internet["/a.jpg"] = (200, JPEG, b"abc")
    assert traer.traer_imagen("http://fotos.example/a.jpg").read() == b"abc"


def test_una_redireccion_a_otra_publica(internet):
    internet["/a"] = (302, {"Location": "/b.jpg"}, b"")
    internet["/b.jpg"] = (200, JPEG, b"b")
    assert traer.traer_imagen("http://fotos.example/a").read() == b"b"


@pytest.mark.parametrize(
    "destino", ["http://127.0.0.1/", "http://169.254.169.254/", "file:///etc/passwd", "http://dentro.example/"]
)
def test_una_redireccion_hacia_adentro(internet, nombres, destino):
    nombres["dentro.example"] = [["10.0.0.1"]]
    internet["/a"] = (302, {"Location": destino}, b"")
    with pytest.raises(traer.NoTraido):
        traer.traer_imagen("http://fotos.example/a")


def test_redirecciones_sin_fin(internet):
    internet["/a"] = (301, {"Location": "/a"}, b"")
    with pytest.raises(traer.NoTraido, match="demasiadas"):
        traer.traer_imagen("http://fotos.example/a")


def test_un_nombre_que_cambia_de_respuesta(internet, nombres):
    """DNS rebinding: public when asked, private afterwards. It is asked once, and the call goes to that answer."""
    nombres["baila.example"] = [[PUBLICA], ["127.0.0.1"]]
    internet["/a.jpg"] = (200, JPEG, b"abc")
    assert traer.traer_imagen("http://baila.example/a.jpg").read() == b"abc"
    with pytest.raises(traer.NoTraido):
        traer.traer_imagen("http://baila.example/a.jpg")


def test_un_nombre_con_una_direccion_de_cada_lado(nombres):
    nombres["doble.example"] = [[PUBLICA, "127.0.0.1"]]
    with pytest.raises(traer.NoTraido, match="pública"):
        traer.resolver("http://doble.example/")


@pytest.mark.parametrize(
    "pagina", [(200, {"Content-Type": "text/html"}, b"<p>"), (404, JPEG, b""), (200, JPEG, b"x" * 2001), (302, {}, b"")]
)
def test_lo_que_no_es_una_foto(internet, settings, pagina):
    settings.FOTO_MAX_BYTES = 2000
    internet["/a"] = pagina
    with pytest.raises(traer.NoTraido):
        traer.traer_imagen("http://fotos.example/a")


def test_quien_gotea_no_retiene_al_trabajador(internet, monkeypatch):
    monkeypatch.setattr(traer, "SEGUNDOS", 0.3)
    with pytest.raises(traer.NoTraido):
        traer.traer_imagen("http://fotos.example/gota")


@pytest.fixture
def envio():
    fabricas.municipio()
    llave = LlaveOpen311.objects.create(nombre="x", correo="a@b.co", huella=huella("x"))
    return EnvioOpen311.objects.create(
        reporte=fabricas.reporte(), llave=llave, media_url="http://fotos.example/a.jpg", medio="pendiente"
    )


def test_la_foto_traida_pasa_por_el_mismo_lavado(internet, envio):
    internet["/a.jpg"] = (200, JPEG, fabricas.foto(comment=b"secreto").read())
    for _ in range(2):  # a worker that runs it twice
        tareas.traer_foto.call(envio.pk)
    envio.refresh_from_db()
    foto = Foto.objects.get()
    assert (envio.medio, foto.publica) == ("traido", False)
    assert b"secreto" not in foto.archivo.read()


@pytest.mark.parametrize("contenido", [b"no soy una foto", b"<svg onload=alert(1)>", b""])
def test_lo_que_dice_ser_foto_y_no_es(internet, envio, contenido):
    internet["/a.jpg"] = (200, JPEG, contenido)
    tareas.traer_foto.call(envio.pk)
    envio.refresh_from_db()
    assert envio.medio == "fallido"
    assert envio.motivo
    assert not Foto.objects.exists()
