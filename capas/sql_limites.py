"""The statements of the rate limits (`capas/limites`)."""

from capas.postgis import filas

# Charged or refused in one statement, so that workers share a budget without a lock held in between. `clock_timestamp`,
# because inside a transaction now() stands still. A bucket that was refused keeps what it had.
_COBRAR = """WITH cobro AS (
    INSERT INTO capas_balde AS b (clave, fichas, tocado) VALUES (%(clave)s, %(cabe)s - %(costo)s, clock_timestamp())
    ON CONFLICT (clave) DO UPDATE SET tocado = clock_timestamp(), fichas = least(%(cabe)s,
        b.fichas + %(por_segundo)s * extract(epoch FROM clock_timestamp() - b.tocado)) - %(costo)s
    WHERE least(%(cabe)s, b.fichas + %(por_segundo)s * extract(epoch FROM clock_timestamp() - b.tocado)) - %(costo)s >= -%(margen)s
    RETURNING fichas)
SELECT true, fichas FROM cobro
UNION ALL
SELECT false, least(%(cabe)s, fichas + %(por_segundo)s * extract(epoch FROM clock_timestamp() - tocado))
    FROM capas_balde WHERE clave = %(clave)s AND NOT EXISTS (SELECT FROM cobro)"""


def cobrar(clave: str, cabe: float, por_segundo: float, margen: float, costo: float) -> tuple[bool, float]:
    """(whether it was charged, tokens left: below zero within the margin). A new bucket is full."""
    valores = {"clave": clave, "cabe": cabe, "por_segundo": por_segundo, "margen": margen, "costo": costo}
    return filas("default", _COBRAR, valores)[0]  # type: ignore[return-value]
