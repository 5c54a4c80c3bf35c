"""WCAG 2.1 AA on every public page and state: what a machine sees (axe) on a phone and on a desk, 320 px without sideways
scroll, no movement for who wants none; then what axe is blind to: focus, its order and its sight, skips, live regions."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from malla_vial.pasos import PASOS
from tests.navegador import paginas
from tests.navegador.accesibilidad import REGLAS, faltas_de
from tests.navegador.pasos import entrar

pytestmark = pytest.mark.navegador
DE_GESTION = [
    "/gestion/",
    "/gestion/obras",
    "/gestion/obras/nueva",
    "/gestion/correos",
    "/gestion/tareas",
    "/gestion/entidades",
    "/gestion/entidades/nueva",
    "/metadatos/vias/editar",
]
PARTES = 3  # so that workers share the table


def _revisar(pagina, rutas) -> dict[str, list[str]]:
    faltas = {}
    for ruta in rutas:
        viva = ruta.split("?")[0] in paginas.VIVAS
        pagina.goto(ruta, wait_until="networkidle" if viva else "load")
        faltas[ruta] = faltas_de(pagina)
    return {ruta: f for ruta, f in faltas.items() if f}


@pytest.mark.parametrize("parte", range(PARTES))
def test_paginas_publicas(abrir, sitio, parte):
    pagina = abrir("telefono", reduced_motion="reduce")
    assert _revisar(pagina, paginas.publicas(sitio)[parte::PARTES]) == {}


def test_paginas_de_error(abrir):
    pagina, faltas = abrir("telefono", reduced_motion="reduce"), {}
    for ruta, html in paginas.de_error().items():
        pagina.route(f"**{ruta}", lambda r, _, html=html: r.fulfill(body=html, content_type="text/html"))
        faltas |= _revisar(pagina, [ruta])
    assert faltas == {}


def test_un_formulario_con_errores(abrir):
    """The refusal says which field and leads to it."""
    pagina = abrir("telefono", java_script_enabled=True, reduced_motion="reduce")
    pagina.goto("/gestion/entrar")
    pagina.get_by_label("Cuenta").fill("nadie")
    pagina.get_by_label("Clave").fill("mala")
    pagina.get_by_role("main").get_by_role("button", name="Entrar").click()
    pagina.wait_for_load_state()
    assert faltas_de(pagina) == []
    assert pagina.locator("main [role=alert], main .error, main .errorlist").count()


def test_un_lugar_que_se_busca_con_palabras(abrir):
    """What was found, to choose one: of a petition, and of a street that may be two."""
    pagina = abrir("telefono", reduced_motion="reduce")
    pagina.goto("/pqrsd")
    pagina.locator("#id_lugar").fill("cra 5 con 37")
    pagina.get_by_role("button", name="Buscar").click()
    pagina.locator("#hallados").wait_for()
    assert faltas_de(pagina) == []
    pagina.goto("/suscribirse")
    pagina.get_by_label("De una calle").check()
    pagina.locator("#id_calle").fill("cra 5 con 37")
    pagina.get_by_label("Su correo").fill("ana@ejemplo.co")
    pagina.get_by_role("button", name="Recibir el resumen").click()
    pagina.get_by_role("radio", name="Calle 37").wait_for()
    assert faltas_de(pagina) == []


def test_los_pasos_del_reporte(abrir):
    """Each of the plain pages, and one of them refused."""
    pagina = abrir("telefono", reduced_motion="reduce")
    pagina.goto("/reportar")
    ficha = pagina.locator("[name=csrfmiddlewaretoken]").first.get_attribute("value")
    llegada = pagina.request.post("/reportar/empezar", form={"csrfmiddlewaretoken": ficha, "ir": "foto"})
    raiz = llegada.url.rpartition("/")[0]
    assert _revisar(pagina, [f"{raiz}/{paso.nombre}" for paso in PASOS[1:]]) == {}
    pagina.goto(f"{raiz}/dano")
    pagina.locator("form.paso [data-seguir]").first.click()
    pagina.locator("#errores").wait_for()
    assert faltas_de(pagina) == []


def test_paginas_de_gestion(abrir):
    pagina = abrir("escritorio", reduced_motion="reduce")
    entrar(pagina, "infraestructura")
    reporte = pagina.get_by_role("row").nth(1).get_by_role("link").first.get_attribute("href")
    assert _revisar(pagina, [*DE_GESTION, reporte]) == {}


def test_las_llaves_de_open311(abrir):
    """From an empty form to a new key, that is announced."""
    pagina = abrir("escritorio", reduced_motion="reduce")
    entrar(pagina, "admin")
    pagina.goto("/gestion/llaves")
    assert faltas_de(pagina) == []
    pagina.get_by_label("Aplicación").fill("Bot de barrio")
    pagina.get_by_label("Correo").fill("bot@barrio.co")
    pagina.get_by_role("button", name="Crear la llave").click()
    assert len(pagina.get_by_role("status").locator("code").inner_text()) > 30
    assert faltas_de(pagina) == []


@pytest.mark.parametrize("ruta", ["/", "/reportar"])
def test_hay_donde_anunciar(abrir, ruta):
    """What changes by itself is told to who does not see it."""
    pagina = abrir("telefono")
    pagina.goto(ruta, wait_until="networkidle")
    assert pagina.locator("[aria-live], [role=status], [role=alert], output").count()


RECORRER = """() => {
    const e = document.activeElement;
    if (e === document.body || e.tagName === 'IFRAME') return null; // inside, the focus is another page's
    const caja = e.getBoundingClientRect();
    const marco = e.closest('label') || e.parentElement;
    const visible = [e, marco].some((n) => { const c = getComputedStyle(n); return c.outlineStyle !== 'none' && parseFloat(c.outlineWidth) >= 2; });
    window._vistos = window._vistos || [];
    const antes = window._vistos.at(-1);
    window._vistos.push(e);
    const falta = [];
    if (!visible) falta.push('el foco no se ve');
    if (!caja.width || !caja.height) falta.push('el foco cae en algo que no se ve');
    if (antes && !(antes.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_FOLLOWING)) falta.push('el foco vuelve atrás');
    return falta.map((f) => `${f}: ${e.outerHTML.slice(0, 120)}`);
}"""


@pytest.mark.parametrize("tamano", ["telefono", "escritorio"])
@pytest.mark.parametrize(
    "ruta", ["/reportar", "/reportes", "/compartir", "/accesibilidad", "/datos/", "/mapa-del-sitio"]
)
def test_el_foco_se_ve_y_va_en_orden(abrir, tamano, ruta):
    pagina, faltas = abrir(tamano, reduced_motion="reduce"), []
    pagina.goto(ruta, wait_until="networkidle")
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.matches('a.salto')"), "el primero no es el salto al contenido"
    for _ in range(30):
        pagina.keyboard.press("Tab")
        hallado = pagina.evaluate(RECORRER)
        if hallado is None:
            break
        faltas += hallado
    assert faltas == []


def test_el_salto_lleva_al_contenido(abrir):
    pagina = abrir("escritorio")
    pagina.goto("/datos/")
    pagina.keyboard.press("Tab")
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.id") == "contenido"
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.getElementById('contenido').contains(document.activeElement)")


def test_el_menu_del_telefono_con_teclado(abrir):
    """It opens with a key, is axe clean, and Escape closes it and gives the focus back."""
    pagina = abrir("telefono", reduced_motion="reduce")
    pagina.goto("/datos/")
    boton = pagina.get_by_role("button", name="Menú")
    boton.focus()
    pagina.keyboard.press("Enter")
    assert pagina.locator("#menu").is_visible()
    resultado = Axe().run(pagina, options=REGLAS)
    assert [v["id"] for v in resultado.response["violations"]] == []
    pagina.keyboard.press("Escape")
    assert not pagina.locator("#menu").is_visible()
    assert pagina.evaluate("document.activeElement.className") == "boton-menu"


@pytest.mark.parametrize("ancho", [390, 1119, 1120, 1280])
def test_el_menu_lleva_a_las_peticiones_y_cabe_en_su_renglon(abrir, ancho):
    pagina = abrir("escritorio")
    pagina.set_viewport_size({"width": ancho, "height": 800})
    pagina.goto("/datos/")
    assert pagina.evaluate("document.querySelector('.cabecera').offsetHeight") <= 60
    if ancho < 1120:
        pagina.get_by_role("button", name="Menú").click()
    pagina.get_by_role("navigation", name="Principal").get_by_role("link", name="Peticiones y quejas").click()
    assert pagina.locator("#menu [aria-current]").text_content() == "Peticiones y quejas"
    assert pagina.evaluate("document.documentElement.scrollWidth") <= ancho


@pytest.mark.parametrize("gusto", ["contraste", "letra"])
def test_la_barra_de_accesibilidad(abrir, gusto):
    """High contrast and the largest letters keep the page whole and readable."""
    pagina = abrir("telefono", reduced_motion="reduce")
    pagina.goto("/datos/")
    nombre = "Alto contraste" if gusto == "contraste" else "Letra más grande"
    for _ in range(1 if gusto == "contraste" else 4):
        pagina.get_by_role("button", name=nombre).click()
    assert faltas_de(pagina) == []
