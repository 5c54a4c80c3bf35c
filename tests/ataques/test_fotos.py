"""Every photo becomes a JPEG of our own, or is refused; none is seen before its time."""

import io
import struct
import uuid
import zlib

import pytest
from PIL import Image, ImageFile

from capas.errores import DatosInvalidos
from malla_vial import fotos
from malla_vial.models import Foto, Reporte
from tests import fabricas
from tests.cabeceras import JSON


def _enviar(client, *fotos, **cambios):
    return client.post("/reportar", fabricas.formulario(foto=list(fotos), **cambios), **JSON)


def _archivo(contenido: bytes, nombre="foto.jpg"):
    archivo = io.BytesIO(contenido)
    archivo.name = nombre
    return archivo


def _png(ancho, alto):
    """A PNG that says it is huge and carries almost nothing."""

    def parte(tipo, datos):
        return struct.pack(">I", len(datos)) + tipo + datos + struct.pack(">I", zlib.crc32(tipo + datos))

    cabeza = struct.pack(">IIBBBBB", ancho, alto, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + parte(b"IHDR", cabeza)
        + parte(b"IDAT", zlib.compress(b"\0" * 1000))
        + parte(b"IEND", b"")
    )


@pytest.mark.parametrize("formato", ["JPEG", "PNG", "WEBP"])
def test_una_foto_de_verdad_entra_y_sale_como_jpeg(client, formato):
    assert _enviar(client, fabricas.foto(formato=formato)).status_code == 201
    foto = Foto.objects.get()
    with Image.open(foto.archivo) as imagen:
        assert (imagen.format, imagen.size) == ("JPEG", (400, 300))


@pytest.mark.parametrize(
    "contenido",
    [
        _png(20_000, 20_000),
        _png(12_000, 12_000),
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<html><script>alert(1)</script>",
        b"SIMPLE  =                    T / FITS" + b" " * 3000,
        b"GIF89a" + b"\0" * 100,
        b"%PDF-1.7",
        b"",
        fabricas.foto().getvalue()[:2000],
        b"\xff\xd8\xff\xe0" + b"\0" * 50,
    ],
    ids=["400MP", "144MP", "svg", "html", "fits", "gif", "pdf", "vacio", "truncada", "cabeza"],
)
def test_lo_que_no_es_una_foto_se_rechaza(client, contenido):
    assert _enviar(client, _archivo(contenido)).status_code == 422
    assert not Reporte.objects.exists()
    assert not Foto.objects.exists()


def test_un_poliglota_pierde_lo_que_no_es_imagen(client):
    assert _enviar(client, _archivo(fabricas.foto().getvalue() + b"<script>alert(1)</script>")).status_code == 201
    contenido = Foto.objects.get().archivo.read()
    assert b"<script" not in contenido


def test_no_queda_rastro_de_metadatos(client):
    exif = Image.Exif()
    exif[0x010E] = "descripcion secreta"
    exif[0x0112] = 6  # turned on its side
    exif.get_ifd(0x8825)[2] = (4.0, 26.0, 20.0)
    original = fabricas.foto(exif=exif.tobytes(), comment=b"comentario secreto")
    assert _enviar(client, original).status_code == 201
    foto = Foto.objects.get()
    for archivo in (foto.archivo, foto.miniatura):
        contenido = archivo.read()
        assert b"secret" not in contenido
        with Image.open(io.BytesIO(contenido)) as imagen:
            assert not imagen.getexif()
            assert "comment" not in imagen.info
    assert (foto.ancho, foto.alto) == (300, 400)


@pytest.mark.parametrize(
    "nombre", ["../../../etc/x.jpg", "a\x00b.jpg", "x;id.jpg", "$(id).jpg", "a" * 300 + ".jpg", "con espacios y ñ.jpg"]
)
def test_el_nombre_que_trae_no_llega_al_disco(client, nombre):
    archivo = fabricas.foto()
    archivo.name = nombre
    assert _enviar(client, archivo).status_code == 201
    guardado = Foto.objects.get().archivo.name
    assert guardado.startswith("fotos/")
    assert guardado.split("/")[-1].removesuffix(".jpg").isalnum()


def test_la_cuarta_foto_se_rechaza(client):
    assert _enviar(client, *[fabricas.foto() for _ in range(4)]).status_code == 422
    assert _enviar(client, *[fabricas.foto() for _ in range(3)]).status_code == 201


def test_una_foto_enorme_en_bytes_es_413(client, settings):
    settings.FOTO_MAX_BYTES = 50_000
    assert _enviar(client, fabricas.foto(1200, 900, formato="PNG")).status_code == 413
    assert not Reporte.objects.exists()


def test_sin_javascript_la_foto_enorme_se_dice_y_lo_escrito_sigue(client, settings):
    settings.FOTO_MAX_BYTES = 50_000
    datos = fabricas.formulario(foto=[fabricas.foto(1200, 900, formato="PNG")], descripcion="Junto al poste azul")
    respuesta = client.post("/reportar", datos, HTTP_ACCEPT="text/html")
    assert respuesta.status_code == 413
    for dicho in ("Junto al poste azul", "pesa más de"):
        assert dicho in respuesta.content.decode()


def test_al_sumarse_tambien(client, settings):
    settings.FOTO_MAX_BYTES = 50_000
    url, foto = f"/reportes/{fabricas.reporte().codigo}/sumarme", fabricas.foto(1200, 900, formato="PNG")
    respuesta = client.post(url, {"clave": uuid.uuid4(), "foto": foto, "texto": "Ahí sigue"}, HTTP_ACCEPT="text/html")
    assert respuesta.status_code == 413
    assert "Ahí sigue" in respuesta.content.decode()


def test_se_cuentan_antes_de_abrirlas(monkeypatch):
    monkeypatch.setattr(fotos, "limpiar", lambda archivo: pytest.fail("se abrió una foto"))
    with pytest.raises(DatosInvalidos, match="llegaron 4"):
        fotos.limpiar_varias([fabricas.foto() for _ in range(4)])


def test_se_encoge_a_2048(client):
    assert _enviar(client, fabricas.foto(3000, 1500)).status_code == 201
    assert Foto.objects.get().ancho == 2048


class TestQuienVeLaFoto:
    @pytest.fixture
    def foto(self, client):
        _enviar(client, fabricas.foto())
        return Foto.objects.get()

    def _pedir(self, cliente, foto):
        return cliente.get(f"/fotos/{foto.pk}-g.jpg").status_code

    def test_quien_la_envio_siempre(self, client, foto):
        assert self._pedir(client, foto) == 200

    def test_los_demas_cuando_se_aprueba(self, foto):
        from django.test import Client

        assert self._pedir(Client(), foto) == 404
        Foto.objects.update(publica=True)
        respuesta = Client().get(f"/fotos/{foto.pk}-m.jpg")
        assert respuesta.status_code == 200
        assert respuesta["X-Content-Type-Options"] == "nosniff"
        assert "private" in respuesta["Cache-Control"]

    def test_nadie_la_de_un_reporte_oculto(self, client, foto, cliente_con_rol):
        from django.test import Client

        Foto.objects.update(publica=True)
        Reporte.objects.update(visible=False)
        assert self._pedir(Client(), foto) == 404
        assert self._pedir(client, foto) == 404
        assert self._pedir(cliente_con_rol("cultura"), foto) == 404
        assert self._pedir(cliente_con_rol("infraestructura"), foto) == 200


def test_hacer_un_pdf_no_deja_pasar_media_foto(client):
    """The library of the PDFs asks Pillow, for the whole process, to read what is cut short."""
    assert client.get("/metadatos/comunas/catalogo.pdf").status_code == 200
    assert not ImageFile.LOAD_TRUNCATED_IMAGES


@pytest.mark.parametrize("relleno", [b"", b"\xff"], ids=["barridos", "con relleno"])
def test_una_foto_de_cientos_de_barridos_no_se_abre(relleno):
    """Each scan of a progressive JPEG costs as much as the whole photo, and weighs a kilobyte."""
    salida = io.BytesIO()
    Image.new("RGB", (400, 300)).save(salida, "JPEG", progressive=True, quality=1)
    jpeg = salida.getvalue()
    ultimo = jpeg.rfind(b"\xff\xda")
    with pytest.raises(DatosInvalidos):
        fotos.limpiar(_con_tamano(jpeg[:-2] + (relleno + jpeg[ultimo:-2]) * 300 + b"\xff\xd9"))
    assert fotos.limpiar(_con_tamano(jpeg + b"\xff\xda" * 500)).ancho == 400, (
        "what hangs after its end is not looked at"
    )


@pytest.mark.parametrize("lados", [(1, 59_000_000), (6000, 5000)])
def test_un_png_que_no_cabe_en_memoria_no_se_abre(client, lados):
    assert _enviar(client, _archivo(_png(*lados), "foto.png")).status_code == 422


def _con_tamano(contenido: bytes):
    archivo = _archivo(contenido)
    archivo.size = len(contenido)
    return archivo
