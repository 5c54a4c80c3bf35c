"""What one person tells the city reaches who must answer it, and nobody else by a side door."""

import datetime as dt
import io
import uuid
from dataclasses import replace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from capas.errores import DatosInvalidos
from capas.limites.balde import Ritmo
from capas.models import FichaCapa
from malla_vial import acciones, fotos
from malla_vial.acciones import avisos, enlaces, envio, firmas
from malla_vial.acciones.remision import remitir
from malla_vial.models import (
    Adhesion,
    AvisoPrivacidad,
    BorradoDatos,
    Contacto,
    ContactoAdhesion,
    Correo,
    EntidadResponsable,
    Foto,
    MiradaContacto,
    Reporte,
    Suscripcion,
)
from malla_vial.sospechas import Envio
from malla_vial.views import porteria
from tests import fabricas
from tests.cabeceras import HTML

ANA = acciones.Contacto(nombre="Ana Ximena", correo="ana@ejemplo.co", telefono="300 765 43 21")


def _foto(ancho=400):
    return fotos.limpiar(SimpleUploadedFile("foto.jpg", fabricas.foto(ancho).getvalue()))


def _sumar(reporte, **mas):
    return acciones.sumarse(reporte=reporte, clave=uuid.uuid4(), **mas)


def test_lo_que_aporta_quien_pidio_no_se_le_escribe_a_quien_sigue(usuario):
    reporte = fabricas.reporte(contacto=ANA)
    _sumar(reporte, contacto=acciones.Contacto(correo="vecino@ejemplo.co"))
    Suscripcion.objects.update(confirmada_en=timezone.now())
    acciones.pedir_informacion(peticion=reporte.peticion, texto="¿De qué lado?", usuario=usuario)
    assert Correo.objects.filter(a="vecino@ejemplo.co", contexto__texto="¿De qué lado?").exists()
    Correo.objects.all().delete()
    acciones.aportar(peticion=reporte.peticion, texto="Frente a mi casa, la 12-34")
    carta = Correo.objects.get()
    assert (carta.a, carta.contexto["texto"]) == ("ana@ejemplo.co", "")


@pytest.mark.parametrize("ruta", ["constancia", "constancia.pdf"])
def test_la_constancia_no_le_dice_a_la_oficina_quien_la_pidio(cliente_con_rol, ruta, monkeypatch):
    reporte = fabricas.reporte(contacto=ANA)
    escrito = []
    monkeypatch.setattr(
        "malla_vial.views.peticiones.escribir",
        lambda request, plantilla, contexto: escrito.append((plantilla, contexto)) or b"%PDF",
    )
    direccion = f"/peticiones/{reporte.codigo}/{ruta}"
    respuesta = cliente_con_rol("infraestructura").get(direccion, **HTML)
    suya = Client().get(f"{direccion}?llave={firmas.firma(reporte.codigo)}", **HTML)
    assert (respuesta.status_code, suya.status_code) == (200, 200)
    if escrito:
        assert [contexto["suya"] for _, contexto in escrito] == [False, True]
        return
    assert not [s for s in ("Ana Ximena", "ana@", "765 43", "llave=") if s in respuesta.content.decode()]
    assert "Ana Ximena" in suya.content.decode()


def test_quien_reporto_no_ve_sin_moderar_las_fotos_de_quien_se_sumo(client):
    client.post("/reportar", fabricas.formulario(foto=[fabricas.foto()]), **HTML)
    reporte = Reporte.objects.get()
    _sumar(reporte, fotos=[_foto(500)])
    propia, ajena = Foto.objects.order_by("pk").get(adhesion=None), Foto.objects.get(adhesion__isnull=False)
    pagina = client.get(f"/reportes/{reporte.codigo}", **HTML).content.decode()
    assert (str(propia.pk) in pagina, str(ajena.pk) in pagina) == (True, False)
    assert client.get(f"/fotos/{propia.pk}-m.jpg").status_code == 200
    assert client.get(f"/fotos/{ajena.pk}-m.jpg").status_code == 404
    Foto.objects.update(publica=True)
    assert str(ajena.pk) in client.get(f"/reportes/{reporte.codigo}", **HTML).content.decode()


def test_la_mesa_ve_quien_se_sumo_solo_donde_queda_anotado(cliente_con_rol):
    reporte, mesa = fabricas.reporte(), cliente_con_rol("infraestructura")
    _sumar(reporte, contacto=ANA)
    pagina = mesa.get(f"/gestion/reportes/{reporte.codigo}", **HTML).content.decode()
    assert "dejó contacto" in pagina
    assert not [s for s in ("Ana Ximena", "ana@", "765 43") if s in pagina]
    assert "ana@ejemplo.co" in mesa.post(f"/gestion/contacto/{reporte.codigo}", **HTML).content.decode()
    assert MiradaContacto.objects.get().peticion == reporte.peticion


def test_la_bandeja_de_correos_no_lista_las_direcciones_de_nadie(cliente_con_rol):
    fabricas.reporte(contacto=ANA)
    Correo.objects.update(error="SMTPRecipientsRefused: {'ana@ejemplo.co': (550, b'<ana@ejemplo.co> no existe')}")
    pagina = cliente_con_rol("infraestructura").get("/gestion/correos", **HTML).content.decode()
    assert "a•••@ejemplo.co" in pagina
    assert "550" in pagina
    assert "ana@ejemplo.co" not in pagina


def test_con_la_direccion_de_otro_no_se_le_llena_el_buzon(settings):
    settings.LIMITES_FACTOR = 1
    cuantos = int(avisos.POR_BUZON.cabe) + 4
    for n in range(cuantos):
        reporte = fabricas.reporte(dx=200 * n, contacto=acciones.Contacto(correo="Victima@ejemplo.co"))
        avisos.pedir_seguir("victima@ejemplo.co", reporte=reporte)
    avisos.pedir_seguir("otra@ejemplo.co", reporte=reporte)
    assert Reporte.objects.count() == cuantos
    assert Correo.objects.filter(a="victima@ejemplo.co").count() == avisos.POR_BUZON.cabe
    assert Correo.objects.filter(a="otra@ejemplo.co").count() == 1


@pytest.mark.parametrize(
    "ruta", ["/peticiones/IBG-X/completar", "/reportes/IBG-X/arreglado", "/privacidad/borrar/propios"]
)
def test_toda_puerta_que_recibe_algo_cuenta_los_intentos(client, ruta, monkeypatch, settings):
    settings.LIMITES_FACTOR = 1
    monkeypatch.setattr(porteria, "INTENTOS", Ritmo(cabe=2, por_hora=1))
    estados = [client.post(ruta, **HTML).status_code for _ in range(3)]
    assert (429 in estados[:2], estados[2]) == (False, 429)


@pytest.mark.parametrize("quien", ["navegador", "correo"])
def test_a_quien_esta_vetado_no_se_le_publica_nada_al_sumarse(usuario, settings, quien):
    settings.FOTOS_INMEDIATAS = True
    envio = Envio(navegador="marca")
    acciones.vetar(reporte=fabricas.reporte(contacto=ANA, envio=envio), motivo="insultos", dias=3, usuario=usuario)
    malo = {"envio": envio} if quien == "navegador" else {"contacto": acciones.Contacto(correo="ANA@ejemplo.co")}
    caso = fabricas.reporte(dx=900)
    _sumar(caso, fotos=[_foto()], **malo)
    assert not Foto.objects.get().publica
    _sumar(caso, fotos=[_foto()])
    assert Foto.objects.filter(publica=True).count() == 1


def test_la_misma_foto_es_una_y_un_caso_no_se_llena_sin_fin(monkeypatch):
    monkeypatch.setattr(acciones.fotos, "POR_CASO", 2)
    caso, una = fabricas.reporte(), _foto()
    _sumar(caso, fotos=[una, una])
    _sumar(caso, fotos=[una])
    assert Foto.objects.count() == 1
    with pytest.raises(DatosInvalidos, match="sin fotos"):
        _sumar(caso, fotos=[_foto(), _foto()])
    _sumar(caso)
    assert (Adhesion.objects.count(), Foto.objects.count()) == (3, 1)


def test_la_puerta_de_sumarse_mira_a_quien_envia(client, usuario, settings):
    settings.FOTOS_INMEDIATAS = True
    caso = fabricas.reporte()
    datos = {"clave": str(uuid.uuid4()), "foto": [fabricas.foto()], porteria.CAMPO_TRAMPA: "http://compre.ya"}
    assert client.post(f"/reportes/{caso.codigo}/sumarme", datos, HTTP_ACCEPT="application/json").status_code == 201
    assert not Foto.objects.get().publica


def test_el_original_que_se_oculto_no_se_lee_por_su_duplicado(client, usuario):
    original, otro = fabricas.reporte(), fabricas.reporte()
    acciones.fundir(duplicados=[otro], original=original, usuario=usuario)
    ruta = f"/reportes/{otro.codigo}/sumarme"
    assert client.get(ruta, **HTML).status_code == 200
    Reporte.objects.filter(pk=original.pk).update(visible=False)
    assert client.get(ruta, **HTML).status_code == 404
    assert client.post(ruta, {"clave": str(uuid.uuid4())}, **HTML).status_code == 404


def test_cerrado_el_inventario_no_se_lee_por_las_preguntas_del_reporte(client):
    tramo = fabricas.tramo()
    reporte = fabricas.reporte(dx=15)
    lugar = {"lon": "-75.2322", "lat": "4.4389"}
    parecidos = lambda: client.get("/reportar/parecidos", {"tipo": "hueco", **lugar}, HTTP_ACCEPT="application/json")  # noqa: E731
    assert client.get("/reportar/lugar", lugar).json()["direccion"] == tramo.nombre
    antes = parecidos().json()
    FichaCapa.objects.filter(pk="tramos-viales").update(publicada=False)
    assert tramo.nombre not in client.get("/reportar/lugar", lugar).content.decode()
    despues = parecidos().json()
    assert str(antes).count(reporte.codigo) == str(despues).count(reporte.codigo)
    assert "True" in str(antes)
    assert "True" not in str(despues)
    assert fabricas.reporte().direccion == tramo.nombre


def test_la_carta_del_traslado_pierde_las_palabras_y_la_de_confirmar_se_va():
    """Of whoever is erased; what others follow stays theirs."""
    reporte = fabricas.reporte(contacto=ANA, direccion="Frente a la casa de mi tía", descripcion="El vecino grosero")
    EntidadResponsable.objects.create(condicion="vecino", codigo="73124", nombre="Cajamarca", buzon="pqrs@c.ejemplo.co")
    assert "Le enviamos" in remitir(reporte, "Cajamarca")
    avisos.pedir_confirmacion(Suscripcion.objects.get(reporte=reporte, propia=True))
    avisos.pedir_seguir("vecino@ejemplo.co", reporte=reporte)
    acciones.borrar_datos(peticion=reporte.peticion, motivo="titular")
    assert sorted(Correo.objects.values_list("a", flat=True)) == ["pqrs@c.ejemplo.co", "vecino@ejemplo.co"]
    traslado = Correo.objects.get(plantilla="traslado")
    assert (traslado.contexto["sena"], traslado.contexto["descripcion"]) == ("", "")
    assert reporte.codigo in envio.previa(traslado)


def _seguir(correo="vecino@ejemplo.co", **fechas):
    reporte = fabricas.reporte(contacto=ANA)
    avisos.pedir_seguir(correo, reporte=reporte)
    Suscripcion.objects.filter(correo=correo).update(**fechas)


@pytest.mark.parametrize(
    ("fechas", "queda"),
    [
        ({"creada_en": 6}, True),
        ({"creada_en": 8}, False),
        ({"creada_en": 90, "confirmada_en": 90}, True),
        ({"creada_en": 90, "confirmada_en": 90, "baja_en": 29}, True),
        ({"creada_en": 90, "confirmada_en": 90, "baja_en": 31}, False),
    ],
)
def test_quien_no_confirmo_y_quien_se_fue_se_olvidan(fechas, queda):
    _seguir(**{campo: timezone.now() - dt.timedelta(days=dias) for campo, dias in fechas.items()})
    Suscripcion.objects.filter(propia=True).update(creada_en=timezone.now() - dt.timedelta(days=90))
    call_command("borrar_datos_personales", stdout=io.StringIO())
    assert Suscripcion.objects.filter(correo="vecino@ejemplo.co").exists() is queda
    assert Correo.objects.filter(a="vecino@ejemplo.co").exists() is queda
    assert Suscripcion.objects.filter(propia=True).exists()


def test_quien_solo_sigue_tambien_se_borra_por_enlace(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    _seguir(confirmada_en=timezone.now())
    Correo.objects.filter(plantilla="recibido").delete()
    client.post("/privacidad/borrar", {"correo": "Vecino@ejemplo.co"})
    assert envio.enviar_pendientes() == 2
    ruta = reverse("enlace", args=[enlaces.emitir("borrar", correo="vecino@ejemplo.co")])
    assert "lo que sigo (1)" in client.get(ruta, **HTML).content.decode()
    assert "Lo que seguía" in client.post(ruta, {"suscripciones": "on", "confirmar": "1"}, **HTML).content.decode()
    assert list(Suscripcion.objects.values_list("propia", flat=True)) == [True]
    assert BorradoDatos.objects.get().borrado == {"suscripciones": 1}


DE_AYER = dict.fromkeys(("finalidad", "datos", "derechos", "conservacion", "canales"), "x") | {"version": "de-ayer"}


@pytest.mark.parametrize(("dicha", "guardada"), [("2026-1", "2026-1"), ("inventada", ""), ("", "")])
def test_se_guarda_el_aviso_que_se_mostro_y_no_el_que_rige(client, dicha, guardada):
    """A report that waited for a network under an older notice was consented under that one."""
    caso = fabricas.reporte()
    assert 'name="aviso_version" value="2026-1"' in client.get("/reportar", **HTML).content.decode()
    AvisoPrivacidad.objects.create(rige_desde=timezone.localdate(), **DE_AYER)
    for ruta in ("/reportar", f"/reportes/{caso.codigo}/sumarme", "/pqrsd"):
        assert 'name="aviso_version" value="de-ayer"' in client.get(ruta, **HTML).content.decode()
    datos = {"correo": "luis@ejemplo.co", "acepta": "on", "aviso_version": dicha}
    client.post("/reportar", fabricas.formulario(**datos), **HTML)
    client.post(f"/reportes/{caso.codigo}/sumarme", datos | {"clave": str(uuid.uuid4())}, **HTML)
    for tabla in (Contacto, ContactoAdhesion):
        assert tabla.objects.get().aviso_version == guardada
        assert tabla.objects.get().acepto_en


def test_por_open311_nadie_acepto_nuestro_aviso():
    fabricas.reporte(contacto=replace(ANA, aviso_version="2026-1"), origen="open311")
    assert (Contacto.objects.get().aviso_version, Contacto.objects.get().acepto_en) == ("", None)


def test_el_aviso_que_acepto_quien_se_sumo_tampoco_se_edita(admin_client):
    ruta = f"/admin/malla_vial/avisoprivacidad/{AvisoPrivacidad.objects.get().pk}/change/"
    assert 'name="finalidad"' in admin_client.get(ruta).content.decode()
    _sumar(fabricas.reporte(), contacto=replace(ANA, aviso_version="2026-1"))
    assert 'name="finalidad"' not in admin_client.get(ruta).content.decode()
