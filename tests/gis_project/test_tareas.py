"""What the calendar owes: every task once a day, and how it went is written down."""

import datetime as dt

import pytest
from django.core.management import CommandError, call_command, get_commands

from capas.models import TareaDiaria
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
