"""Who filed something is seen by who must answer it, one look at a time; and what is erased is nowhere any more."""

import datetime as dt
import io
import json
import uuid
from dataclasses import replace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from malla_vial import acciones, detector, redaccion
from malla_vial.acciones import borrado, enlaces, envio
from malla_vial.acciones.redaccion import buscar_sugerencias, tapar_foto
from malla_vial.almacen import originales
from malla_vial.models import (
    AvisoPrivacidad,
    BorradoDatos,
    Contacto,
    Correo,
    EnlaceUnico,
    Foto,
    MiradaContacto,
    Moderacion,
    NotaInterna,
    Peticion,
    Remitente,
    Reporte,
    Suscripcion,
)
from malla_vial.redaccion import Zona
from malla_vial.sospechas import Envio
from tests import fabricas

HTML = {"HTTP_ACCEPT": "text/html"}
ANA = acciones.Contacto(nombre="Ana Ximena Rojas", correo="ana.rojas@ejemplo.co", telefono="300 765 43 21")
SECRETOS = ("Ana Ximena", "ana.rojas", "765 43 21", "casa de mi tía", "vecino grosero")


def _reporte(**valores):
    """A report full of what must be erased, with a photo that nobody published."""
    reporte = fabricas.reporte(
        **{"contacto": ANA, "descripcion": "El vecino grosero lo tapó", "direccion": "Frente a la casa de mi tía"}
        | {"envio": Envio("marca-del-navegador")} | valores
    )  # fmt: skip
    acciones.fotos.poner_fotos(reporte, [redaccion.limpiar_imagen(Image.new("RGB", (400, 300), (200, 180, 160)))], [])
    return reporte


def _cerrar(reporte, hace_dias, usuario):
    acciones.cambiar_estado(reporte=reporte, a="descartado", usuario=usuario, respuesta="No se pudo verificar")
    Peticion.objects.filter(pk=reporte.peticion_id).update(cerrada_en=timezone.now() - dt.timedelta(days=hace_dias))


@pytest.fixture
def usuario(usuario_con_rol):
    return usuario_con_rol("infraestructura")


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
        reporte, cliente = _reporte(), cliente_con_rol("planeacion")
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
        reporte, cliente = _reporte(), cliente_con_rol("planeacion")
        assert "Contacto protegido" in cliente.get(f"/gestion/reportes/{reporte.codigo}").content.decode()
        assert cliente.post(f"/gestion/contacto/{reporte.codigo}").status_code == 403
        assert not MiradaContacto.objects.exists()

    @pytest.mark.parametrize("rol", ["cultura", "riesgo", "tic"])
    def test_los_demas_roles_no(self, cliente_con_rol, rol):
        assert cliente_con_rol(rol).post(f"/gestion/contacto/{_reporte().codigo}").status_code in (403, 404)
        assert not MiradaContacto.objects.exists()

    def test_ninguna_puerta_publica_lo_cuenta(self, como_lectura, usuario):
        reporte = _reporte()
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


class TestTapar:
    @pytest.fixture
    def foto(self):
        return _reporte().fotos.get()

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

    @pytest.mark.skipif(not detector.disponible(), reason="sin el paquete de detección")
    def test_una_foto_lisa_no_sugiere_nada(self, foto):
        assert detector.sugerir(foto.archivo.read()) == []


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
        reporte = _reporte()
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
        reporte = _reporte()
        _cerrar(reporte, dias, usuario)
        salida = io.StringIO()
        call_command("borrar_datos_personales", stdout=salida)
        assert Contacto.objects.exists() is not toca
        assert (reporte.codigo in salida.getvalue()) is toca

    def test_lo_abierto_no_se_borra_nunca(self, usuario):
        _reporte()
        call_command("borrar_datos_personales", stdout=io.StringIO())
        assert Contacto.objects.exists()

    def test_el_ensayo_cuenta_y_no_toca(self, usuario, settings):
        reporte, foto = self._lleno(usuario)
        _cerrar(reporte, 400, usuario)
        salida = io.StringIO()
        call_command("borrar_datos_personales", "--ensayo", stdout=salida)
        assert f"{reporte.codigo}: contacto: 1" in salida.getvalue()
        assert Contacto.objects.exists()
        assert originales.exists(foto.original.name)
        assert not BorradoDatos.objects.exists()

    def test_la_segunda_noche_no_hay_nada_y_si_se_reabre_si(self, usuario):
        reporte = _reporte()
        _cerrar(reporte, 400, usuario)
        assert len(list(borrado.borrar_vencidos())) == 1
        assert not list(borrado.borrar_vencidos())
        Peticion.objects.update(cerrada_en=timezone.now())
        mas_tarde = timezone.now() + dt.timedelta(days=400)
        assert len(list(borrado.borrar_vencidos(hoy=mas_tarde))) == 1


class TestElEnlace:
    def _enlace(self, correo="ana.rojas@ejemplo.co"):
        return reverse("enlace", args=[enlaces.emitir("borrar", correo=correo)])

    def test_a_quien_no_se_conoce_no_se_le_escribe(self, client, settings):
        settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
        fabricas.reporte(contacto=ANA)
        Correo.objects.all().delete()
        for correo in ("nadie@ejemplo.co", "Ana.Rojas@ejemplo.co"):
            assert client.post("/privacidad/borrar", {"correo": correo}).status_code == 302
        assert envio.enviar_pendientes() == 1
        assert EnlaceUnico.objects.get(proposito="borrar").correo == "ana.rojas@ejemplo.co"

    def test_abrirlo_no_borra_y_confirmarlo_si_una_vez(self, client):
        uno, otro = fabricas.reporte(contacto=ANA), fabricas.reporte(contacto=ANA)
        ajeno = fabricas.reporte(contacto=acciones.Contacto(correo="otra@ejemplo.co"))
        ruta = self._enlace()
        pagina = client.get(ruta, **HTML).content.decode()
        assert uno.codigo in pagina
        assert otro.codigo in pagina
        assert ajeno.codigo not in pagina
        assert Contacto.objects.count() == 3
        constancia = client.post(ruta, {"cuales": [uno.codigo], "confirmar": "1"}, **HTML)
        assert "Listo, se borraron" in constancia.content.decode()
        assert set(Contacto.objects.values_list("peticion__radicado", flat=True)) == {otro.codigo, ajeno.codigo}
        assert client.post(ruta, {"cuales": [otro.codigo], "confirmar": "1"}, **HTML).status_code == 404
        assert Contacto.objects.count() == 2

    def test_con_el_enlace_de_una_no_se_borra_lo_de_otra(self, client):
        fabricas.reporte(contacto=ANA)
        ajeno = fabricas.reporte(contacto=acciones.Contacto(correo="otra@ejemplo.co"))
        client.post(self._enlace(), {"cuales": [ajeno.codigo], "confirmar": "1"}, **HTML)
        assert Contacto.objects.count() == 2

    def _suma(self, **valores):
        caso = fabricas.reporte()
        clave = uuid.uuid4()
        return acciones.sumarse(
            reporte=caso, clave=clave, **{"texto": "El vecino grosero lo tapó", "contacto": ANA} | valores
        )

    def test_quien_se_sumo_a_un_reporte_ajeno_tambien_se_borra(self, client, usuario):
        suma = self._suma()
        assert "otras personas (1)" in client.get(self._enlace(), **HTML).content.decode()
        client.post(self._enlace(), {"adhesiones": "on", "confirmar": "1"}, **HTML)
        suma.refresh_from_db()
        assert (suma.texto, hasattr(suma, "contacto")) == ("", False)
        assert not Suscripcion.objects.filter(correo="ana.rojas@ejemplo.co").exists()

    def test_y_con_el_tiempo_de_conservacion(self, usuario):
        suma = self._suma()
        _cerrar(suma.reporte, 400, usuario)
        call_command("borrar_datos_personales", stdout=io.StringIO())
        suma.refresh_from_db()
        assert (suma.texto, hasattr(suma, "contacto")) == ("", False)

    def test_desde_el_navegador_que_lo_envio_no_hace_falta_correo(self, client):
        fabricas.reporte()
        codigo = client.post(
            "/reportar", fabricas.formulario(descripcion="vecino grosero"), HTTP_ACCEPT="application/json"
        ).json()["codigo"]
        assert "Desde este navegador" in client.get("/privacidad/borrar", **HTML).content.decode()
        assert codigo in client.post("/privacidad/borrar/propios", **HTML).content.decode()
        assert (
            Client().post("/privacidad/borrar/propios", {"cuales": [codigo], "confirmar": "1"}, **HTML).status_code
            == 200
        )
        assert Reporte.objects.get(codigo=codigo).descripcion
        client.post("/privacidad/borrar/propios", {"cuales": [codigo], "confirmar": "1"}, **HTML)
        assert not Reporte.objects.get(codigo=codigo).descripcion


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
