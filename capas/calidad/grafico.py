"""Small plots as numbers for an inline SVG: no script, nothing to load."""

from collections.abc import Sequence

from capas.models import InformeCalidad

ANCHO, ALTO, MARGEN = 96, 24, 3
ANCHO_DE_BARRAS, ALTO_DE_BARRAS = 360, 120


def linea(valores: Sequence[float]) -> str:
    """`points` of a polyline in a box of 96 × 24, zero at the bottom; empty of less than two values."""
    if len(valores) < 2:
        return ""
    paso = (ANCHO - 2 * MARGEN) / (len(valores) - 1)
    tope = max(*valores, 1e-9)
    return " ".join(
        f"{MARGEN + n * paso:.1f},{ALTO - MARGEN - (ALTO - 2 * MARGEN) * valor / tope:.1f}"
        for n, valor in enumerate(valores)
    )


def barras(informes: Sequence[InformeCalidad]) -> list[dict[str, object]]:
    """One bar per report, the earliest first: how many measures do not conform. x, y, ancho, alto in a box of 360 × 120."""
    cuentas = [sum(m.conforme is False for m in informe.medidas.all()) for informe in reversed(informes)]
    paso, tope = ANCHO_DE_BARRAS / max(len(cuentas), 6), max(*cuentas, 1) if cuentas else 1
    return [
        {
            "informe": informe,
            "cuenta": cuenta,
            "x": round(n * paso + paso * 0.15, 1),
            "ancho": round(paso * 0.7, 1),
            "centro": round((n + 0.5) * paso, 1),
            "alto": max(round((ALTO_DE_BARRAS - 40) * cuenta / tope, 1), 2),
            "y": round(ALTO_DE_BARRAS - 20 - max((ALTO_DE_BARRAS - 40) * cuenta / tope, 2), 1),
        }
        for n, (informe, cuenta) in enumerate(zip(reversed(informes), cuentas, strict=True))
    ]
