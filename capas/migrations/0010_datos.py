from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('capas', '0009_calidad_medida'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='cambio',
            index=models.Index(fields=['tabla', 'fecha'], name='capas_cambio_fecha'),
        ),
    ]
