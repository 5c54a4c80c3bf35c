"""Faces and plates are covered for good, and the original stays apart."""

import io

import pytest
from django.test import Client
from PIL import Image

from malla_vial import detector
from malla_vial.acciones.redaccion import buscar_sugerencias, tapar_foto
from malla_vial.almacen import originales
from malla_vial.models import Foto, Moderacion
from malla_vial.redaccion import Zona
from tests.malla_vial.privacidad.comun import reporte_de_ana


class TestTapar:
    @pytest.fixture
    def foto(self):
        return reporte_de_ana().fotos.get()

    def _color(self, foto, x, y):
        with foto.archivo.open("rb") as archivo, Image.open(archivo) as imagen:
            return imagen.getpixel((int(imagen.width * x / 100), int(imagen.height * y / 100)))

    def test_lo_tapado_es_un_bloque_y_el_original_queda_aparte(self, foto, usuario, settings):
        antes = foto.archivo.name
        tapada = tapar_foto(foto=foto, zonas=[Zona(25, 25, 50, 50)], usuario=usuario)
        assert max(self._color(tapada, 50, 50)) < 40
        assert min(self._color(tapada, 10, 10)) > 140
        assert tapada.archivo.name != antes
        assert originales.exists(tapada.original.name)
        assert not list(settings.MEDIA_ROOT.rglob(str(tapada.original.name)))
        with pytest.raises(ValueError, match="no tiene dirección"):
            _ = tapada.original.url

    def test_se_destapa_mientras_hay_original_y_queda_la_historia(self, foto, usuario):
        tapar_foto(foto=foto, zonas=[Zona(0, 0, 100, 100)], usuario=usuario)
        destapada = tapar_foto(foto=foto, zonas=[], usuario=usuario)
        assert min(self._color(destapada, 50, 50)) > 140
        assert [len(r.zonas) for r in foto.redacciones.order_by("pk")] == [1, 0]
        assert list(Moderacion.objects.order_by("pk").values_list("que", flat=True)) == ["tapada", "destapada"]

    def test_sin_original_se_puede_tapar_mas_y_no_destapar(self, foto, usuario):
        tapada = tapar_foto(foto=foto, zonas=[Zona(25, 25, 50, 50)], usuario=usuario)
        Foto.objects.update(original="")
        otra = tapar_foto(foto=tapada, zonas=[], usuario=usuario)
        assert max(self._color(otra, 50, 50)) < 40

    def test_por_formulario_sin_javascript_con_comas_y_filas_vacias(self, foto, cliente_con_rol):
        cliente, ruta = cliente_con_rol("planeacion"), f"/gestion/fotos/{foto.pk}/tapar"
        assert cliente.get(ruta).status_code == 200
        datos = {"x": ["12,5", ""], "y": ["10", ""], "ancho": ["20", ""], "alto": ["95", ""]}
        assert cliente.post(ruta, datos).status_code == 302
        assert foto.redacciones.get().zonas == [{"x": 12.5, "y": 10.0, "ancho": 20.0, "alto": 90.0}]

    @pytest.mark.parametrize(
        "zona", [("x", "1", "1", "1"), ("nan", "1", "1", "1"), ("-1", "0", "5", "5"), ("0", "0", "0", "5"), ("0", "0", "inf", "5"), ("1", "", "1", "1")]
    )  # fmt: skip
    def test_una_zona_imposible_se_dice_y_no_cambia_nada(self, foto, cliente_con_rol, zona):
        datos = dict(zip(("x", "y", "ancho", "alto"), zona, strict=True))
        pagina = (
            cliente_con_rol("planeacion").post(f"/gestion/fotos/{foto.pk}/tapar", datos, follow=True).content.decode()
        )
        assert "Zona 1" in pagina
        assert not foto.redacciones.exists()

    def test_el_original_es_solo_del_escritorio(self, foto, usuario, cliente_con_rol):
        tapar_foto(foto=foto, zonas=[Zona(0, 0, 100, 100)], usuario=usuario)
        Foto.objects.update(publica=True)
        ruta = f"/gestion/fotos/{foto.pk}/original.jpg"
        assert Client().get(ruta).status_code == 302
        assert cliente_con_rol("cultura").get(ruta).status_code == 403
        visto = cliente_con_rol("planeacion").get(ruta)
        assert visto.status_code == 200
        assert "no-store" in visto["Cache-Control"]
        with Image.open(io.BytesIO(b"".join(Client().get(f"/fotos/{foto.pk}-g.jpg")))) as publica:
            assert max(publica.getpixel((200, 150))) < 40

    def test_las_sugerencias_solo_sugieren(self, foto, monkeypatch, cliente_con_rol):
        monkeypatch.setattr(detector, "disponible", lambda: True)
        monkeypatch.setattr(detector, "sugerir", lambda contenido: [Zona(10, 20, 30, 40)])
        buscar_sugerencias.func(str(foto.pk))
        pagina = cliente_con_rol("planeacion").get(f"/gestion/fotos/{foto.pk}/tapar").content.decode()
        assert "sugerencias" in pagina
        assert 'name="ancho" inputmode="decimal" value="30"' in pagina
        assert not foto.redacciones.exists()

    def test_la_pagina_distingue_lo_guardado_de_lo_sugerido(self, foto, usuario, cliente_con_rol):
        cliente, ruta = cliente_con_rol("planeacion"), f"/gestion/fotos/{foto.pk}/tapar"
        Foto.objects.update(sugerencias=[{"x": 10, "y": 20, "ancho": 30, "alto": 40}])
        sugerida = cliente.get(ruta).content.decode()
        tapar_foto(foto=foto, zonas=[Zona(25, 25, 50, 50)], usuario=usuario)
        guardada = cliente.get(ruta).content.decode()
        assert [pagina.count("data-guardada>") for pagina in (sugerida, guardada)] == [0, 1]

    @pytest.mark.skipif(not detector.disponible(), reason="sin el paquete de detección")
    def test_una_foto_lisa_no_sugiere_nada(self, foto):
        assert detector.sugerir(foto.archivo.read()) == []
