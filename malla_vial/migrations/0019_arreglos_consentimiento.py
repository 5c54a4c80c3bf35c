import django.utils.timezone
from django.db import migrations, models

ACEPTO = models.DateTimeField(default=django.utils.timezone.now, null=True, verbose_name="aceptó el aviso de privacidad")


def olvidar_lo_que_nadie_acepto(apps, esquema):
    """By Open311 nobody saw a notice of ours."""
    contactos = apps.get_model("malla_vial", "Contacto").objects.filter(puerta="open311")
    contactos.update(aviso_version="", acepto_en=None)


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0018_arreglos_separar")]

    operations = [
        migrations.AlterField("contacto", "acepto_en", ACEPTO),
        migrations.AlterField("contactoadhesion", "acepto_en", ACEPTO.clone()),
        migrations.RunPython(olvidar_lo_que_nadie_acepto, migrations.RunPython.noop),
    ]
