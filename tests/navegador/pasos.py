"""Steps of the report that every walk takes, and what those without a network promise."""

import re
from collections.abc import Sequence

from playwright.sync_api import Page, expect

from tests.fallas.conftest import hasta
from tests.servidor import consultar

expect.set_options(timeout=15_000)  # a network that comes back takes its time

ANTES_DE_TIEMPO = re.compile(r"recibido|(?<!no )enviado(?! desde)", re.I)
GUARDADO = "Guardado en este teléfono, aún no enviado"


def entrar(pagina: Page, cuenta: str) -> None:
    pagina.goto("/gestion/entrar")
    pagina.get_by_label("Cuenta").fill(cuenta)
    pagina.get_by_label("Clave").fill("demostracion")
    pagina.get_by_role("main").get_by_role("button", name="Entrar").click()


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


def instalar(pagina: Page) -> None:
    pagina.goto("/reportar")
    pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")
    hasta(lambda: pagina.evaluate("navigator.serviceWorker.controller !== null"))


def llenar(pagina: Page, texto: str, fotos: Sequence[str] = (), lat: str = "4.4430", lon: str = "-75.2325") -> None:
    if fotos:
        pagina.locator("input[type=file]").first.set_input_files(fotos)
        expect(pagina.locator(".fotos-elegidas img")).to_have_count(len(fotos))
        seguir(pagina)
    else:
        pagina.get_by_role("button", name="Sin foto").click()
    ubicar(pagina, lat, lon)
    pagina.get_by_label("Hueco").check()
    hasta_los_detalles(pagina)
    pagina.get_by_label("Cuéntenos qué pasa").fill(texto)


def ubicar(pagina: Page, lat: str, lon: str) -> None:
    pagina.get_by_text("Escribir las coordenadas").click()
    pagina.get_by_label("Latitud").fill(lat)
    pagina.get_by_label("Longitud").fill(lon)
    seguir(pagina)


def enviar(pagina: Page) -> None:
    if not pagina.get_by_role("button", name="Enviar reporte").is_visible():
        seguir(pagina)
    pagina.get_by_role("button", name="Enviar reporte").click()


def cuantos(texto: str) -> list[tuple]:
    return consultar(
        "SELECT r.codigo, count(f.id), r.clave FROM malla_vial_reporte r LEFT JOIN malla_vial_foto f ON f.reporte_id = r.id "
        "WHERE r.descripcion = %s GROUP BY r.id",
        [texto],
    )


def despertar(pagina: Page) -> None:
    """Close a page that has left its queue to Background Sync, and let the browser wake the worker, with the network back."""
    registradas = "navigator.serviceWorker.ready.then((t) => t.sync.getTags())"
    hasta(lambda: pagina.evaluate(registradas) == ["cola-reportes"])
    otra = pagina.context.new_page()
    [registro], sesion = _registros(otra), pagina.context.new_cdp_session(otra)
    pagina.close()
    otra.context.set_offline(False)
    sesion.send("ServiceWorker.enable")
    sesion.send("ServiceWorker.dispatchSyncEvent", registro | {"tag": "cola-reportes", "lastChance": False})


def _registros(pagina: Page) -> list[dict]:
    """The service workers of the browser, as its own tools name them."""
    hallados: dict[str, dict] = {}

    def anotar(aviso):
        for uno in aviso["registrations"]:
            origen = "/".join(uno["scopeURL"].split("/")[:3])
            hallados[uno["registrationId"]] = {"origin": origen, "registrationId": uno["registrationId"]}

    sesion = pagina.context.new_cdp_session(pagina)
    sesion.on("ServiceWorker.workerRegistrationUpdated", anotar)
    sesion.send("ServiceWorker.enable")
    hasta(lambda: pagina.wait_for_timeout(50) or hallados)
    return list(hallados.values())
