from django.db import migrations

TIPOS = [
    ("hueco", "Hueco", "Un hoyo en la vía."),
    ("hundimiento", "Hundimiento", "La vía se bajó o se está yendo."),
    ("grietas", "Grietas", "Rajaduras o pavimento en pedazos."),
    ("tapa", "Tapa o rejilla", "Falta, está rota o hundida."),
    ("derrumbe", "Derrumbe", "Tierra o piedras sobre la vía."),
    ("inundacion", "Agua en la vía", "Se inunda o corre agua."),
    ("senal", "Señal o semáforo", "Dañado, caído o apagado."),
    ("otro", "Otro", "Otro daño en la vía o el andén."),
]


def sembrar(apps, schema_editor):
    TipoDano = apps.get_model("malla_vial", "TipoDano")
    for orden, (codigo, nombre, descripcion) in enumerate(TIPOS):
        TipoDano.objects.get_or_create(codigo=codigo, defaults={"nombre": nombre, "descripcion": descripcion, "orden": orden})


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0001_initial")]
    operations = [migrations.RunPython(sembrar, migrations.RunPython.noop)]
