"""What a machine finds wrong with a page (WCAG 2.1 AA), at three widths."""

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.navegador.conftest import TAMANOS

REGLAS = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}
DESBORDE = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth"
MOVIMIENTO = """() => [...document.querySelectorAll('*')].flatMap((e) => ['', '::before', '::after'].map((p) => [e, getComputedStyle(e, p)]))
    .filter(([, c]) => [c.animationName !== 'none' && c.animationDuration, c.transitionDuration]
        .some((d) => d && d.split(',').some((t) => parseFloat(t) > 0.05)))
    .slice(0, 3).map(([e]) => `se mueve: ${e.outerHTML.slice(0, 100)}`)"""
ESQUELETO = """() => {
    const faltas = [];
    const cuantos = (s) => document.querySelectorAll(s).length;
    if (!(document.documentElement.lang || '').startsWith('es')) faltas.push('no dice su lengua');
    if (cuantos('main') !== 1) faltas.push(`${cuantos('main')} main`);
    if (cuantos('h1') !== 1) faltas.push(`${cuantos('h1')} h1`);
    if (!document.title.trim()) faltas.push('sin título');
    for (const a of document.querySelectorAll('a.salto')) if (!document.querySelector(a.hash)) faltas.push(`salta a ${a.hash}, que no está`);
    if (!document.body.classList.contains('widget') && !document.querySelector('a.salto')) faltas.push('sin salto');
    return faltas;
}"""


def faltas_de(pagina: Page) -> list[str]:
    """One load, three widths."""
    halladas = pagina.evaluate(ESQUELETO) + pagina.evaluate(MOVIMIENTO)
    for ancho in (390, 320, 1280):
        pagina.set_viewport_size({"width": ancho, "height": 844})
        if ancho != 320:
            resultado = Axe().run(pagina, options=REGLAS)
            halladas += [f"{ancho}: {v['id']}: {v['nodes'][0]['html'][:160]}" for v in resultado.response["violations"]]
        if (sobra := pagina.evaluate(DESBORDE)) > 1:
            halladas.append(f"a {ancho} px se desborda {sobra}")
    pagina.set_viewport_size(TAMANOS["telefono"])
    return list(dict.fromkeys(halladas))
