"""The privacy notice, who accepted it, and a contact that is seen by few, each look written down."""

import datetime as dt
import json
from dataclasses import replace

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.utils import timezone

from malla_vial import acciones
from malla_vial.models import AvisoPrivacidad, Contacto, MiradaContacto
from tests import fabricas
from tests.cabeceras import HTML
from tests.malla_vial.privacidad.comun import ANA, SECRETOS, reporte_de_ana


class TestElAviso:
    def test_dice_lo_que_la_ley_pide(self, client):
        pagina = client.get("/privacidad", **HTML).content.decode()
        for tema in (
            "Para qué se usan",
            "Sus derechos",
            "Cuánto tiempo se guardan",
            "Superintendencia",
            "1581",
            "Cómo ejercerlos",
        ):
            assert tema in pagina

    def test_rige_la_ultima_cuyo_dia_llego_y_las_de_antes_se_pueden_leer(self, client):
        datos = dict.fromkeys(("finalidad", "datos", "derechos", "conservacion", "canales"), "x")
        hoy = timezone.localdate()
        AvisoPrivacidad.objects.create(version="ayer", rige_desde=hoy, **datos)
        AvisoPrivacidad.objects.create(version="mañana", rige_desde=hoy + dt.timedelta(days=1), **datos)
        assert "Versión ayer" in client.get("/privacidad", **HTML).content.decode()
        assert "versión anterior" in client.get("/privacidad/2026-1", **HTML).content.decode()
        assert client.get("/privacidad/inventada", **HTML).status_code == 404

    def test_lo_que_se_acepta_es_una_version_por_una_puerta(self, client):
        fabricas.reporte()
        client.post(
            "/reportar", fabricas.formulario(correo="ana@ejemplo.co", acepta="on", aviso_version="2026-1"), **HTML
        )
        contacto = Contacto.objects.get()
        assert (contacto.aviso_version, contacto.puerta) == ("2026-1", "web")
        assert contacto.acepto_en

    def test_una_version_aceptada_no_se_edita(self, admin_client):
        aviso = AvisoPrivacidad.objects.get()
        ruta = f"/admin/malla_vial/avisoprivacidad/{aviso.pk}/change/"
        assert 'name="finalidad"' in admin_client.get(ruta).content.decode()
        fabricas.reporte(contacto=replace(ANA, aviso_version="2026-1"))
        assert 'name="finalidad"' not in admin_client.get(ruta).content.decode()


class TestElContacto:
    def test_no_se_ve_sin_pedirlo_y_queda_quien_lo_vio(self, cliente_con_rol):
        reporte, cliente = reporte_de_ana(), cliente_con_rol("planeacion")
        pagina = cliente.get(f"/gestion/reportes/{reporte.codigo}").content.decode()
        assert "ana.rojas" not in pagina
        assert not MiradaContacto.objects.exists()
        visto = cliente.post(f"/gestion/contacto/{reporte.codigo}")
        assert "ana.rojas@ejemplo.co" in visto.content.decode()
        assert "no-store" in visto["Cache-Control"]
        mirada = MiradaContacto.objects.get()
        assert (mirada.usuario.username, mirada.peticion) == ("u-planeacion", reporte.peticion)

    def test_sin_el_permiso_esta_protegido(self, cliente_con_rol):
        permiso = Permission.objects.get(codename="ver_contacto")
        Group.objects.get(name="planeacion").permissions.remove(permiso)
        reporte, cliente = reporte_de_ana(), cliente_con_rol("planeacion")
        assert "Contacto protegido" in cliente.get(f"/gestion/reportes/{reporte.codigo}").content.decode()
        assert cliente.post(f"/gestion/contacto/{reporte.codigo}").status_code == 403
        assert not MiradaContacto.objects.exists()

    @pytest.mark.parametrize("rol", ["cultura", "riesgo", "tic"])
    def test_los_demas_roles_no(self, cliente_con_rol, rol):
        assert cliente_con_rol(rol).post(f"/gestion/contacto/{reporte_de_ana().codigo}").status_code in (403, 404)
        assert not MiradaContacto.objects.exists()

    def test_ninguna_puerta_publica_lo_cuenta(self, como_lectura, usuario):
        reporte = reporte_de_ana()
        acciones.moderar(
            reporte=reporte,
            visible=True,
            texto_aprobado=False,
            fotos_publicas=list(reporte.fotos.all()),
            usuario=usuario,
        )
        cliente = Client()
        rutas = [
            f"/reportes/{reporte.codigo}", f"/ogc/collections/reportes/items/{reporte.pk}?f=json", "/ogc/collections/reportes/items?f=json",
            "/datos/reportes.csv", "/datos/reportes.geojson", f"/buscar?q={reporte.codigo}", "/open311/v2/requests.json",
        ]  # fmt: skip
        for ruta in rutas:
            respuesta = cliente.get(ruta)
            contenido = b"".join(respuesta) if respuesta.streaming else respuesta.content
            assert not [
                s for s in SECRETOS if s.encode() in contenido or s in json.dumps(contenido.decode("utf-8", "ignore"))
            ], ruta
        for tabla in ("contacto", "remitente", "moderacion", "miradacontacto", "borradodatos", "veto", "redaccion"):
            with pytest.raises(como_lectura.negado):
                como_lectura(f"SELECT * FROM malla_vial_{tabla}")
        for columna in ("original", "sugerencias"):
            with pytest.raises(como_lectura.negado):
                como_lectura(f"SELECT {columna} FROM malla_vial_foto")
        with pytest.raises(como_lectura.negado):
            como_lectura("SELECT retenido FROM malla_vial_reporte")
