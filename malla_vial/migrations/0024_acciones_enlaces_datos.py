"""What was told apart by its words until now is linked: the act that is a move's, and the entity that a note names."""

from django.db import migrations
from django.db.models import F

# The moves that may be an act, by the act.
MOVIDOS = {
    "responder": ("resuelto", "descartado", "duplicado"),
    "desistir": ("descartado",),
    "trasladar": ("trasladado",),
    "reabrir": ("reabierto",),
}


def enlazar_actos(apps, schema_editor):
    """The words of the move are those of its act; a transfer adds how the letter goes."""
    Acto, Movimiento = apps.get_model("malla_vial", "ActoPeticion"), apps.get_model("malla_vial", "Movimiento")
    for acto in Acto.objects.filter(acto__in=[*MOVIDOS, "separar"], peticion__reporte__isnull=False).iterator():
        suyos = Movimiento.objects.filter(reporte__peticion=acto.peticion_id, acto=None).order_by("id")
        if acto.acto == "separar":
            suyos = suyos.filter(de="duplicado").exclude(a="duplicado")
        else:
            suyos = suyos.filter(a__in=MOVIDOS[acto.acto]).exclude(a=F("de"))
        como = "respuesta__startswith" if acto.acto == "trasladar" else "respuesta"
        acto.movimiento = suyos.filter(**{como: acto.dice}).first()
        acto.save(update_fields=["movimiento"])


def leer_notas(apps, schema_editor):
    """A report that was transferred since is decided."""
    modelo = lambda nombre: apps.get_model("malla_vial", nombre).objects  # noqa: E731
    vecinos = apps.get_model("capas", "UnidadTerritorial").objects.filter(nivel="municipio_vecino")
    claves = {f"Alcaldía de {vecino.nombre}": f"municipio_vecino {vecino.codigo}" for vecino in vecinos}
    claves |= {e.nombre: f"{e.condicion} {e.codigo}".strip() for e in modelo("EntidadResponsable").all()}
    for nombre, clave in claves.items():
        avisados = modelo("NotaInterna").filter(
            usuario=None, texto__startswith=f"Este sitio parece ser de otro: {nombre}."
        )
        esperan = modelo("Reporte").filter(pk__in=avisados.values("reporte")).exclude(movimientos__a="trasladado")
        esperan.update(parece_de=clave)


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0023_acciones_enlaces"), ("capas", "0012_municipios_vecinos")]
    operations = [
        migrations.RunPython(enlazar_actos, migrations.RunPython.noop),
        migrations.RunPython(leer_notas, migrations.RunPython.noop),
    ]
