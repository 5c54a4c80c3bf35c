"""The report page in the hand of a person with an old phone and one bar of signal, against its budget: `python -m bench.navegador`.

Chromium with an empty cache, 400 kbps, 400 ms and a processor four times slower (Chrome DevTools Protocol). It prints what came over the network by
kind, when the page could be used, the largest paint, and how long a tap waits; then what the installed page weighs and how it opens without a network.
"""

import gzip
import os
import sys
import tempfile
import urllib.request
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from statistics import median
from typing import Any

import django
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from bench.__main__ import VAR, en_base_propia

KB_MAXIMO, KB_SCRIPT, SEGUNDOS_MAXIMO, TOQUE_MS = 100, 70, 5.0, 200
RED = {"offline": False, "latency": 400, "downloadThroughput": 400_000 / 8, "uploadThroughput": 400_000 / 8}
FRENO, RONDAS = 4, 5
CHROMIUM = "/usr/bin/chromium"
OPCIONES = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
TELEFONO = {"viewport": {"width": 390, "height": 844}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}

# What the browser itself tells of a visit; the page marks `listo` when its script has taken hold of the form.
_OBSERVAR = """
window.__visita = {lcp: 0, toques: []};
new PerformanceObserver((l) => l.getEntries().forEach((e) => (window.__visita.lcp = e.startTime))).observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((l) => l.getEntries().forEach((e) => e.interactionId && window.__visita.toques.push(e.duration))).observe({type: "event", durationThreshold: 16, buffered: true});
"""
_LISTO = "performance.getEntriesByName('listo')[0]?.startTime"
_TOCABLE = "[data-reportar] :is(label.radio-grande, button):visible"


@dataclass
class Visita:
    """Bytes over the network by kind (compressed), and milliseconds since the navigation began."""

    bytes: Counter = field(default_factory=Counter)
    peticiones: int = 0
    listo: float = 0
    lcp: float = 0
    toque: float = 0

    @property
    def kb(self) -> float:
        return sum(self.bytes.values()) / 1000


def visitar(contexto: BrowserContext, url: str, *, frenada: bool = True, sin_red: bool = False) -> tuple[Visita, Page]:
    pagina, visita, clases = contexto.new_page(), Visita(), {}
    cdp = contexto.new_cdp_session(pagina)
    cdp.send("Network.enable")
    cdp.on("Network.responseReceived", lambda e: clases.update({e["requestId"]: e["type"]}))

    def llego(evento: dict[str, Any]) -> None:
        visita.bytes[clases.get(evento["requestId"], "Other")] += evento["encodedDataLength"]
        visita.peticiones += 1

    cdp.on("Network.loadingFinished", llego)
    if frenada:
        cdp.send("Network.emulateNetworkConditions", RED)
        cdp.send("Emulation.setCPUThrottlingRate", {"rate": FRENO})
    contexto.set_offline(sin_red)
    pagina.add_init_script(_OBSERVAR)
    pagina.goto(url, wait_until="load", timeout=60_000)
    for _ in range(600):
        if listo := pagina.evaluate(_LISTO):
            break
        pagina.wait_for_timeout(100)
    visita.listo = listo or float("inf")
    visita.lcp = pagina.evaluate("window.__visita.lcp")
    pagina.locator(_TOCABLE).first.tap()
    pagina.wait_for_timeout(1500)
    visita.toque = pagina.evaluate("Math.max(0, ...window.__visita.toques)")
    return visita, pagina


def medir(navegador: Browser, raiz: str) -> bool:
    rondas = [_ronda(navegador, raiz) for _ in range(RONDAS)]
    fria, con_trabajador, sin_red = (_mediana(visitas) for visitas in zip(*(r[:3] for r in rondas), strict=True))
    print(f"{'':34}{'KB gzip':>8}{'pedidos':>9}{'usable s':>10}{'LCP s':>8}{'toque ms':>10}")
    _renglon("primera visita, sin trabajador", fria)
    _renglon("primera visita, que lo instala", con_trabajador)
    _renglon("instalada y sin red", sin_red)
    print("primera visita por clase (KB):", ", ".join(f"{c} {b / 1000:.1f}" for c, b in fria.bytes.most_common()))
    print(f"lo que el trabajador guarda después, con el mapa: {rondas[0][3] / 1000:.0f} KB gzip")
    return _juzgar(fria, con_trabajador, sin_red)


def _ronda(navegador: Browser, raiz: str) -> tuple[Visita, Visita, Visita, int]:
    url = f"{raiz}/reportar"
    with navegador.new_context(**TELEFONO, service_workers="block") as contexto:
        fria, _ = visitar(contexto, url)
    with navegador.new_context(**TELEFONO, service_workers="allow") as contexto:
        con_trabajador, pagina = visitar(contexto, url)
        pagina.evaluate("navigator.serviceWorker.ready.then(() => true)")
        guardado = _pesar(raiz, pagina)
        sin_red, _ = visitar(contexto, url, sin_red=True)
    return fria, con_trabajador, sin_red, guardado


def _mediana(visitas: Iterable[Visita]) -> Visita:
    """Each time by itself in the middle of the rounds; the bytes of the first."""
    primera, *_ = todas = list(visitas)
    tiempos = {campo: median(getattr(v, campo) for v in todas) for campo in ("listo", "lcp", "toque")}
    return replace(primera, **tiempos)


def _renglon(nombre: str, v: Visita) -> None:
    print(f"{nombre:34}{v.kb:8.1f}{v.peticiones:9}{v.listo / 1000:10.2f}{v.lcp / 1000:8.2f}{v.toque:10.0f}")


def _pesar(raiz: str, pagina: Page) -> int:
    """Compressed bytes of what the worker keeps."""
    urls = pagina.evaluate(
        "caches.keys().then(async (ks) => (await Promise.all(ks.map(async (k) => (await caches.open(k)).keys()))).flat().map((p) => p.url))"
    )
    return sum(_bytes(url) for url in set(urls))


def _bytes(url: str) -> int:
    with urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": "gzip"})) as respuesta:  # noqa: S310
        cuerpo = respuesta.read()
        return len(cuerpo) if respuesta.headers.get("Content-Encoding") else len(gzip.compress(cuerpo))


def _juzgar(fria: Visita, con_trabajador: Visita, sin_red: Visita) -> bool:
    script = fria.bytes["Script"] / 1000
    pruebas = {
        f"primera visita ≤ {KB_MAXIMO} KB gzip": fria.kb <= KB_MAXIMO,
        f"de ella, JavaScript ≤ {KB_SCRIPT} KB": script <= KB_SCRIPT,
        f"usable ≤ {SEGUNDOS_MAXIMO:g} s": max(fria.listo, con_trabajador.listo, sin_red.listo) <= SEGUNDOS_MAXIMO * 1000,
        f"un toque ≤ {TOQUE_MS} ms": max(fria.toque, sin_red.toque) <= TOQUE_MS,
    }  # fmt: skip
    for prueba, pasa in pruebas.items():
        print(f"{'✓' if pasa else '✗'} {prueba}")
    return all(pruebas.values())


def principal() -> int:
    """The demonstration city on a service of its own, or the address that is given."""
    if len(sys.argv) > 1:
        return _con_navegador(sys.argv[1])
    salidas = []

    def en_demostracion() -> None:
        with tempfile.TemporaryDirectory() as media:
            os.environ |= {"MEDIA_ROOT": media, "DEMOSTRACION": "1"}
            django.setup()
            from django.core.management import call_command

            from bench.servicio import servir

            call_command("migrate", verbosity=0)
            call_command("cargar_demostracion", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            with servir(1, 4, VAR / "navegador.log") as servicio:
                salidas.append(_con_navegador(servicio.url))

    en_base_propia(en_demostracion)
    return salidas[0]


def _con_navegador(raiz: str) -> int:
    with sync_playwright() as playwright:
        navegador = playwright.chromium.launch(executable_path=CHROMIUM, args=OPCIONES)
        try:
            return 0 if medir(navegador, raiz.rstrip("/")) else 1
        finally:
            navegador.close()


if __name__ == "__main__":
    sys.exit(principal())
