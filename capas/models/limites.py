"""What the rate limits remember, for two days at most: no address, no person (`capas/limites`)."""

from django.db import models


class Balde(models.Model):
    """A token bucket. The table is unlogged: losing it in a crash costs nothing but a fresh start."""

    clave = models.CharField(max_length=160, primary_key=True)
    fichas = models.FloatField()
    tocado = models.DateTimeField(db_index=True)


class SalDelDia(models.Model):
    """The random half of the key by which the addresses of one day are hashed; deleted, nobody can tell them again."""

    dia = models.DateField(primary_key=True)
    sal = models.CharField(max_length=64)


class Vecino(models.Model):
    """A browser of good standing that was seen behind an address on a day: each makes the budget of the address larger."""

    dia = models.DateField()
    direccion = models.CharField(max_length=64)
    navegador = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["direccion", "navegador"], name="vecino_una_vez")]
        indexes = [models.Index(fields=["dia"], name="vecino_dia")]
