"""Steps of the report that every walk takes."""

from playwright.sync_api import Page, expect


def seguir(pagina: Page) -> None:
    pagina.locator("[data-seguir]").locator("visible=true").click()


def hasta_los_detalles(pagina: Page) -> None:
    """On from the kind of damage: where somebody told one like it nearby, this one is another."""
    seguir(pagina)
    detalles, otro = pagina.get_by_label("Cuéntenos qué pasa"), pagina.get_by_role("button", name="No, es otro")
    expect(detalles.or_(otro).locator("visible=true").first).to_be_visible()
    if otro.is_visible():
        otro.click()
        expect(detalles).to_be_visible()
