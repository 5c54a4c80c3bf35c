"""The words of a Colombian address: how people write the classes of ways, numbers, sectors, signs, places and the rest."""

from malla_vial.models import ClaseVia

CLASES = {
    ClaseVia.CALLE: "calle calles cl cll clle cle call c",
    ClaseVia.CARRERA: "carrera carreras cra cras kra kras cr kr crr krr crra krra carr k",
    ClaseVia.AVENIDA: "avenida avenidas av avda ave avd",
    ClaseVia.AVENIDA_CALLE: "ac",
    ClaseVia.AVENIDA_CARRERA: "ak",
    ClaseVia.DIAGONAL: "diagonal diagonales dg diag dig dgl",
    ClaseVia.TRANSVERSAL: "transversal transversales tv trv tr trans transv tranv tranversal",
    ClaseVia.CIRCULAR: "circular circ",
    ClaseVia.CIRCUNVALAR: "circunvalar cv crv circunv",
    ClaseVia.AUTOPISTA: "autopista aut autop au",
    ClaseVia.OTRA: "via carretera camino variante glorieta pasaje peatonal callejon",
}
CLASE = {palabra: clase for clase, palabras in CLASES.items() for palabra in palabras.split()}
PLURALES = tuple(palabra for palabra in CLASE if len(palabra) > 5 and palabra.endswith("s"))  # «calles 37-38»
CONOCIDAS = tuple(palabra for palabra in CLASE if len(palabra) >= 5 and CLASE[palabra] != ClaseVia.OTRA)
# What sounds the same in Colombia: «caye», «abenida», «tranzversal».
_SONIDOS = (("ll", "y"), ("rr", "r"), ("qu", "k"), ("c", "k"), ("b", "v"), ("z", "s"), ("h", ""))

SECTORES = {
    "sur": "Sur", "norte": "Norte", "este": "Este", "oriente": "Este", "oriental": "Este", "oeste": "Oeste",
    "occidente": "Oeste", "occidental": "Oeste", "w": "Oeste",
}  # fmt: skip

NUMERO = ("no", "nro", "num", "numero", "nr", "n")
CON = ("con", "cn", "kon", "vs", "x", "por", "esquina", "esq", "cruce", "intersecc", "interseccion", "y", "frente")
ENTRE = ("entre", "entr", "desde")
HASTA = (
    "altura",
    "llegando",
    "llegar",
    "pasando",
    "antes",
    "despues",
    "cerca",
    "junto",
    "lado",
    "bajando",
    "subiendo",
    "sentido",
)
CORTAN = (*ENTRE, *HASTA, "con", "cn", "kon", "x", "esquina", "esq", "cruce", "frente", "detras", "atras")
GUION = ("-", "#", "/", "guion", "raya")
# «a dos cuadras de»: what follows is a corner, and the place is not quite there.
LEJOS = ("cuadra", "cuadras", "cuadrita", "antes", "despues", "cerca", "metros", "mts", "pasos", "pasando", "alrededor")
HACIA = ("en", "sobre", "por", "a", "cerca", "direccion", "dir", "ubicado", "ubicada", "queda")
ARTICULOS = ("la", "el", "las", "los", "de", "del", "al", "lo")

LUGARES = {
    "barrio": "barrio", "barr": "barrio", "bario": "barrio", "brr": "barrio", "br": "barrio", "brio": "barrio",
    "b": "barrio", "vereda": "vereda", "vda": "vereda", "ver": "vereda", "comuna": "comuna", "com": "comuna",
    "corregimiento": "corregimiento", "correg": "corregimiento", "cgto": "corregimiento", "corr": "corregimiento",
}  # fmt: skip

COMPLEMENTOS = {
    "apartamento": "apartamento apto apt ap apartamentos aparta aptos",
    "casa": "casa cs csa",
    "torre": "torre to tr",
    "bloque": "bloque bl bloq blq",
    "piso": "piso ps",
    "local": "local lc loc",
    "oficina": "oficina of ofi ofc",
    "interior": "interior int in",
    "manzana": "manzana mz mza mzna man mnz",
    "supermanzana": "supermanzana smz sm",
    "lote": "lote lt lte",
    "edificio": "edificio ed edif",
    "conjunto": "conjunto conj cj",
    "urbanización": "urbanizacion urb urbaniz",
    "etapa": "etapa et",
    "bodega": "bodega bg bod",
    "finca": "finca fca",
    "kilómetro": "kilometro km kms",
    "unidad": "unidad un und",
    "sector": "sector sec",
    "barrio": "",
}
COMPLEMENTO = {palabra: largo for largo, palabras in COMPLEMENTOS.items() for palabra in palabras.split()}

_UNIDADES = "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis diecisiete dieciocho diecinueve"
_VEINTES = (
    "veinte veintiuno veintidos veintitres veinticuatro veinticinco veintiseis veintisiete veintiocho veintinueve"
)
_ORDINALES = "_ primera segunda tercera cuarta quinta sexta septima octava novena decima"
_DECENAS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa"
DECENAS = {palabra: 10 * n for n, palabra in enumerate(_DECENAS.split(), 3)} | {"diez": 10, "veinte": 20}
CIENTOS = {"cien": 100, "ciento": 100}
UNIDADES = {palabra: n for n, palabra in enumerate(_UNIDADES.split())} | {"una": 1}
NUMEROS = (
    UNIDADES
    | {palabra: n for n, palabra in enumerate(_VEINTES.split(), 20)}
    | {palabra: n for n, palabra in enumerate(_ORDINALES.split()) if n}
    | {palabra[:-1] + "o": n for n, palabra in enumerate(_ORDINALES.split()) if n}
    | DECENAS
    | CIENTOS
    | {f"{d}{y}{u}": DECENAS[d] + n for d in DECENAS for y in ("y", "i") for u, n in UNIDADES.items() if 0 < n < 10}
)
SUFIJOS_SUELTOS = ("ta", "va", "ma", "da", "ra")  # «8 va»
SUFIJOS_ORDINALES = ("ta", "ra", "era", "da", "ma", "va", "na", "to", "do", "mo", "vo", "no", "er", "ero")


def parecida(palabra: str) -> str | None:
    """The class of way that a misspelt word means: one slip in a short word, two in a long one."""
    if len(palabra) < 4 or len(palabra) > 14:
        return None
    distancia, conocida = min((_distancia(sonido(palabra), sonido(otra)), otra) for otra in CONOCIDAS)
    revuelta = palabra[0] == conocida[0] and sorted(palabra) == sorted(conocida)
    return CLASE[conocida] if revuelta or distancia <= (1 if len(conocida) < 7 else 2) else None


def suena(palabra: str) -> str | None:
    """The class of way that a word sounds like, letter for letter."""
    return _POR_SONIDO.get(sonido(palabra)) if len(palabra) >= 4 else None


def sonido(palabra: str) -> str:
    for escrito, dicho in _SONIDOS:
        palabra = palabra.replace(escrito, dicho)
    return palabra


def _distancia(a: str, b: str) -> int:
    """Edit distance with transpositions (optimal string alignment)."""
    antes: list[int] = []
    fila = list(range(len(b) + 1))
    for i, letra in enumerate(a, 1):
        antes, previa, fila = fila, antes, [i]
        for j, otra in enumerate(b, 1):
            fila.append(min(antes[j] + 1, fila[j - 1] + 1, antes[j - 1] + (letra != otra)))
            if i > 1 and j > 1 and letra == b[j - 2] and a[i - 2] == otra:
                fila[j] = min(fila[j], previa[j - 2] + 1)
    return fila[-1]


_POR_SONIDO = {sonido(palabra): CLASE[palabra] for palabra in CONOCIDAS}
