"""The role `lectura` finds no personal datum, whatever SQL reaches it."""

import pytest

from capas.catalogo import declaradas, expuestas
from capas.models import FichaCapa
from malla_vial.models import Contacto, Foto, NotaInterna, PreguntaDano, Reporte
from tests import fabricas

PRIVADAS = [
    "auth_user", "django_session", "malla_vial_contacto", "malla_vial_notainterna", "capas_cambio", "capas_toque",
    "malla_vial_tramointervenido", "auth_user_groups", "django_admin_log",
]  # fmt: skip


@pytest.mark.parametrize("tabla", PRIVADAS)
def test_no_lee_tablas_privadas(tabla, como_lectura):
    with pytest.raises(como_lectura.negado, match="permission denied"):
        como_lectura(f"SELECT * FROM {tabla}")


@pytest.mark.parametrize("capa", declaradas(), ids=lambda capa: capa.id)
def test_de_cada_capa_lee_las_columnas_publicas_y_ninguna_otra(capa, como_lectura):
    for campo in capa.modelo._meta.concrete_fields:
        consulta = f'SELECT "{campo.column}" FROM {capa.tabla} LIMIT 1'
        if campo.column in capa.columnas_publicas:
            como_lectura(consulta)
        else:
            with pytest.raises(como_lectura.negado, match="permission denied"):
                como_lectura(consulta)


@pytest.mark.parametrize("capa", declaradas(), ids=lambda capa: capa.id)
@pytest.mark.parametrize(
    "orden", ["DELETE FROM {}", "UPDATE {} SET id = id", "TRUNCATE {}", "INSERT INTO {} DEFAULT VALUES"]
)
def test_no_escribe(capa, orden, como_lectura):
    with pytest.raises(como_lectura.negado, match="permission denied"):
        como_lectura(orden.format(capa.tabla))


def test_no_ve_lo_oculto_ni_lo_que_cuelga_de_ello(como_lectura):
    visible, oculto = fabricas.reporte(), fabricas.reporte(visible=False)
    for reporte in (visible, oculto):
        Foto.objects.create(reporte=reporte, archivo="a.jpg", miniatura="b.jpg", ancho=1, alto=1, publica=True)
        Foto.objects.create(reporte=reporte, archivo="c.jpg", miniatura="d.jpg", ancho=1, alto=1, publica=False)
    assert como_lectura("SELECT id FROM malla_vial_reporte") == [(visible.pk,)]
    assert como_lectura("SELECT DISTINCT reporte_id FROM malla_vial_movimiento") == [(visible.pk,)]
    assert como_lectura("SELECT reporte_id, archivo FROM malla_vial_foto") == [(visible.pk, "a.jpg")]


def test_el_texto_sale_cuando_se_aprueba(como_lectura):
    reporte = fabricas.reporte(descripcion="Soy Ana, vivo al frente")
    assert como_lectura("SELECT descripcion_publica FROM malla_vial_reporte") == [("",)]
    reporte.texto_aprobado = True
    reporte.save()
    assert como_lectura("SELECT descripcion_publica FROM malla_vial_reporte") == [("Soy Ana, vivo al frente",)]


def test_cerrar_una_capa_la_cierra_en_la_base(como_lectura):
    ficha = FichaCapa.objects.get(pk="zonas-wifi")
    ficha.publicada = False
    ficha.save()
    with pytest.raises(como_lectura.negado, match="permission denied"):
        como_lectura("SELECT geom FROM conectividad_zonawifi")
    assert como_lectura("SELECT id FROM capas_fichacapa WHERE id = 'zonas-wifi'") == []
    ficha.publicada = True
    ficha.save()
    assert como_lectura("SELECT geom FROM conectividad_zonawifi") == []


def test_de_una_tabla_compartida_solo_ve_las_filas_de_las_capas_abiertas(como_lectura):
    fabricas.municipio()
    ficha = FichaCapa.objects.get(pk="barrios")
    ficha.clasificacion = FichaCapa.Clasificacion.RESERVADA
    ficha.save()
    niveles = {nivel for (nivel,) in como_lectura("SELECT nivel FROM capas_unidadterritorial")}
    assert niveles == {"municipio", "comuna"}


def test_ningun_dato_de_contacto_esta_en_una_columna_publica():
    personales = {
        campo.name for campo in Contacto._meta.fields if campo.name not in ("id", "peticion", "direccion")
    } | {"texto"}
    columnas = {c for capa in declaradas() if capa.modelo is Reporte for c in capa.publicos}
    columnas |= {c for tabla in expuestas() for c in tabla.columnas if tabla.modelo not in (Foto, PreguntaDano)}
    assert not personales & (columnas - {"nombre"})
    assert NotaInterna not in [tabla.modelo for tabla in expuestas()]


def test_la_puerta_de_verdad_es_otro_usuario_de_la_base(settings):
    assert settings.DATABASES["lectura"]["USER"] != settings.DATABASES["default"].get("USER")
