"""An address is read the way a Colombian writes it, whatever the way."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from malla_vial.direcciones import Direccion, ViaEscrita, normalizar
from malla_vial.direcciones.normalizador import via_escrita
from malla_vial.direcciones.piezas import TEXTO_MAXIMO, partir
from malla_vial.models import ClaseVia

ESCRITAS = {
    "Carrera 5 # 37-12": """
        Cra 5 # 37-12 | cra. 5 No. 37-12 | KRA 5 N° 37 - 12 | k 5 37 12 | Cr 5 nro 37-12 | carrera quinta # 37-12
        cra5#37-12 | Carrera 5ta n.º 37-12 | carerra 5 # 37 - 12 | CARRERA 5 NUMERO 37-12 | Kr 5 – 37 – 12 | carr 5 n 37 12
        CRA5NO37-12 | cra; 5; #; 37-12 | Cra., 5, #, 37-12 | crra 5 # 37/12 | cra 5 # 37 guion 12 | Cra 5 # 37, 12 | karrera 5 ＃３７－１２
        Cra 5 ️⃣ # 37-12 | cra 5va # 37-12 | cra 5 va # 37-12""",
    "Calle 60 # 8-20": """
        Calle 60 # 8-20 | cll 60 8 20 | CL 60 8-20 | calle sesenta # 8-20 | Cll. 60 No 8-20 | calel 60 # 8-20
        calle 60 numero 8 - 20 | clle 60 # 08-20 | c 60 # 8-20""",
    "Carrera 5 con 37": """
        Cra 5 con 37 | carrera quinta 37 | kra 5 x 37 | cra 5 esquina 37 | carrera 5 con treinta y siete | Cra. 5, 37
        cra 5 esq. 37 | cra 5 y 37 | carrera 5 por 37 | en la cra 5 con 37 | esquina de la carrera 5 con 37
        cra 5 a la altura de la 37 | carrera 5 llegando a la 37 | Cra 5 cn 37 | kra 5 & 37 | cra5con37 | carreraquinta con treintaysiete""",
    "Carrera 5 con Calle 37": """
        carrera 5 calle 37 | Cra 5 con Cll 37 | cra 5 / cll 37 | carrera 5 con la calle treinta y siete | kra 5 esquina calle 37
        cra 5 cruce con calle 37 | CRA 5 CL 37 | cra5concalle37 | kr5cl37 | Cra.5.con.Cll.37 | karrera 5 con caye 37 | carreta 5 con cllae 37""",
    "Carrera 5 entre 37 y 38": """
        cra 5 entre 37 y 38 | carrera 5 de la 37 a la 38 | Cra 5 entre la 37 y la 38 | carrera quinta, entre 37 y 38
        cra 5 de 37 a 38""",
    "Carrera 5 entre Calle 37 y Calle 38": "carrera 5 entre calles 37 y 38 | cra 5 entre cll 37 y cll 38 | cra 5 calles 37 y 38 | cra 5 calles 37-38 | entre calles 37 y 38 sobre la carrera 5",
    "5 entre 37 y 38": "entre la 37 y la 38 con quinta",
    "5 con 37": "la quinta con 37 | 5 con 37 | quinta con treinta y siete | la 5 con la 37",
    "Carrera 2A Bis Sur # 12B-07": "Cra 2A bis sur # 12B-07 | kra 2 a bis sur 12b 7 | CARRERA 2ABISSUR # 12 B - 07 | cra 2-A-bis, sur # 12-B 7 | Cra 2A bissur # 12B-7 | cra 2a bis (sur) # 12b-07",
    "Calle 20 # 5-30 Sur": "Calle 20 # 5-30 Sur | cll 20 5 30 sur",
    "Avenida Ambala # 60-12": "Av. Ambalá # 60-12 | avenida ambala 60 12 | AV AMBALA No 60-12",
    "Avenida Ferrocarril con Calle 37": "av ferrocarril con calle 37 | avenida ferrocarril esquina cll 37 | Avenida Ferrocarril, Calle 37",
    "Diagonal 20 Sur # 3A-15, torre 2, apartamento 501": "Dg 20 Sur # 3A - 15 torre 2 apto 501 | diag 20 sur 3a 15 to 2 ap 501",
    "Carrera 3 con 8, barrio La Pola": "cra 3 con 8 barrio la pola | barrio La Pola, cra 3 con 8 | cra 3 con 8 br la pola",
    "manzana 3, casa 4, barrio El Jordan": "mz 3 casa 4 barrio el jordan | Mza 3 Cs 4 B/ El Jordán",
    "Carrera 5": "cra 5 | la carrera quinta | CARRERA  5 | kra.5",
    "vereda El Totumo": "vereda el totumo | Vda. El Totumo",
    "Avenida carrera 5 con Calle 37": "ak 5 con cl 37 | av cra 5 con calle 37",
    "Carrera 8 Sur": "CARRERA 8SUR | cra 8 sur | cra 8 s | cra 8, sur | cra 8 zona sur",
    "Calle 94 con Carrera 1, barrio Simon Bolivar": "cll 94 con cra 1 B/ Simón Bolívar",
    "60 con Ambala": "la 60 con la Ambalá",
    "Avenida Ferrocarril con Calle 37, hay un hueco": "hay un hueco en la abenida ferrocarril con calle 37",
    "Calle 37 con 5, diagonal a la iglesia": "diagonal a la iglesia de la calle 37 con 5",
    "Carrera 4 # 37-20, estadio": "carrera 4 estadio # 37-20",
    "parque galarza": "Parque Galarza",
}  # fmt: skip
CASOS = [
    (entero, texto.strip()) for entero, textos in ESCRITAS.items() for linea in textos.split("\n")
    for texto in linea.split(" | ") if texto.strip()
]  # fmt: skip


@pytest.mark.parametrize(("entero", "texto"), CASOS)
def test_se_entiende_como_se_escribe(entero, texto):
    assert str(normalizar(texto)) == entero


@pytest.mark.parametrize(
    ("nombre", "entero"),
    [
        ("CARRARE 13A", "Carrera 13A"),
        ("TRANSV 8F BIS", "Transversal 8F Bis"),
        ("CALLE39C", "Calle 39C"),
        ("CALLE 33BBIS", "Calle 33B Bis"),
        ("CARRERA 1A SUR BIS", "Carrera 1A Bis Sur"),
        ("CARRERA 1A-SUR", "Carrera 1A Sur"),
        ("CALLE 16DSUR", "Calle 16D Sur"),
        ("CARRERA 4A S", "Carrera 4A Sur"),
        ("CALLE 1 A W", "Calle 1A Oeste"),
        ("TRANS. 22SUR", "Transversal 22 Sur"),
        ("Vía a San Juan de la China", "Via A San Juan De La China"),
    ],
)
def test_los_nombres_de_una_cartografia_real_se_entienden(nombre, entero):
    assert str(via_escrita(nombre)) == entero


def test_las_partes_llevan_los_nombres_de_extdireccion():
    partes = normalizar("Cra 2A bis sur # 12B-07 apto 301, barrio La Pola").ladm()
    assert partes == {
        "Tipo_Direccion": "Estructurada",
        "Clase_Via_Principal": "Carrera",
        "Valor_Via_Principal": "2",
        "Letra_Via_Principal": "A BIS",
        "Sector_Ciudad": "Sur",
        "Valor_Via_Generadora": "12",
        "Letra_Via_Generadora": "B",
        "Numero_Predio": "7",
        "Complemento": "apartamento 301, barrio La Pola",
    }


letras = st.sampled_from(["", *"ABCDFGHK"])
sectores = st.sampled_from(["", "Sur", "Norte", "Este", "Oeste"])
clases = st.sampled_from([clase for clase in ClaseVia if clase != ClaseVia.OTRA])


@st.composite
def vias(draw, clase=clases):
    bis = draw(st.booleans())
    letra_bis = draw(letras) if bis else ""
    return ViaEscrita(draw(clase), draw(st.integers(1, 250)), draw(letras), bis, letra_bis, draw(sectores))


@st.composite
def direcciones(draw):
    partes = {"via_principal": draw(vias())}
    forma = draw(st.sampled_from(["via", "esquina", "cuadra", "predio"]))
    if forma == "predio":
        generadora, sector = draw(vias(st.just(""))), draw(sectores)
        partes |= {"via_generadora": generadora, "numero_predio": draw(st.integers(0, 999)), "sector_predio": sector}
    elif forma != "via":
        partes["via_generadora"] = draw(vias())
        partes |= {"hasta": draw(vias())} if forma == "cuadra" else {}
    return Direccion(**partes, complemento=draw(st.sampled_from(["", "apartamento 301", "torre 2, apartamento 5B"])))


@given(direcciones())
@settings(max_examples=400, deadline=None)
def test_una_direccion_escrita_entera_se_lee_igual(direccion):
    assert normalizar(str(direccion)) == direccion


palabras = st.sampled_from(
    "cra calle av # - con entre y la 5 37 a bis sur no n x barrio apto mz quinta treinta ferrocarril via , . esquina".split()  # noqa: SIM905
)


@given(
    st.one_of(
        st.text(max_size=400), st.lists(palabras, max_size=60).map(" ".join), st.text(string.printable, max_size=400)
    )
)
@settings(max_examples=500, deadline=None)
def test_ningun_texto_la_hace_fallar(texto):
    direccion = normalizar(texto)
    assert len(str(direccion)) < 2000
    direccion.ladm()


@pytest.mark.parametrize(
    "texto",
    ["cra " * 5000, "treinta y " * 5000, "con " * 5000, "9" * 20000, "a" * 20000, "entre la " * 5000, "5a" * 9000],
)
def test_de_un_texto_enorme_solo_se_lee_el_comienzo(texto):
    assert normalizar(texto) == normalizar(texto[:TEXTO_MAXIMO])
    assert len(partir(texto)) <= TEXTO_MAXIMO
