"""Every measure finds the fault that is planted, and none where none is. A measure without a case fails here."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError

from capas.calidad import acciones, cuadricula, sql
from capas.calidad.medidas import MEDIDAS
from capas.catalogo import Capa, todas
from capas.models import FichaCapa, InformeCalidad, MedidaCalidad
from tests import fabricas
from tests.capas.casos_de_calidad import CASOS, capa_de, cuadro, linea, punto


def medida_de(capa: Capa, codigo: str) -> MedidaCalidad:
    informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
    assert informe.fallas == {}
    [hecha] = informe.medidas.filter(codigo=codigo, campo__in=["", *EN_CAMPO.get(codigo, [])])
    return hecha


EN_CAMPO = {"omision": ["nombre"], "dominio": ["tipo"], "referencias": ["padre"]}
CODIGOS = [medida.codigo for medida in MEDIDAS]


def test_cada_medida_tiene_un_caso():
    assert set(CASOS) == set(CODIGOS)
    assert len(CODIGOS) == len(set(CODIGOS))


@pytest.mark.parametrize("codigo", CODIGOS)
def test_encuentra_lo_plantado(codigo):
    plantado, _, hacer = CASOS[codigo]
    capa = hacer(True)
    hecha = medida_de(capa, codigo)
    assert hecha.valor == plantado
    assert hecha.conforme is (None if hecha.umbral is None else False)
    if codigo not in ("opcionales-vacios", "exactitud-declarada", "actualidad"):
        assert hecha.lugares
        assert all(-75.4 < lon < -75.1 and 4.3 < lat < 4.6 for lon, lat in hecha.lugares)
    assert set(hecha.ids) <= set(capa.modelo.objects.values_list("id", flat=True))


@pytest.mark.parametrize("codigo", CODIGOS)
def test_no_encuentra_lo_que_no_hay(codigo):
    _, sano, hacer = CASOS[codigo]
    hecha = medida_de(hacer(False), codigo)
    assert hecha.valor == sano
    assert hecha.conforme is not False


# The report


def test_cada_capa_se_puede_medir_vacia(capas_de_datos):
    for capa in todas():
        informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
        assert (informe.fallas, informe.elementos) == ({}, 0)


def test_medir_de_nuevo_la_misma_revision_la_reemplaza(consumar):
    capa = capa_de("POINT", punto(0))
    ficha = FichaCapa.objects.get(pk=capa.id)
    consumar()
    primero, segundo = acciones.medir(ficha), acciones.medir(ficha)
    assert list(InformeCalidad.objects.filter(ficha=ficha)) == [segundo]
    capa.modelo.objects.update(nombre="otro")
    consumar()
    tercero = acciones.medir(ficha)
    assert tercero.revision == primero.revision + 1
    assert list(InformeCalidad.objects.filter(ficha=ficha)) == [tercero, segundo]


def test_la_historia_esta_acotada(monkeypatch):
    monkeypatch.setattr(acciones, "INFORMES_POR_CAPA", 3)
    ficha = FichaCapa.objects.get(pk=capa_de("POINT", punto(0)).id)
    InformeCalidad.objects.bulk_create([InformeCalidad(ficha=ficha, revision=-n, elementos=0) for n in range(1, 8)])
    ultimo = acciones.medir(ficha)
    assert InformeCalidad.objects.filter(ficha=ficha).count() == 3
    assert InformeCalidad.objects.filter(ficha=ficha).first() == ultimo


def test_una_medida_que_falla_queda_dicha_y_las_demas_siguen(monkeypatch):
    def romper():
        raise DatabaseError("se acabó el tiempo")

    monkeypatch.setattr(sql, "geometria_repetida", romper)
    informe = acciones.medir(FichaCapa.objects.get(pk=capa_de("POINT", punto(0)).id))
    assert informe.fallas == {"geometria-repetida": "se acabó el tiempo"}
    assert not informe.conforme
    assert informe.medidas.filter(codigo="amontonados").exists()


def test_medir_despues_de_importar_nunca_falla(monkeypatch, caplog):
    def romper(*_):
        raise RuntimeError("algo imprevisto")

    monkeypatch.setattr(acciones, "medir", romper)
    capa = capa_de("POINT", punto(0))
    acciones.medir_sin_falta(capa.id)
    assert f"no se pudo medir la capa {capa.id}" in caplog.text


def test_lo_que_no_es_publico_no_se_cuenta_ni_se_senala():
    visible, oculto = fabricas.reporte(visible=True), fabricas.reporte(dx=300, visible=False)
    informe = acciones.medir(FichaCapa.objects.get(pk="reportes"))
    assert informe.elementos == 1
    senalados = {id_ for medida in informe.medidas.all() for id_ in medida.ids}
    assert oculto.pk not in senalados
    assert visible.pk != oculto.pk


def test_una_cobertura_por_campo_no_se_traslapa_entre_sus_valores():
    capa = capa_de("MULTIPOLYGON", cuadro(0, tipo="a"), cuadro(20, tipo="b"), cobertura=True, por="tipo")
    assert medida_de(capa, "traslapes").valor == 0


def test_otra_capa_que_esta_cerrada_no_se_asoma_en_el_informe():
    cuadras = capa_de("MULTIPOLYGON", cuadro(0, 5000), ficha={"clasificacion": "reservada"})
    capa = capa_de("MULTILINESTRING", linea((0, 0), (100, 0)), red=True, sirve_a=cuadras.id)
    informe = acciones.medir(FichaCapa.objects.get(pk=capa.id))
    assert not informe.medidas.filter(codigo="sin-servicio").exists()


def test_ni_se_asoma_lo_que_no_es_publico_de_una_capa_abierta():
    fabricas.reporte(dy=5000, visible=False)
    fabricas.reporte(dy=10, visible=True)
    capa = capa_de("MULTILINESTRING", linea((0, 0), (100, 0)), sirve_a="reportes")
    hecha = medida_de(capa, "sin-servicio")
    assert (hecha.valor, hecha.total, hecha.lugares) == (0, 1, [])


def test_el_hueco_de_una_cuadricula_esta_rodeado():
    llena = {(i, j) for i in range(20) for j in range(20)}
    roto = llena - {(i, j) for i in range(8, 12) for j in range(8, 12)}
    assert cuadricula.huecos(llena) == []
    assert cuadricula.huecos(roto) == [llena - roto]
    assert cuadricula.huecos({(i, 0) for i in range(200)}) == []


@pytest.mark.parametrize("promesa", [{"invento": True}, {"cobertura": "sí"}, {"alcance_m": "lejos"}])
def test_una_promesa_que_no_se_entiende_no_se_guarda(promesa):
    with pytest.raises(ValidationError):
        capa_de("POINT", **promesa)


def test_una_promesa_sobre_un_campo_que_no_hay_es_una_falla_y_no_un_error():
    capa = capa_de("POINT", punto(0), orden=[["desde", "no_hay"]])
    assert "fechas-al-reves" in acciones.medir(FichaCapa.objects.get(pk=capa.id)).fallas
