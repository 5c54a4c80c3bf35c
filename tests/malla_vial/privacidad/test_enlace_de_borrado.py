"""The link by which people erase what they sent."""

import io
import uuid

from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from malla_vial import acciones
from malla_vial.acciones import enlaces, envio
from malla_vial.models import Contacto, Correo, EnlaceUnico, Reporte, Suscripcion
from tests import fabricas
from tests.cabeceras import HTML
from tests.malla_vial.privacidad.comun import ANA, cerrar_hace


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
        cerrar_hace(suma.reporte, 400, usuario)
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
