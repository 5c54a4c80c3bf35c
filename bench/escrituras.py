"""Ways in which people write the address of a place that is known: each kind of wildness is a function of the chance and the place."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from malla_vial.direcciones.direccion import ViaEscrita


@dataclass(frozen=True)
class Sitio:
    """A corner, or a plate that is counted from it."""

    una: ViaEscrita
    otra: ViaEscrita
    placa: int | None

    def __str__(self) -> str:
        """«Carrera 5 # 37-20», «Carrera 5 con Calle 37»."""
        return escribir(self)


CORTAS = {
    "Calle": "Cll Clle CL cll. Cl. C call Cle cll calle",
    "Carrera": "Cra Kra KR Cr. K cra. Crra Carr kra. Krr Kr. carrera",
    "Avenida": "Av Avda Av. avda. Ave AV",
    "Diagonal": "Dg Diag dg. Diag. DG Dig diagonal",
    "Transversal": "Tv Trans Transv. tv. TRV Tranv Tr transv",
}
ERRATAS = {
    "Calle": "caye calel cale caalle cllae",
    "Carrera": "carrra carrare carerra carera karrera carreta",
    "Avenida": "avnida avendia abenida avenda",
    "Diagonal": "diagnal diagonla dagonal",
    "Transversal": "tranversal transverzal tranzversal trasnversal transversl",
}
UNIDADES = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte".split()  # noqa: SIM905
ORDINALES = "_ primera segunda tercera cuarta quinta sexta séptima octava novena décima".split()  # noqa: SIM905
DECENAS = "_ _ veinti treinta cuarenta cincuenta sesenta setenta ochenta noventa".split()  # noqa: SIM905


def uno(azar: Random, opciones: str) -> str:
    return azar.choice(opciones.split("|"))


def en_letras(numero: int) -> str:
    if numero > 100:
        return "ciento " + en_letras(numero - 100)
    if numero <= 20 or numero == 100:
        return UNIDADES[numero] if numero <= 20 else "cien"
    decena, unidad = divmod(numero, 10)
    if decena == 2:
        return "veinti" + UNIDADES[unidad]
    return DECENAS[decena] + (f" y {UNIDADES[unidad]}" if unidad else "")


def palabra(via: ViaEscrita) -> str:
    return (via.clase or "Calle").capitalize()


def escribir(s: Sitio, una: str = "", otra: str = "", signo: str = " # ", guion: str = "-", con: str = " con ") -> str:
    una = una or str(s.una)
    if s.placa is not None and s.otra.valor is not None:
        return f"{una}{signo}{otra or s.otra.numero}{guion}{s.placa:02}"
    return f"{una}{con}{otra or str(s.otra)}"


def corta(azar: Random, via: ViaEscrita, tabla: dict[str, str] = CORTAS) -> str:
    clases = tabla.get(palabra(via), palabra(via)).split()
    return f"{azar.choice(clases)} {via.numero or via.nombre.title()}"


def abreviada(azar: Random, s: Sitio) -> str:
    return escribir(s, corta(azar, s.una), "" if s.placa is not None else corta(azar, s.otra))


def con_signo(azar: Random, s: Sitio) -> str:
    signo = uno(azar, " # | No. | N° | nro | num | Nº | no | n. | núm. | numero |#| #No. | №| ")
    return escribir(s, signo=signo, con=uno(azar, " N° | # | no. "))


def con_guion(azar: Random, s: Sitio) -> str:
    return escribir(s, guion=uno(azar, " | - |–| — |/|_|--|.|, | guion |‑| raya "))


def de_palabra(azar: Random, via: ViaEscrita) -> str:
    valor = via.valor or 1
    dicho = ORDINALES[valor] if valor <= 10 and via.clase == "Carrera" and azar.random() < 0.7 else en_letras(valor)
    return f"{palabra(via)} {dicho} {via.numero[len(str(valor)) :]}".strip()


def numeros_en_letras(azar: Random, s: Sitio) -> str:
    return escribir(Sitio(s.una, s.otra, None), de_palabra(azar, s.una), de_palabra(azar, s.otra))


def letras_y_bis(azar: Random, s: Sitio) -> str:
    def suelta(via: ViaEscrita) -> str:
        texto = str(via)
        forma = azar.randrange(6)
        if forma == 0:
            return texto.replace(" Bis", "bis").replace(" Sur", "sur")
        if forma == 1:
            return re.sub(r"(\d)([A-Z])", r"\1 \2", texto)
        if forma == 2:
            return re.sub(r"(\d)([A-Z])", r"\1-\2", texto).replace(" Bis", "-bis")
        return [texto.lower(), texto.upper(), texto.replace(" Bis", " BIS.").replace("Sur", "SUR")][forma - 3]

    return escribir(Sitio(s.una, s.otra, None), suelta(s.una), suelta(s.otra))


def con_sector(azar: Random, s: Sitio) -> str:
    forma = uno(azar, "sur|SUR| s|-sur| sur.|, sur| zona sur|(sur)")
    return re.sub(r" Sur", forma, str(s))


def solo_numeros(azar: Random, s: Sitio) -> str:
    con = uno(azar, " con | x | por | y | esquina | con la | # ")
    una = uno(azar, "|la |en la ") + s.una.numero if con in (" con ", " con la ") else str(s.una)
    return f"{una}{con}{s.otra.numero}"


def al_reves(azar: Random, s: Sitio) -> str:
    con = uno(azar, " con | |, | esquina | x | / | cruce ")
    return f"{corta(azar, s.otra)}{con}{corta(azar, s.una)}"


def esquina(azar: Random, s: Sitio) -> str:
    modelo = uno(
        azar,
        "{0} esquina {1}|esquina {0} {1}|esquina de {0} y {1}|{0} esq. {1}|{0}, {1} esquina|{0} a la altura de la {1}|{0} llegando a la {1}|en toda la esquina de la {0} con {1}|{0} a la altura de la {1}|intersección {0} y {1}|{0} con esquina {1}|cruce de la {0} con la {1}",
    )
    return modelo.format(str(s.una), str(s.otra))


def relativa(azar: Random, s: Sitio) -> str:
    antes = uno(
        azar,
        "frente a la |al lado de |diagonal a la |detrás de la |cerca de |a media cuadra de la |al frente de |junto a ",
    )
    return antes + str(s)


def pegada(azar: Random, s: Sitio) -> str:
    return re.sub(r"\s+", uno(azar, "||."), abreviada(azar, Sitio(s.una, s.otra, s.placa)))


def gritada(azar: Random, s: Sitio) -> str:
    sin = "".join(c for c in unicodedata.normalize("NFKD", str(s)) if not unicodedata.combining(c))
    return sin.upper() if azar.random() < 0.7 else sin.lower()


def errata(azar: Random, s: Sitio) -> str:
    return escribir(s, corta(azar, s.una, ERRATAS), "" if s.placa is not None else corta(azar, s.otra, ERRATAS))


def tropezada(azar: Random, s: Sitio) -> str:
    """A letter of a word is missing, doubled or swapped."""
    i = azar.choice([m.start() + azar.randint(1, 3) for m in re.finditer(r"[A-Za-zÁ-ú]{5,}", str(s))])
    texto = str(s)
    return azar.choice(
        [
            texto[:i] + texto[i + 1 :],
            texto[:i] + texto[i] + texto[i:],
            texto[:i] + texto[i + 1] + texto[i] + texto[i + 2 :],
        ]
    )


def puntuada(azar: Random, s: Sitio) -> str:
    signo = uno(azar, ",|.|;|..|:|*|'")
    return uno(azar, "¿|||¡") + abreviada(azar, s).replace(" ", signo + uno(azar, "| ")) + uno(azar, "|!!|?|.")


def espaciada(azar: Random, s: Sitio) -> str:
    return uno(azar, "|\n|  ") + abreviada(azar, s).replace(" ", uno(azar, "  |\t| \n |\u00a0|\u200b | \r\n")) + "  "


def con_emoji(azar: Random, s: Sitio) -> str:
    dibujo = azar.choice(["📍", "🚧🕳️", "😡", "🙏🏽", "❤️", "5️⃣"[1:]])
    return azar.choice(
        [
            f"{dibujo}{abreviada(azar, s)}",
            f"{abreviada(azar, s)} {dibujo}{dibujo}",
            abreviada(azar, s).replace(" ", f" {dibujo} ", 1),
        ]
    )


def con_barrio(azar: Random, s: Sitio) -> str:
    barrio = uno(
        azar,
        ", barrio La Pola|, Brr Cádiz|, El Jordán| Barrio Ambalá| B/ Simón Bolívar| - Picaleña|, brr. El Salado etapa 2| (barrio Ricaurte)",
    )
    return abreviada(azar, s) + barrio


def con_ciudad(azar: Random, s: Sitio) -> str:
    return abreviada(azar, s) + uno(
        azar, ", Ibagué, Tolima| Ibague| - Ibagué (Tolima)|, Ibagué, Tolima, Colombia| ibague tolima|, 730001 Ibagué"
    )


def con_complemento(azar: Random, s: Sitio) -> str:
    return abreviada(azar, s) + uno(
        azar,
        " apto 301| Int 2|, Mz 3 Cs 4| local 102| torre B apto 5| piso 2|, casa 8| lc 3| primer piso| segundo piso| int. 3 apto 201| (casa amarilla)",
    )


def en_frase(azar: Random, s: Sitio) -> str:
    antes = uno(
        azar,
        "buenas tardes hay un hueco en la |Dirección: |dir. |queda en la |es por la |mi casa queda en |un cráter sobre la |vivo en la |Señores alcaldía, en la ",
    )
    return antes + abreviada(azar, s) + uno(azar, "|| gracias| urgente por favor|, hay dos huecos")


def de_memoria(azar: Random, s: Sitio) -> str:
    despues = uno(
        azar,
        " frente al éxito| al lado de la panadería| diagonal al colegio|, portón negro| casa esquinera| bajando| sentido norte sur| por el puente",
    )
    return abreviada(azar, s) + despues


def unicode_(azar: Random, s: Sitio) -> str:
    ancha = "".join(chr(ord(c) + 0xFEE0) if c.isdigit() or c == "#" else c for c in str(s))
    return azar.choice(
        [
            ancha,
            str(s).replace(" ", "\u2009"),
            unicodedata.normalize("NFD", str(s)),
            str(s).replace("# ", "＃ ").replace("-", "－"),
            re.sub(r"(\d+)", "\\1\u200d", str(s)),
            re.sub(r"(\d)A", "\\1ª", str(s)),
        ]
    )


def revuelta(azar: Random, s: Sitio) -> str:
    """Several at once."""
    texto = azar.choice([abreviada, errata, relativa, en_frase, puntuada, con_emoji])(azar, s)
    texto += uno(azar, "| apto 301|, barrio La Pola| frente al éxito") + uno(azar, "|, Ibagué, Tolima| ibague")
    return azar.choice([texto, texto.upper(), texto.lower(), texto.replace(" ", "  ")])


Escritura = Callable[[Random, Sitio], str]
# kind -> (how it is written, what the place must have to be written so)
CLASES: dict[str, tuple[Escritura, str]] = {
    "ordenada": (lambda azar, s: str(s), ""),
    "abreviada": (abreviada, ""),
    "signo del número": (con_signo, "placa"),
    "guion de la placa": (con_guion, "placa"),
    "números en letras": (numeros_en_letras, "numeros"),
    "letras y bis": (letras_y_bis, "letra"),
    "sur, este": (con_sector, "sector"),
    "solo números": (solo_numeros, "numeros"),
    "al revés, sin unir": (al_reves, "numeros"),
    "esquina, cruce": (esquina, "esquina"),
    "frente a, al lado de": (relativa, ""),
    "sin espacios": (pegada, "numeros"),
    "mayúsculas, sin tildes": (gritada, ""),
    "errata de la clase": (errata, ""),
    "letra de más o de menos": (tropezada, ""),
    "puntuación pegada": (puntuada, ""),
    "espacios raros": (espaciada, ""),
    "emojis": (con_emoji, ""),
    "con barrio": (con_barrio, ""),
    "con ciudad": (con_ciudad, ""),
    "apto, manzana, local": (con_complemento, ""),
    "dentro de una frase": (en_frase, ""),
    "con señas": (de_memoria, ""),
    "otros alfabetos": (unicode_, ""),
    "varias a la vez": (revuelta, ""),
    "nombre propio": (errata, "nombre"),
}
# What no exact place can be told of.
VAGAS = (
    "por el éxito de la 80", "cerca al parque", "frente a la iglesia", "en mi casa", "la 60", "por la quinta", "centro", "detrás del sena",
    "mz 3 casa 4", "por los lados del estadio", "calle", "cra con calle", "carrera # -", "entre 37 y 38", "5", "37-20", "# 37-20", "en la esquina",
    "al lado de la tienda de doña marta", "subiendo por la loma", "ibague", "Ibagué, Tolima", "barrio", "calle ciega", "cra 5 con cra 5",
)  # fmt: skip
HOSTILES = (
    "", " ", "\x00", "cra 5\x00 con 37", "'; DROP TABLE malla_vial_via; --", "\" OR 1=1 --", "%", "_%_%", "\\", "(((((((", "[a-z]+(", "#" * 300, "5" * 300,
    "cra " * 75, "con " * 75, "😡" * 300, "calle " + "9" * 30, "<script>alert(1)</script>", "../../etc/passwd", "{{7*7}}", "\ud83d", "\u202e cra 5",
    "ñ" * 300, "٣ ٧", "cra 999999999999 # 1-1", "🇨🇴", "-1 -1", "1e999", "NaN", "null",
)  # fmt: skip
