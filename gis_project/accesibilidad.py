"""The accessibility statement (Res. MinTIC 1519/2020, annex 1): what is met, what is not and why, as data. Put it right when that changes."""

import datetime as dt
from dataclasses import dataclass

REVISADA = dt.date(2026, 11, 21)
NORMA = "WCAG 2.1, nivel AA (NTC 5854)"


@dataclass(frozen=True)
class Falta:
    """A criterion that is not met: where, why, and the way round it."""

    criterio: str
    donde: str
    que: str
    mientras_tanto: str


CUMPLE = (
    "Todo lo que se hace con el mapa se hace también sin él: listas con los mismos datos, búsqueda por dirección y formularios sencillos.",
    "El reporte de un daño se hace completo con el teclado, y cada paso funciona sin JavaScript.",
    "El foco siempre se ve, va en el orden en que se lee y no queda atrapado; un enlace salta al contenido y otro al mapa.",
    "Los estados se dicen con color, forma y texto; los contrastes del texto son de 4,5 a 1 o más, y hay un botón de alto contraste y otro de letra grande.",
    "La página se lee a 320 píxeles de ancho (400 % de aumento) sin moverla de lado, salvo las tablas, que ruedan dentro de su marco.",
    "Quien pide menos movimiento en su equipo no ve animaciones.",
    "Los errores de un formulario se dicen con palabras, junto al campo y en un resumen que enlaza a cada uno.",
    "Los avisos que aparecen solos se anuncian a los lectores de pantalla.",
)

NO_CUMPLE = (
    Falta(
        "1.1.1 Contenido no textual",
        "Fotos de los reportes",
        "La descripción de una foto que envía la ciudadanía es genérica: «Foto 1 del daño».",
        "La clase de daño, el tamaño y el lugar van siempre escritos al lado.",
    ),
    Falta(
        "1.1.1 Contenido no textual",
        "Mapas y planos",
        "El dibujo del mapa no tiene un texto que diga todo lo que se ve.",
        "La lista «En el mapa ahora» trae los mismos elementos con sus nombres, y cada capa se descarga como tabla.",
    ),
    Falta(
        "1.3.1 Información y relaciones",
        "Cartel y documentos PDF",
        "Los PDF llevan etiquetas (PDF/UA) hechas por programa; no los ha revisado una persona con lector de pantalla.",
        "Todo PDF tiene una página con el mismo contenido.",
    ),
    Falta(
        "1.3.1, 2.1.1 y 4.1.2",
        "Administración interna (/admin/)",
        "El dibujo de geometrías y algunas tablas son de terceros y no se han revisado.",
        "Es solo para funcionarios; los reportes y las obras se atienden en /gestion/, que sí se revisa.",
    ),
    Falta(
        "1.2.6, que es del nivel AAA",
        "Todo el sitio",
        "No hay videos ni interpretación en Lengua de Señas Colombiana.",
        "El Centro de Relevo (centroderelevo.gov.co) comunica con la línea de atención.",
    ),
)

PRUEBAS = (
    "axe-core sobre cada página pública y sus estados (vacía, con errores, sin conexión), a 390 y a 1280 píxeles, en cada cambio del programa.",
    "Recorridos con teclado en un navegador: el reporte completo, el orden del foco, los saltos.",
    "Ancho de 320 píxeles, movimiento reducido y regiones que se anuncian, comprobados por programa.",
    "Falta: una revisión con personas con discapacidad y con lectores de pantalla reales (NVDA, TalkBack).",
)
