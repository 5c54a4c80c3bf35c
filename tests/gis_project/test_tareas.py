"""What the calendar owes: every task once a day, and how it went is written down."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command, get_commands

from capas.models import TareaDiaria
from capas.sql_tareas import a_solas
from gis_project.management.commands import tareas_diarias


def test_todas_existen():
    assert set(tareas_diarias.TAREAS) <= get_commands().keys()


def test_cada_tarea_corre_una_vez_al_dia_y_al_siguiente_otra(db, settings, tmp_path, capsys, monkeypatch):
    settings.DATOS_EXPORTADOS = settings.MEDIA_ROOT = tmp_path
    call_command("tareas_diarias")
    dichas = capsys.readouterr().out
    assert all(nombre in dichas for nombre in tareas_diarias.TAREAS)
    assert set(TareaDiaria.objects.values_list("bien", flat=True)) == {True}
    call_command("tareas_diarias")
    assert capsys.readouterr().out == ""
    TareaDiaria.objects.filter(pk="vigilar_plazos").update(dia=dt.date(2020, 1, 1))
    call_command("tareas_diarias")
    assert capsys.readouterr().out.count("\n") == 1


def test_la_que_falla_queda_dicha_y_no_detiene_a_las_demas(db, monkeypatch):
    monkeypatch.setattr(tareas_diarias, "TAREAS", ("no_existe", "purgar_limites"))
    with pytest.raises(CommandError, match="no_existe"):
        call_command("tareas_diarias", verbosity=0)
    mala, buena = TareaDiaria.objects.order_by("nombre")
    assert (mala.bien, buena.bien) == (False, True)
    assert "no_existe" in mala.dijo


@pytest.fixture
def corridas(db, monkeypatch):
    """Two tasks that only count how often they ran; what `falla` holds, fails."""
    hechas, falla = [], set()

    def correr(nombre, **opciones):
        hechas.append(nombre)
        if nombre in falla:
            raise OSError("no hay disco")

    monkeypatch.setattr(tareas_diarias, "TAREAS", ("mala", "buena"))
    monkeypatch.setattr(tareas_diarias, "call_command", correr)
    return hechas, falla


def llamar() -> bool:
    """Whether an hourly call ended well."""
    try:
        call_command("tareas_diarias", verbosity=0)
    except CommandError:
        return False
    return True


def test_la_que_falla_se_intenta_en_cada_llamada_hasta_que_sale_bien_y_no_mas(corridas):
    hechas, falla = corridas
    falla.add("mala")
    assert [llamar(), llamar()] == [False, False]
    falla.clear()
    assert [llamar(), llamar()] == [True, True]
    assert hechas == ["mala", "buena", "mala", "mala"]
    assert TareaDiaria.objects.get(pk="mala").intentos == 3
    TareaDiaria.objects.update(dia=dt.date(2020, 1, 1))
    assert llamar()
    assert set(TareaDiaria.objects.values_list("intentos", flat=True)) == {1}


def test_la_que_se_interrumpe_corre_de_nuevo(corridas):
    hechas, _ = corridas
    llamar()
    TareaDiaria.objects.filter(pk="mala").update(bien=None, termino=None)
    llamar()
    assert hechas == ["mala", "buena", "mala"]


def test_dos_procesos_no_corren_la_misma_a_la_vez(corridas):
    hechas, _ = corridas
    with a_solas("tarea mala") as libre:
        assert libre
        assert llamar()
        assert hechas == ["buena"]
        assert not TareaDiaria.objects.filter(pk="mala").exists()
    assert llamar()
    assert hechas == ["buena", "mala"]


def test_la_mesa_ve_la_que_fallo_y_quien_no_atiende_no(corridas, cliente_con_rol):
    _, falla = corridas
    falla.add("mala")
    llamar()
    mesa = cliente_con_rol("infraestructura")
    pagina = mesa.get("/gestion/tareas").content.decode()
    assert "no hay disco" in pagina
    assert "Se intenta de nuevo en la próxima hora" in pagina
    assert "Falló una tarea" in mesa.get("/gestion/").content.decode()
    assert cliente_con_rol("cultura").get("/gestion/tareas").status_code == 403
    falla.clear()
    llamar()
    assert "Falló una tarea" not in mesa.get("/gestion/").content.decode()
