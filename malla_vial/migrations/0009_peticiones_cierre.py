import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0008_peticiones_datos")]
    operations = [
        migrations.AlterField(
            model_name="reporte",
            name="peticion",
            field=models.OneToOneField(
                editable=False, on_delete=django.db.models.deletion.PROTECT, related_name="reporte",
                to="malla_vial.peticion", verbose_name="petición",
            ),
        ),
        migrations.DeleteModel(name="ContactoReporte"),
    ]  # fmt: skip
