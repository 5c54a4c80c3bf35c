"""Erased is erased: in every table, in the trail and on the disk."""

import datetime as dt
import io

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from malla_vial import acciones
from malla_vial.acciones import borrado
from malla_vial.acciones.redaccion import tapar_foto
from malla_vial.almacen import originales
from malla_vial.models import (
    BorradoDatos,
    Contacto,
    Correo,
    Foto,
    NotaInterna,
    Peticion,
    Remitente,
    Reporte,
    Suscripcion,
)
from malla_vial.redaccion import Zona
from tests import fabricas
from tests.malla_vial.privacidad.comun import SECRETOS, cerrar_hace, reporte_de_ana


def _guardado():
    """Everything that the tables hold, as text, but who works here."""
    partes = []
    with connection.cursor() as cursor:
        for modelo in apps.get_models():
            if modelo._meta.managed and modelo._meta.app_label in ("malla_vial", "capas"):
                cursor.execute(f'SELECT t::text FROM "{modelo._meta.db_table}" t')
                partes += [fila[0] for fila in cursor.fetchall()]
    return "\n".join(partes)


class TestBorrar:
    def _lleno(self, usuario):
        reporte = reporte_de_ana()
        foto = tapar_foto(foto=reporte.fotos.get(), zonas=[Zona(0, 0, 9, 9)], usuario=usuario)
        acciones.anotar(reporte=reporte, texto="Llamar a Ana Ximena al 300 765 43 21", usuario=usuario)
        acciones.mover_reporte(reporte=reporte, punto=fabricas.CENTRO, usuario=usuario)  # a copy in the trail
        return Reporte.objects.get(pk=reporte.pk), foto

    def test_no_queda_en_ninguna_tabla_ni_en_el_disco(self, usuario, settings, django_capture_on_commit_callbacks):
        with django_capture_on_commit_callbacks(execute=True):
            reporte, foto = self._lleno(usuario)
        assert all(secreto in _guardado() for secreto in SECRETOS)
        with django_capture_on_commit_callbacks(execute=True):
            acciones.borrar_datos(peticion=reporte.peticion, motivo="titular")
        guardado = _guardado()
        assert not [secreto for secreto in SECRETOS if secreto in guardado]
        assert not originales.exists(foto.original.name)
        assert not [r for raiz in (settings.MEDIA_ROOT, settings.ORIGINALES_ROOT) for r in raiz.rglob("*.jpg")]
        for modelo in (Contacto, Remitente, NotaInterna, Suscripcion, Correo):
            assert not modelo.objects.exists(), modelo

    def test_el_reporte_sigue_y_es_de_nadie(self, usuario):
        reporte, _ = self._lleno(usuario)
        acciones.borrar_datos(peticion=reporte.peticion, motivo="titular")
        respuesta = Client().get(f"/reportes/{reporte.codigo}", HTTP_ACCEPT="application/json")
        assert respuesta.status_code == 200
        assert Reporte.objects.get().geom

    def test_lo_que_se_aprobo_se_queda(self, usuario):
        reporte, foto = self._lleno(usuario)
        acciones.moderar(reporte=reporte, visible=True, texto_aprobado=True, fotos_publicas=[foto], usuario=usuario)
        acciones.borrar_datos(peticion=reporte.peticion, motivo="conservacion")
        reporte.refresh_from_db()
        assert reporte.descripcion_publica
        assert not reporte.sena
        assert Foto.objects.get().original.name == ""

    def test_la_constancia_dice_cuantos_y_no_cuales(self, usuario):
        reporte, _ = self._lleno(usuario)
        acciones.borrar_datos(peticion=reporte.peticion, motivo="titular")
        constancia = BorradoDatos.objects.get()
        assert (constancia.radicado, constancia.motivo) == (reporte.codigo, "titular")
        assert constancia.borrado["contacto"] == constancia.borrado["originales de fotos"] == 1
        assert not [secreto for secreto in SECRETOS if secreto in str(constancia.borrado)]

    @pytest.mark.parametrize(("dias", "toca"), [(364, False), (366, True)])
    def test_la_orden_de_cada_noche_borra_lo_cerrado_hace_mas_del_plazo(self, usuario, dias, toca):
        reporte = reporte_de_ana()
        cerrar_hace(reporte, dias, usuario)
        salida = io.StringIO()
        call_command("borrar_datos_personales", stdout=salida)
        assert Contacto.objects.exists() is not toca
        assert (reporte.codigo in salida.getvalue()) is toca

    def test_lo_abierto_no_se_borra_nunca(self, usuario):
        reporte_de_ana()
        call_command("borrar_datos_personales", stdout=io.StringIO())
        assert Contacto.objects.exists()

    def test_el_ensayo_cuenta_y_no_toca(self, usuario, settings):
        reporte, foto = self._lleno(usuario)
        cerrar_hace(reporte, 400, usuario)
        salida = io.StringIO()
        call_command("borrar_datos_personales", "--ensayo", stdout=salida)
        assert f"{reporte.codigo}: contacto: 1" in salida.getvalue()
        assert Contacto.objects.exists()
        assert originales.exists(foto.original.name)
        assert not BorradoDatos.objects.exists()

    def test_la_segunda_noche_no_hay_nada_y_si_se_reabre_si(self, usuario):
        reporte = reporte_de_ana()
        cerrar_hace(reporte, 400, usuario)
        assert len(list(borrado.borrar_vencidos())) == 1
        assert not list(borrado.borrar_vencidos())
        Peticion.objects.update(cerrada_en=timezone.now())
        mas_tarde = timezone.now() + dt.timedelta(days=400)
        assert len(list(borrado.borrar_vencidos(hoy=mas_tarde))) == 1


PERSONALES = {"correo", "telefono", "documento", "account_id", "device_id", "media_url"}
CUBIERTOS = {"Contacto", "ContactoAdhesion", "Suscripcion", "EnlaceUnico", "EnvioOpen311", "Remitente"}
DE_LA_ENTIDAD = {"Dependencia", "LlaveOpen311"}  # offices and programmes, no person who filed something


def test_ninguna_tabla_nueva_guarda_a_alguien_sin_que_el_borrado_la_conozca():
    """Who adds a table with somebody's data adds it to `acciones/borrado.py`, and its name here."""
    con_datos = {
        modelo.__name__
        for modelo in apps.get_app_config("malla_vial").get_models()
        if PERSONALES & {campo.name for campo in modelo._meta.concrete_fields}
    }
    assert con_datos <= CUBIERTOS | DE_LA_ENTIDAD
