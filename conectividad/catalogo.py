"""The connectivity layers."""

from django.conf import settings

from capas.catalogo import Calidad, Capa, Clase, Estilo, Origen, registrar
from conectividad.models import DOTACION, KioscoViveDigital, PuntoViveDigital, ZonaWifi

_CODIGOS = {"codigo": rf"^{settings.DIVIPOLA}"}  # as the ministry publishes them: DIVIPOLA, then a number
_LINAJE = "Se carga de las listas que publican el Ministerio TIC y la dependencia de tecnologías del municipio."

registrar(
    Capa(
        id="zonas-wifi",
        modelo=ZonaWifi,
        titulo="Zonas WiFi",
        resumen="Zonas de internet gratuito en parques y barrios: cada una alcanza unos 100 m a la redonda.",
        sector="conectividad",
        estilo=Estilo(color="#0f7b8a", forma="circulo", grosor=7),
        origen=Origen(
            linaje=_LINAJE,
            tema="utilitiesCommunication",
            palabras_clave=("WiFi", "internet gratis"),
            proposito="Encontrar la zona de internet gratuito más cercana y ver qué sectores no tienen.",
            limitaciones="El alcance es teórico: muros y árboles lo acortan; que la zona opere hoy lo dice su operador.",
        ),
        publicos=(
            "codigo", "nombre", "direccion", "operador", "ambito", "radio_m", "velocidad_mbps", "horario", "sesion_minutos",
            "fecha_activacion", "operativa",
        ),
        teselas=("nombre",),
        rotulo="nombre",
        busca=("nombre", "direccion"),
        clave="codigo",
        codigos=_CODIGOS,
        roles=("tic",),
        visible_al_abrir=True,
        orden=1,
        calidad=Calidad(territorio="comuna"),
        frase=lambda p: f"Zona WiFi gratuita, {p['horario']}; alcanza {p['radio_m']} m.",
    )
)  # fmt: skip

registrar(
    Capa(
        id="puntos-vive-digital",
        modelo=PuntoViveDigital,
        titulo="Puntos Vive Digital",
        resumen="Salas con computadores, internet y formación gratuita.",
        sector="conectividad",
        estilo=Estilo(
            color="#4257b2",
            campo="tipo",
            grosor=8,
            clases=(
                Clase("tradicional", "Tradicional", "#4257b2", forma="cuadrado"),
                Clase("plus", "Plus", "#c2570c", forma="rombo"),
                Clase("lab", "Lab", "#7a3b8f", forma="triangulo"),
            ),
        ),
        origen=Origen(
            linaje=_LINAJE,
            tema="utilitiesCommunication",
            palabras_clave=("Vive Digital", "formación"),
            proposito="Encontrar dónde usar un computador y formarse sin costo.",
            limitaciones="Los horarios cambian por sede y temporada: confírmelos antes de ir.",
        ),
        publicos=("codigo", "nombre", "tipo", "direccion", "horario", "operativo"),
        teselas=("nombre", "tipo"),
        rotulo="nombre",
        busca=("nombre", "direccion"),
        clave="codigo",
        roles=("tic",),
        orden=2,
        frase=lambda p: f"Punto Vive Digital {p['tipo']}, {p['horario'].lower()}.",
    )
)

registrar(
    Capa(
        id="kioscos-vive-digital",
        modelo=KioscoViveDigital,
        titulo="Kioscos Vive Digital",
        resumen="Internet en las escuelas rurales: por la mañana para la escuela, por la tarde para toda la comunidad.",
        sector="conectividad",
        estilo=Estilo(
            color="#4d7c0f",
            campo="tipo",
            grosor=8,
            clases=(
                Clase("A", "A: 2 computadores, 1 línea", "#86a83a", forma="triangulo"),
                Clase("B", "B: 4 computadores, impresora", "#4d7c0f", forma="cuadrado"),
                Clase("C", "C: 6 computadores, impresora a color", "#2f5208", forma="rombo"),
            ),
        ),
        origen=Origen(
            linaje=_LINAJE,
            escala=25000,
            tema="utilitiesCommunication",
            palabras_clave=("Vive Digital", "zona rural"),
            proposito="Encontrar internet en la zona rural y ver qué veredas quedan lejos.",
            limitaciones="Los horarios dependen de la escuela: confírmelos antes de ir.",
        ),
        publicos=("codigo", "nombre", "tipo", "sede", "corregimiento", "horario", "operativo"),
        teselas=("nombre", "tipo"),
        rotulo="nombre",
        busca=("nombre",),
        clave="codigo",
        codigos=_CODIGOS,
        roles=("tic",),
        orden=3,
        calidad=Calidad(territorio="corregimiento", referencias={"corregimiento": "corregimientos.nombre"}),
        frase=lambda p: f"Kiosco con {', '.join(DOTACION[p['tipo']]['servicios'])}. {p['horario']}.",
    )
)
