"""The way of a report, screen by screen, whatever the person has: a camera, a place, a keyboard, no map, no JavaScript."""

import io
import re
import time
from fractions import Fraction

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests import fabricas
from tests.fallas.conftest import hasta
from tests.navegador.accesibilidad import REGLAS
from tests.navegador.pasos import hasta_los_detalles, seguir, ubicar
from tests.servidor import consultar

pytestmark = pytest.mark.navegador

AQUI = {"latitude": 4.4430, "longitude": -75.2325, "accuracy": 12}
TITULOS = {
    "foto": "Muéstrenos el daño",
    "lugar": "¿Dónde es?",
    "dano": "¿Qué daño es?",
    "detalles": "Detalles y contacto",
    "enviar": "Revise y envíe",
}


def _foto_con_lugar(lat: float, lon: float) -> dict:
    """A photo whose EXIF says where it was taken."""
    exif, salida = Image.Exif(), io.BytesIO()
    gps = exif.get_ifd(0x8825)
    gps.update({1: "N", 2: _sexagesimal(lat), 3: "W", 4: _sexagesimal(-lon)})
    Image.effect_noise((640, 480), 60).convert("RGB").save(salida, "JPEG", exif=exif)
    return {"name": "hueco.jpg", "mimeType": "image/jpeg", "buffer": salida.getvalue()}


def _sexagesimal(grados: float) -> tuple[Fraction, ...]:
    minutos = (grados % 1) * 60
    return (Fraction(int(grados)), Fraction(int(minutos)), Fraction(round((minutos % 1) * 60 * 1000), 1000))


def _en(pagina: Page, paso: str) -> None:
    expect(pagina.get_by_role("heading", name=TITULOS[paso], exact=True)).to_be_visible()


def _recibido(pagina: Page) -> str:
    expect(pagina.get_by_role("heading", name="Recibido")).to_be_visible()
    return pagina.locator("[data-numero]").inner_text()


def _guardado(codigo: str) -> tuple:
    """(kind, lon, lat, words for the place) of a report, from the database."""
    lugar = "round(ST_X(ST_Transform(geom, 4326))::numeric, 3), round(ST_Y(ST_Transform(geom, 4326))::numeric, 3)"
    return consultar(f"SELECT tipo_id, {lugar}, sena FROM malla_vial_reporte WHERE codigo = %s", (codigo,))[0]


def _dano_y_enviar(pagina: Page) -> str:
    _en(pagina, "dano")
    pagina.get_by_label("Hueco").check()
    hasta_los_detalles(pagina)
    _en(pagina, "detalles")
    seguir(pagina)
    _en(pagina, "enviar")
    seguir(pagina)
    return _recibido(pagina)


def test_desde_la_foto_en_pocos_toques(abrir, capsys):
    """The half minute: the photo says where, and seven taps file it."""
    pagina, toques, inicio = abrir("telefono", has_touch=True), [], time.monotonic()

    def tocar(que) -> None:
        que.tap()
        toques.append(que)

    pagina.goto("/reportar")
    with pagina.expect_file_chooser() as camara:
        tocar(pagina.get_by_role("button", name="Tomar una foto del daño"))
    camara.value.set_files(_foto_con_lugar(4.4430, -75.2325))
    expect(pagina.get_by_role("img", name="Foto 1")).to_be_visible()
    seguir = pagina.locator("[data-seguir]").locator("visible=true")
    tocar(seguir)
    expect(pagina.get_by_text("Lo dice su foto.")).to_be_visible()
    tocar(pagina.get_by_role("button", name="Sí, es aquí"))
    tocar(pagina.get_by_text("Hueco", exact=True))
    for paso in ("detalles", "enviar"):
        tocar(seguir)
        _en(pagina, paso)
    tocar(seguir)
    codigo = _recibido(pagina)
    with capsys.disabled():
        print(f"\nel camino más corto: {len(toques)} toques, {time.monotonic() - inicio:.1f} s de máquina")
    assert len(toques) <= 7
    assert _guardado(codigo)[0] == "hueco"
    assert _cerca(codigo)


def _cerca(codigo: str) -> bool:
    _, lon, lat, _ = _guardado(codigo)
    return abs(float(lon) + 75.2325) < 0.0011 and abs(float(lat) - 4.443) < 0.0011


def test_con_la_posicion_del_telefono(abrir):
    pagina = abrir("telefono", geolocation=AQUI, permissions=["geolocation"])
    pagina.goto("/reportar")
    pagina.get_by_role("button", name="Sin foto").click()
    pagina.get_by_role("button", name="Usar mi ubicación").click()
    expect(pagina.get_by_text(re.compile("Con una precisión de"))).to_be_visible()
    expect(pagina.locator("[data-palabras]")).to_have_text(re.compile("Calle|Carrera|Avenida"))
    pagina.get_by_role("button", name="Sí, es aquí").click()
    assert _cerca(_dano_y_enviar(pagina))


def test_con_la_direccion(abrir):
    pagina = abrir("telefono")
    pagina.goto("/reportar")
    pagina.get_by_role("button", name="Sin foto").click()
    pagina.get_by_label("Dirección, esquina, barrio o seña").fill("parque murillo toro")
    pagina.get_by_role("option").first.click()
    expect(pagina.locator("[name=lon]")).to_have_value(re.compile("-75"))
    pagina.get_by_role("button", name="Sí, es aquí").click()
    assert _guardado(_dano_y_enviar(pagina))[1] is not None


def _escribir(pagina: Page, texto: str) -> None:
    """The address typed, and none of the suggestions taken."""
    pagina.goto("/reportar#lugar")
    entrada = pagina.get_by_label("Dirección, esquina, barrio o seña")
    entrada.fill(texto)
    expect(pagina.get_by_role("option").first).to_be_visible()
    entrada.press("Escape")
    seguir(pagina)


def test_la_direccion_que_nadie_eligio_se_pregunta_y_se_puede_decir_que_no(abrir):
    pagina = abrir("telefono")
    _escribir(pagina, "Cra 5 con 37")
    expect(pagina.get_by_text("¿Es aquí?", exact=True)).to_be_in_viewport()
    expect(pagina.locator("[name=lon]")).to_have_value(re.compile("-75.2155"))
    _en(pagina, "lugar")
    pagina.get_by_role("button", name="No es aquí: quitar el punto").click()
    seguir(pagina)
    assert _guardado(_dano_y_enviar(pagina)) == ("hueco", None, None, "Cra 5 con 37")


def test_sin_respuesta_del_buscador_las_palabras_bastan(abrir):
    pagina = abrir("telefono")
    pagina.route("**/lugares?*", lambda pedido: pedido.abort())
    _escribir(pagina, "Cra 5 con 37")
    _en(pagina, "dano")


def test_lo_que_no_se_halla_no_detiene_a_nadie(abrir):
    pagina = abrir("telefono")
    _escribir(pagina, "frente a la panadería La Espiga, no sé la dirección")
    expect(pagina.locator("#lugares")).to_have_text(re.compile("No encontramos ese lugar. Puede seguir: "))
    _en(pagina, "dano")


def test_lo_que_se_busca_en_el_mapa_queda_a_la_vista_con_su_nombre(abrir):
    pagina = abrir("telefono")
    pagina.goto("/")
    pagina.locator("#q").fill("Cra 5 con 37")
    expect(pagina.get_by_role("option").first).to_be_visible()
    pagina.locator("#q").press("Enter")
    expect(pagina.get_by_role("heading", name="Carrera 5 con Calle 37")).to_be_visible()
    hasta(lambda: _abajo(pagina, ".chinche") < pagina.locator("#panel").bounding_box()["y"] - 20)
    assert pagina.locator(".chinche").bounding_box()["y"] > _abajo(pagina, "#q")
    pagina.get_by_role("button", name="¿Qué amenaza hay aquí?").click()
    pagina.get_by_role("button", name="Otra pregunta sobre este lugar").click()
    expect(pagina.get_by_role("heading", name="Carrera 5 con Calle 37")).to_be_visible()


def _abajo(pagina: Page, que: str) -> float:
    caja = pagina.locator(que).bounding_box()
    return caja["y"] + caja["height"]


def test_con_el_mapa_y_el_teclado(abrir):
    """The pin stays in the middle and arrows move the map under it; no map code came before it was asked for."""
    pagina, pedidos = abrir("escritorio"), []
    pagina.on("request", lambda peticion: pedidos.append(peticion.url))
    pagina.goto("/reportar", wait_until="networkidle")
    pagina.get_by_role("button", name="Sin foto").click()
    assert not [url for url in pedidos if "mapa" in url.rsplit("/", 1)[-1] and url.endswith((".js", ".css"))]
    pagina.get_by_role("button", name="Marcar en el mapa").press("Enter")
    mapa = pagina.get_by_role("region", name=re.compile("Mapa para marcar"))
    mapa.focus()
    pagina.keyboard.press("ArrowUp")
    expect(pagina.locator("[name=lat]")).not_to_have_value("")
    antes = pagina.locator("[name=lat]").input_value()
    pagina.get_by_role("button", name="Mover el pin al sur").press("Enter")
    expect(pagina.locator("[name=lat]")).not_to_have_value(antes)
    pagina.get_by_role("button", name="Sí, es aquí").press("Enter")
    assert _guardado(_dano_y_enviar(pagina))[1] is not None


def test_solo_con_palabras(abrir):
    """No photo, no map, no address: it is kept, and staff place it."""
    pagina = abrir("telefono")
    pagina.goto("/reportar")
    pagina.get_by_role("button", name="Sin foto").click()
    seguir(pagina)
    expect(pagina.get_by_role("alert")).to_contain_text("Falta el lugar")
    pagina.get_by_label("Dirección, esquina, barrio o seña").fill("frente al parque, no sé la dirección")
    seguir(pagina)
    codigo = _dano_y_enviar(pagina)
    assert _guardado(codigo) == ("hueco", None, None, "frente al parque, no sé la dirección")


def test_sin_javascript(abrir):
    pagina = abrir("telefono", java_script_enabled=False)
    pagina.goto("/reportar")
    expect(pagina.get_by_label("Hueco")).to_be_hidden()
    pagina.get_by_role("button", name="Tomar una foto del daño").click()
    _en(pagina, "foto")
    sin_lugar = {"name": "hueco.jpg", "mimeType": "image/jpeg", "buffer": fabricas.foto().getvalue()}
    pagina.get_by_label("Fotos").set_input_files(sin_lugar)
    seguir(pagina)
    _en(pagina, "lugar")
    pagina.go_back()
    pagina.reload()
    expect(pagina.get_by_role("img", name="Foto 1")).to_be_visible()
    seguir(pagina)
    seguir(pagina)
    expect(pagina.get_by_role("alert")).to_contain_text("Falta el lugar")
    pagina.get_by_label("Dirección, esquina, barrio o seña").fill("parque murillo toro")
    pagina.get_by_role("button", name="Buscar").click()
    pagina.get_by_role("radio").first.check()
    seguir(pagina)
    _en(pagina, "dano")
    pagina.get_by_label("Hueco").check()
    pagina.get_by_label("Sí", exact=True).check()
    seguir(pagina)
    pagina.get_by_label("Como un dedo").check()
    hasta_los_detalles(pagina)
    pagina.get_by_label("Cuéntenos qué pasa").fill("Hondo")
    pagina.get_by_role("button", name="Atrás").click()
    if pagina.get_by_role("button", name="No, es otro").is_visible():
        pagina.get_by_role("button", name="Atrás").click()
    expect(pagina.get_by_label("Hueco")).to_be_checked()
    hasta_los_detalles(pagina)
    expect(pagina.get_by_label("Cuéntenos qué pasa")).to_have_value("Hondo")
    expect(pagina.get_by_role("heading", name="Así se verá en público")).to_be_visible()
    seguir(pagina)
    expect(pagina.locator(".resumen")).to_contain_text("es peligroso")
    seguir(pagina)
    codigo = _recibido(pagina)
    assert consultar("SELECT count(*) FROM malla_vial_foto f JOIN malla_vial_reporte r ON r.id = f.reporte_id WHERE r.codigo = %s", (codigo,)) == [(1,)]  # fmt: skip


def test_con_teclado_sin_mapa_y_oyendo_cada_paso(abrir):
    """Tab, arrows, Space and Enter only. Each step says its number and takes the focus to its heading."""
    pagina = abrir("escritorio")
    pagina.goto("/reportar")

    def hasta(selector: str) -> None:
        for _ in range(60):
            pagina.keyboard.press("Tab")
            if pagina.evaluate("s => document.activeElement.matches(s)", selector):
                return
        raise AssertionError(f"el teclado no llega a {selector}")

    def llego(paso: str, numero: int) -> None:
        _en(pagina, paso)
        expect(pagina.locator(f"#titulo-{paso}")).to_be_focused()
        expect(pagina.locator("[data-anuncio]")).to_have_text(f"Paso {numero} de 5: {TITULOS[paso]}")
        assert pagina.title().startswith(f"Paso {numero} de 5")

    hasta("[data-sin-foto]")
    pagina.keyboard.press("Enter")
    llego("lugar", 2)
    hasta("[name=direccion]")
    pagina.keyboard.type("Carrera 5, frente a la panadería")
    hasta("[data-paso=lugar] [data-seguir]")
    pagina.keyboard.press("Enter")
    llego("dano", 3)
    hasta("[data-paso=dano] [data-seguir]")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("alert")).to_be_focused()
    hasta("#errores a")
    pagina.keyboard.press("Enter")
    assert pagina.evaluate("document.activeElement.name") == "tipo"
    pagina.keyboard.press("Space")
    pagina.keyboard.press("ArrowDown")
    hasta("[data-paso=dano] [data-seguir]")
    pagina.keyboard.press("Space")
    llego("detalles", 4)
    hasta("[name=descripcion]")
    pagina.keyboard.type("Hecho con teclado")
    hasta("[data-paso=detalles] [data-seguir]")
    pagina.keyboard.press("Enter")
    llego("enviar", 5)
    hasta("[data-paso=enviar] [data-seguir]")
    pagina.keyboard.press("Enter")
    assert _guardado(_recibido(pagina))[0] == "hundimiento"


def test_el_orden_del_foco_es_el_de_la_vista(abrir):
    """From top to bottom on every step, and never behind what cannot be seen."""
    pagina = abrir("telefono")
    pagina.goto("/reportar")
    for paso in ("inicio", *TITULOS):
        pagina.evaluate("paso => { location.hash = paso }", paso)
        expect(pagina.locator(f"[data-paso={paso}]")).to_be_visible()
        alturas = pagina.evaluate(
            """paso => [...document.querySelectorAll(`[data-paso=${paso}] :is(a, button, input, select, textarea, summary)`)]
                .filter((n) => n.checkVisibility() && n.tabIndex >= 0 && !n.closest(".paso-botones"))
                .map((n) => n.getBoundingClientRect().top)""",
            paso,
        )
        assert alturas == sorted(alturas), paso


def test_atras_adelante_y_recargar_no_pierden_nada(abrir):
    pagina = abrir("telefono")
    pagina.goto("/reportar")
    pagina.get_by_role("button", name="Sin foto").click()
    pagina.get_by_label("Dirección, esquina, barrio o seña").fill("Por el puente")
    seguir(pagina)
    pagina.get_by_label("Grietas").check()
    pagina.get_by_label("No", exact=True).check()
    pagina.go_back()
    _en(pagina, "lugar")
    expect(pagina.get_by_label("Dirección, esquina, barrio o seña")).to_have_value("Por el puente")
    pagina.go_forward()
    _en(pagina, "dano")
    pagina.reload()
    _en(pagina, "dano")
    expect(pagina.get_by_label("Grietas")).to_be_checked()
    expect(pagina.get_by_label("No", exact=True)).to_be_checked()
    pagina.get_by_role("button", name="Atrás").locator("visible=true").click()
    expect(pagina.get_by_label("Dirección, esquina, barrio o seña")).to_have_value("Por el puente")


def test_se_muestra_lo_que_sera_publico_y_lo_que_no(abrir):
    pagina = abrir("telefono", geolocation=AQUI, permissions=["geolocation"])
    pagina.goto("/reportar#lugar")
    pagina.get_by_role("button", name="Usar mi ubicación").click()
    pagina.get_by_role("button", name="Sí, es aquí").click()
    pagina.get_by_label("Tapa o rejilla").check()
    hasta_los_detalles(pagina)
    expect(pagina.locator("[data-renglon=peligro]")).to_be_hidden()
    pagina.get_by_label("Cuéntenos qué pasa").fill("Falta la tapa")
    pagina.get_by_text("Quiero que me respondan").click()
    pagina.get_by_label("Su nombre").fill("Ana Pérez")
    publico, privado = (pagina.locator("[data-vista]").nth(i) for i in (0, 1))
    for texto in ("Tapa o rejilla", "Falta la tapa", "4.443", "cuando una persona de la Alcaldía lo haya mirado"):
        expect(publico).to_contain_text(texto)
    expect(privado).to_contain_text("Ana Pérez")
    expect(publico).not_to_contain_text("Ana Pérez")
    seguir(pagina)
    expect(pagina.get_by_role("alert")).to_contain_text("autorización")


@pytest.mark.parametrize("tamano", ["telefono", "escritorio"])
def test_cada_paso_sin_faltas_de_accesibilidad(abrir, tamano):
    pagina, faltas = abrir(tamano, geolocation=AQUI, permissions=["geolocation"]), {}
    pagina.goto("/reportar#lugar")
    pagina.get_by_role("button", name="Usar mi ubicación").click()
    expect(pagina.get_by_role("region", name=re.compile("Mapa para marcar"))).to_be_visible()
    pagina.wait_for_load_state("networkidle")
    for paso in ("inicio", *TITULOS):
        pagina.evaluate("paso => { location.hash = paso }", paso)
        expect(pagina.locator(f"[data-paso={paso}]")).to_be_visible()
        seguir(pagina) if paso == "dano" else None  # with its error summary
        resultado = Axe().run(pagina, options=REGLAS).response["violations"]
        faltas[paso] = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in resultado]
    assert {paso: f for paso, f in faltas.items() if f} == {}


def test_a_cuatrocientos_por_ciento_nada_se_sale_ni_se_tapa(abrir):
    """1280 px at 400 % are 320 px (WCAG 1.4.10): no sideways scroll, nothing stuck over the text, every target 44 px high."""
    pagina = abrir("telefono")
    pagina.set_viewport_size({"width": 320, "height": 256})
    pagina.goto("/reportar")
    for paso in ("inicio", *TITULOS):
        pagina.evaluate("paso => { location.hash = paso }", paso)
        expect(pagina.locator(f"[data-paso={paso}]")).to_be_visible()
        assert pagina.evaluate("document.documentElement.scrollWidth") <= 320, paso
        pegados = "[...document.querySelectorAll('main *')].filter((n) => ['sticky', 'fixed'].includes(getComputedStyle(n).position) && n.checkVisibility()).length"
        assert pagina.evaluate(pegados) == 0, paso
        bajos = "paso => [...document.querySelectorAll(`[data-paso=${paso}] :is(button, .boton, summary, label.casilla, .radio-grande)`)].filter((n) => n.checkVisibility() && n.getBoundingClientRect().height < 44).map((n) => n.outerHTML.slice(0, 120))"
        assert pagina.evaluate(bajos, paso) == [], paso


def test_sin_movimiento_para_quien_lo_pide(abrir):
    pagina = abrir("telefono", reduced_motion="reduce", geolocation=AQUI, permissions=["geolocation"])
    pagina.goto("/reportar#lugar")
    pagina.get_by_role("button", name="Usar mi ubicación").click()
    expect(pagina.get_by_role("region", name=re.compile("Mapa para marcar"))).to_be_visible()
    assert pagina.evaluate("document.getAnimations().length") == 0
    movidos = "[...document.querySelectorAll('main *')].filter((n) => parseFloat(getComputedStyle(n).transitionDuration) > 0).length"
    assert pagina.evaluate(movidos) == 0


def test_un_reporte_dos_toques_y_un_solo_numero(abrir):
    pagina = abrir("telefono")
    pagina.goto("/reportar?lon=-75.2325&lat=4.4430&tipo=hueco#enviar")
    boton = pagina.get_by_role("button", name="Enviar reporte")
    boton.dblclick()
    assert _cerca(_recibido(pagina))


def test_el_boton_no_se_va_de_debajo_del_raton(abrir):
    """A place that was typed is shown when the click that left the field is over."""
    pagina = abrir("escritorio")
    pagina.goto("/reportar")
    pagina.get_by_role("button", name="Sin foto").click()
    ubicar(pagina, "4.4430", "-75.2325")
    _en(pagina, "dano")
