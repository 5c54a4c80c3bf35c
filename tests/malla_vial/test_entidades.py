"""The desk sees which bodies lack a mailbox for transfers and writes it; none is invented, and who wrote it stays."""

import re

import pytest

from capas.models import Cambio, MunicipioVecino
from malla_vial import acciones
from malla_vial.models import Correo, EntidadResponsable
from tests import fabricas

URL = "/gestion/entidades"
INVIAS = "INVÍAS (Instituto Nacional de Vías)"


def datos(**cambios) -> dict[str, str]:
    return {"nombre": INVIAS, "buzon": "", "linea": "#767", "pagina": "", "frase": "Responde el INVÍAS."} | cambios


def faltan(mesa) -> str:
    pagina = mesa.get(URL).content.decode()
    return (re.findall(r"Falta el correo de (.*?)</strong>", pagina, re.DOTALL) or [""])[0]


def test_dice_a_quien_le_falta_el_correo_y_calla_lo_que_no_es_de_una_sola_entidad(mesa):
    dicho = faltan(mesa)
    assert INVIAS in dicho
    assert "Gobernación" in dicho
    assert "propiedad" not in dicho
    assert not EntidadResponsable.objects.exclude(buzon="").exists()  # none comes with the software


def test_escrito_el_correo_los_traslados_salen_solos_y_queda_quien_lo_escribio(mesa):
    invias = EntidadResponsable.objects.get(condicion="nacion")
    respuesta = mesa.post(f"{URL}/{invias.pk}", datos(buzon="traslados@ejemplo.co"), follow=True)
    assert "los traslados le llegan solos" in respuesta.content.decode()
    assert INVIAS not in faltan(mesa)
    reporte = fabricas.reporte()
    mesa.post(
        f"/gestion/reportes/{reporte.codigo}/estado",
        {"a": "trasladado", "entidad": INVIAS, "respuesta": "Es nacional."},
    )
    assert Correo.objects.get(plantilla="traslado").a == "traslados@ejemplo.co"
    cambio = Cambio.objects.filter(tabla="malla_vial_entidadresponsable", fila=invias.pk).first()
    assert (cambio.antes["buzon"], bool(cambio.autor)) == ("", True)


@pytest.mark.parametrize("malo", [{"buzon": "no es un correo"}, {"nombre": ""}, {"frase": ""}, {"pagina": "x"}])
def test_lo_mal_escrito_no_se_guarda_y_se_dice(mesa, malo):
    invias = EntidadResponsable.objects.get(condicion="nacion")
    respuesta = mesa.post(f"{URL}/{invias.pk}", datos(**malo))
    assert respuesta.status_code == 422
    assert "Hay datos por corregir" in respuesta.content.decode()
    invias.refresh_from_db()
    assert (invias.nombre, invias.buzon) == (INVIAS, "")


def test_una_alcaldia_vecina_que_nadie_ha_escrito_se_escribe_desde_la_lista(mesa):
    geom = fabricas.geometria("MULTIPOLYGON", 20_000, -20_000, 40_000)
    MunicipioVecino.objects.create(codigo="73124", nombre="Cajamarca", geom=geom)
    assert "1 alcaldía vecina" in faltan(mesa)
    fabricas.municipio()
    perdido = fabricas.reporte(dx=25_000, trasladar=True)
    assert f"/gestion/peticiones/{perdido.codigo}" in mesa.get(URL).content.decode()
    nueva = f"{URL}/nueva?municipio=73124"
    assert "queda en Cajamarca" in mesa.get(nueva).content.decode()
    mesa.post(nueva, datos(nombre="Alcaldía de Cajamarca", buzon="c@ejemplo.co"))
    assert EntidadResponsable.objects.get(condicion="municipio_vecino", codigo="73124").buzon == "c@ejemplo.co"
    assert "vecina" not in faltan(mesa)
    assert mesa.get(f"{URL}/nueva?municipio=99").status_code == 404


def test_la_que_se_escribio_al_trasladar_se_agrega_una_vez(mesa, usuario_con_rol):
    reporte, usuario = fabricas.reporte(), usuario_con_rol("planeacion")
    acciones.cambiar_estado(
        reporte=reporte, a="trasladado", usuario=usuario, respuesta="No es nuestra.", entidad="Cortolima"
    )
    assert "nueva?nombre=Cortolima" in mesa.get(URL).content.decode()
    for codigo in (302, 422):
        assert mesa.post(f"{URL}/nueva", datos(nombre="Cortolima", buzon="c@ejemplo.co")).status_code == codigo
    assert EntidadResponsable.objects.get(condicion="otra").codigo == "cortolima"
    assert "nueva?nombre=Cortolima" not in mesa.get(URL).content.decode()


@pytest.mark.parametrize(("rol", "codigo"), [("planeacion", 200), ("atencion", 200), ("cultura", 403), ("tic", 403)])
def test_las_lleva_quien_traslada(cliente_con_rol, rol, codigo):
    invias = EntidadResponsable.objects.get(condicion="nacion")
    quien = cliente_con_rol(rol)
    assert quien.get(URL).status_code == codigo
    respuesta = quien.post(f"{URL}/{invias.pk}", datos(buzon="otro@ejemplo.co"))
    assert respuesta.status_code == (302 if codigo == 200 else 403)
    assert EntidadResponsable.objects.filter(buzon="otro@ejemplo.co").exists() is (codigo == 200)


def test_al_trasladar_se_ve_quien_no_tiene_correo(mesa):
    reporte = fabricas.reporte()
    EntidadResponsable.objects.filter(condicion="nacion").update(buzon="t@ejemplo.co")
    for pagina in ("reportes", "peticiones"):
        texto = mesa.get(f"/gestion/{pagina}/{reporte.codigo}").content.decode()
        assert f'<option value="{INVIAS}">Le escribimos enseguida' in texto
        assert '<option value="Gobernación del departamento">Sin correo' in texto


def test_los_reportes_que_parecen_de_otro_se_ven_con_su_entidad_hasta_que_alguien_decide(mesa):
    fabricas.municipio()
    fabricas.tramo(dx=-50, propietario="nacion")
    reporte = fabricas.reporte()
    enlace = f'href="/gestion/peticiones/{reporte.codigo}"'
    assert enlace in mesa.get(URL).content.decode()
    mesa.post(f"/gestion/peticiones/{reporte.codigo}/trasladar", {"entidad": INVIAS, "texto": "Es nacional."})
    assert enlace not in mesa.get(URL).content.decode()
