"""cql2-text to the tree of cql2-json. The grammar is looser than the standard's: the compiler checks the types."""

import re
from typing import Any

from lark import Lark, Token, Transformer, v_args
from lark.exceptions import LarkError, UnexpectedInput, VisitError

from capas.cql2.arbol import FiltroInvalido, con_limite, revisar

# OGC 21-065r2, annex B. LALR with the transformer inside: no recursion, whatever the text.
GRAMATICA = r"""
?inicio: o
?o: y | o "OR"i y                                     -> o
?y: no | y "AND"i no                                  -> y
?no: predicado | NO no                                -> no
?predicado: suma
    | suma COMPARACION suma                           -> comparar
    | suma [NO] "LIKE"i suma                           -> parecido
    | suma [NO] "BETWEEN"i suma "AND"i suma            -> entre
    | suma [NO] "IN"i "(" suma ("," suma)* ")"         -> en
    | suma "IS"i [NO] "NULL"i                         -> nulo
?suma: producto | suma (MAS | MENOS) producto         -> operar
?producto: potencia | producto (POR | DIV) potencia   -> operar
?potencia: signo | signo ELEVADO signo                -> operar
?signo: atomo | MENOS signo                           -> negar
    | MAS NUMERO                                      -> con_signo
?atomo: NUMERO                                        -> numero
    | TEXTO                                           -> texto
    | "TRUE"i                                         -> verdad
    | "FALSE"i                                        -> falso
    | (NOMBRE | CITADO)                               -> propiedad
    | NOMBRE "(" (o ("," o)*)? ")"                    -> funcion
    | geometria
    | "(" o ")"
geometria: "POINT"i "Z"i? "(" lugar ")"                    -> punto
    | "LINESTRING"i "Z"i? lugares                          -> linea
    | "POLYGON"i "Z"i? anillos                             -> poligono
    | "MULTIPOINT"i "Z"i? (lugares | "(" suelto ("," suelto)* ")") -> puntos
    | "MULTILINESTRING"i "Z"i? anillos                     -> lineas
    | "MULTIPOLYGON"i "Z"i? "(" anillos ("," anillos)* ")" -> poligonos
    | "GEOMETRYCOLLECTION"i "Z"i? "(" geometria ("," geometria)* ")" -> coleccion
anillos: "(" lugares ("," lugares)* ")"
lugares: "(" lugar ("," lugar)* ")"
suelto: "(" lugar ")"
lugar: coordenada coordenada coordenada?
coordenada: [MAS | MENOS] NUMERO
NO: "NOT"i
COMPARACION: "<>" | "<=" | ">=" | "=" | "<" | ">"
MAS: "+"
MENOS: "-"
POR: "*" | "/" | "%"
DIV: "DIV"i
ELEVADO: "^"
NUMERO: /(\d{1,400}(\.\d{0,400})?|\.\d{1,400})([eE][+-]?\d{1,4})?/
TEXTO: /'(''|\\'|[^'\\]|\\(?!'))*'/
CITADO: /"[^"]+"/
NOMBRE: /[^\W\d][\w.:]*/
%ignore /\s+/
"""


def _geojson(tipo: str):
    return lambda self, *partes: {"type": tipo, "coordinates": list(partes)}


@v_args(inline=True)
class _Arbol(Transformer):
    def _juntar(self, op: str, a: Any, b: Any) -> dict[str, Any]:
        previos = a["args"] if isinstance(a, dict) and a.get("op") == op else [a]
        return {"op": op, "args": [*previos, b]}

    def o(self, a, b):
        return self._juntar("or", a, b)

    def y(self, a, b):
        return self._juntar("and", a, b)

    def no(self, _no, a):
        return {"op": "not", "args": [a]}

    def _quiza_no(self, no, predicado):
        return {"op": "not", "args": [predicado]} if no else predicado

    def comparar(self, a, op, b):
        return {"op": str(op), "args": [a, b]}

    operar = comparar

    def parecido(self, a, no, b):
        return self._quiza_no(no, {"op": "like", "args": [a, b]})

    def entre(self, a, no, b, c):
        return self._quiza_no(no, {"op": "between", "args": [a, b, c]})

    def en(self, a, no, *lista):
        return self._quiza_no(no, {"op": "in", "args": [a, list(lista)]})

    def nulo(self, a, no):
        return self._quiza_no(no, {"op": "isNull", "args": [a]})

    def negar(self, _menos, a):
        return -a if type(a) in (int, float) else {"op": "*", "args": [-1, a]}

    def numero(self, texto):
        return int(texto) if texto.isdigit() and len(texto) < 300 else float(texto)

    def con_signo(self, _mas, texto):
        return self.numero(texto)

    def texto(self, texto):
        return re.sub(r"''|\\'", "'", texto[1:-1])

    def verdad(self):
        return True

    def falso(self):
        return False

    def propiedad(self, nombre):
        return {"property": str(nombre).strip('"')}

    def funcion(self, nombre, *args):
        args, nombre = [a for a in args if a is not None], nombre.lower()
        if nombre in ("date", "timestamp") and len(args) == 1:
            return {nombre: args[0]}
        return {nombre: args} if nombre in ("interval", "bbox") else {"op": nombre, "args": args}

    def coordenada(self, signo, texto):
        return float(f"{signo or ''}{texto}")

    def lugar(self, *numeros):
        return list(numeros)

    def lugares(self, *partes):
        return list(partes)

    anillos = lugares
    punto = v_args(inline=True)(lambda self, lugar: {"type": "Point", "coordinates": lugar})
    linea = v_args(inline=True)(lambda self, lugares: {"type": "LineString", "coordinates": lugares})
    poligono = v_args(inline=True)(lambda self, anillos: {"type": "Polygon", "coordinates": anillos})
    lineas = v_args(inline=True)(lambda self, lineas: {"type": "MultiLineString", "coordinates": lineas})
    poligonos = _geojson("MultiPolygon")

    def suelto(self, lugar):
        return lugar

    def puntos(self, *partes):
        sueltos = len(partes) == 1 and isinstance(partes[0][0], list)
        return {"type": "MultiPoint", "coordinates": partes[0] if sueltos else list(partes)}

    def coleccion(self, *geometrias):
        return {"type": "GeometryCollection", "geometries": list(geometrias)}


_analizador = Lark(GRAMATICA, start="inicio", parser="lalr", transformer=_Arbol(), maybe_placeholders=True)


def desde_texto(filtro: str) -> Any:
    """The tree of a text in cql2-text. Raises FiltroInvalido, saying where it stops making sense."""
    try:
        return revisar(_analizador.parse(con_limite(filtro)))
    except UnexpectedInput as error:
        raise FiltroInvalido(
            f"«filter» no se entiende {_donde(error, filtro)}. Es CQL2: nombre = 'La Pola' AND radio_m > 50."
        ) from error
    except (LarkError, VisitError, ValueError, OverflowError) as error:
        raise FiltroInvalido("«filter» no se entiende.") from error


def _donde(error: UnexpectedInput, filtro: str) -> str:
    lugar = getattr(error, "pos_in_stream", None)
    token = getattr(error, "token", None)
    if lugar is None or (isinstance(token, Token) and token.type == "$END"):
        return "al final: falta algo"
    return f"desde «{filtro[lugar : lugar + 30]}»"
