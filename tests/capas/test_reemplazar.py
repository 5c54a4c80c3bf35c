"""A layer that others name is not replaced."""

import json

import pytest
from django.core.management import CommandError, call_command

from malla_vial import acciones
from malla_vial.models import TramoVial
from tests import fabricas


def test_lo_que_otros_nombran_no_se_reemplaza_y_se_dice_quien(tmp_path, usuario_con_rol):
    tramo = fabricas.tramo()
    trechos = [acciones.Trecho(tramo)]
    acciones.programar_intervencion(
        nombre="Obra", tipo="x", trechos=trechos, usuario=usuario_con_rol("infraestructura")
    )
    linea = {"type": "LineString", "coordinates": [[-75.23, 4.43], [-75.231, 4.43]]}
    archivo = tmp_path / "tramos.geojson"
    elemento = {"type": "Feature", "geometry": linea, "properties": {"codigo": "T-100", "nombre": "Otro"}}
    archivo.write_text(json.dumps({"type": "FeatureCollection", "features": [elemento]}), encoding="utf-8")
    with pytest.raises(CommandError, match="hay tramos intervenidos que nombran sus elementos"):
        call_command("importar_capa", str(archivo), capa="tramos-viales", modo="reemplazar", verbosity=0)
    assert list(TramoVial.objects.values_list("codigo", flat=True)) == [tramo.codigo]
