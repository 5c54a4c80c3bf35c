from pathlib import Path

from django.db import migrations

BITACORA = Path(__file__).parent.parent / "sql" / "bitacora.sql"


class Migration(migrations.Migration):
    dependencies = [("capas", "0012_municipios_vecinos")]
    operations = [migrations.RunSQL(BITACORA.read_text(encoding="utf-8"), "DROP FUNCTION IF EXISTS sig_anotar_dato() CASCADE")]
