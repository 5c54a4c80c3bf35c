"""The layers of the road network."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q

from capas.catalogo import Calidad, Capa, Clase, Estilo, Origen, auditar, exponer, registrar
from malla_vial.estados import EN_PALABRAS, Estado, EstadoIntervencion
from malla_vial.estados_peticion import DE_QUIEN_PIDE
from malla_vial.models import (
    ActoPeticion,
    Adhesion,
    AvisoPrivacidad,
    Dependencia,
    EntidadResponsable,
    Foto,
    Intervencion,
    Jerarquia,
    Movimiento,
    Peticion,
    PreguntaDano,
    Reporte,
    RespuestaDano,
    TipoDano,
    TipoPeticion,
    TramoVial,
    Via,
)

_LINAJE = "Se carga del inventario de la malla vial del municipio."
_ARTERIAS = (Jerarquia.PRINCIPAL, Jerarquia.RURAL_1)
_COLECTORAS = (*_ARTERIAS, Jerarquia.SECUNDARIA, Jerarquia.RURAL_2)
_POR_ZOOM = {0: Q(jerarquia__in=_ARTERIAS), 12: Q(jerarquia__in=_COLECTORAS), 14: Q()}
_CLAVES = ("vías", "malla vial", "SINC")

registrar(
    Capa(
        id="vias",
        modelo=Via,
        titulo="Vías",
        resumen="Vías con nombre, completas: calles, carreras, avenidas y caminos rurales.",
        sector="vias",
        estilo=Estilo(
            color="#8a8174",
            campo="jerarquia",
            clases=(
                Clase(Jerarquia.PRINCIPAL, "Urbana principal", "#d9a441", grosor=5),
                Clase(Jerarquia.SECUNDARIA, "Urbana secundaria", "#e6c878", grosor=3.5),
                Clase(Jerarquia.LOCAL, "Urbana local", "#b8b0a4", grosor=2),
                Clase(Jerarquia.PEATONAL, "Peatonal", "#a58fb0", grosor=1.5, trazo="2 3"),
                Clase(Jerarquia.CICLORRUTA, "Ciclorruta", "#3f8f5f", grosor=1.5, trazo="4 2"),
                Clase(Jerarquia.RURAL_1, "Rural de primer orden", "#c77f3a", grosor=4),
                Clase(Jerarquia.RURAL_2, "Rural de segundo orden", "#cfa06a", grosor=2.5),
                Clase(Jerarquia.RURAL_3, "Rural de tercer orden", "#b9a58a", grosor=1.5, trazo="6 3"),
            ),
        ),
        origen=Origen(
            linaje=_LINAJE,
            tema="transportation",
            palabras_clave=_CLAVES,
            proposito="Reconocer las vías por su nombre y su jerarquía, y ubicar direcciones.",
            limitaciones="No dice por dónde se puede transitar ni en qué sentido: para eso está el inventario de tramos.",
        ),
        publicos=("codigo", "nombre", "clase", "jerarquia"),
        teselas=("nombre", "jerarquia"),
        rotulo="nombre",
        busca=("nombre",),
        clave="codigo",
        roles=("infraestructura", "planeacion"),
        por_zoom=_POR_ZOOM,
        calidad=Calidad(red=True, territorio="barrio", sirve_a="manzanas"),
        orden=4,
    )
)


def _frase_tramo(p: Mapping[str, Any]) -> str:
    superficie = TramoVial.Superficie(p["tipo_superficie"]).label.lower()
    if not p["estado"]:
        return f"Tramo en {superficie}, {p['longitud']:.0f} m; su estado no se ha evaluado."
    return f"Tramo en {superficie}, {p['longitud']:.0f} m, en estado {TramoVial.Condicion(p['estado']).label.lower()}."


registrar(
    Capa(
        id="tramos-viales",
        modelo=TramoVial,
        titulo="Estado de las vías",
        resumen="Tramos de esquina a esquina con su superficie, su estado y quién responde por ellos (inventario SINC).",
        sector="vias",
        estilo=Estilo(
            color="#8a8174",
            campo="estado",
            grosor=3,
            clases=(
                Clase(1, "Bueno", "#1a7f37"),
                Clase(2, "Regular", "#a3b545"),
                Clase(3, "Malo", "#e09f3e"),
                Clase(4, "Pésimo", "#c4501b"),
                Clase(5, "Intransitable", "#7f1010"),
            ),
        ),
        origen=Origen(
            linaje=f"{_LINAJE} El estado es el de la última inspección de cada tramo.",
            frecuencia="annually",
            tema="transportation",
            palabras_clave=_CLAVES,
            proposito="Saber en qué estado está cada tramo y quién responde por él, para planear el mantenimiento.",
            limitaciones="El estado es el de la última inspección: antes de contratar una obra hay que visitarla.",
        ),
        publicos=(
            "codigo", "via", "nombre", "tipo_red", "tipo_eje", "sentido", "categoria", "jerarquia", "propietario",
            "tipo_superficie", "tipo_terreno", "pendiente", "estado", "fecha_estado", "numero_carriles", "ancho_carril",
            "ancho_berma", "ancho_cuneta", "ancho_separador", "ruta_bus", "longitud",
        ),
        teselas=("estado", "jerarquia"),
        rotulo="nombre",
        clave="codigo",
        roles=("infraestructura", "planeacion"),
        por_zoom=_POR_ZOOM,
        calidad=Calidad(red=True, territorio="barrio", sirve_a="manzanas"),
        orden=3,
        frase=_frase_tramo,
        nombres={"via": "via__nombre"},
    )
)  # fmt: skip


def _frase_reporte(p: Mapping[str, Any]) -> str:
    return EN_PALABRAS[Estado(p["estado"])]


def _nombre_reporte(p: Mapping[str, Any]) -> str:
    return ", ".join(str(parte) for parte in (p["_tipo"], p["direccion"] or p["barrio"]) if parte)


registrar(
    Capa(
        id="reportes",
        modelo=Reporte,
        titulo="Reportes de daños",
        resumen="Daños en las vías que reportó la ciudadanía, y en qué va cada uno.",
        sector="vias",
        estilo=Estilo(
            color="#5b6770",
            campo="estado",
            grosor=8,
            clases=(
                Clase(Estado.RECIBIDO, "Recibido", "#c62828", forma="circulo"),
                Clase(Estado.EN_VERIFICACION, "En verificación", "#b85c00", forma="rombo"),
                Clase(Estado.PROGRAMADO, "Programado", "#1f5fbf", forma="cuadrado"),
                Clase(Estado.EN_EJECUCION, "En ejecución", "#6a3fa0", forma="triangulo"),
                Clase(Estado.RESUELTO, "Resuelto", "#1a7f37", forma="estrella"),
                Clase(Estado.DESCARTADO, "Descartado", "#6b7280", forma="cruz"),
                Clase(Estado.DUPLICADO, "Duplicado", "#8b95a1", forma="cruz"),
                Clase(Estado.TRASLADADO, "Trasladado", "#4b5563", forma="rombo"),
                Clase(Estado.REABIERTO, "Reabierto", "#d6336c", forma="circulo"),
            ),
        ),
        origen=Origen(
            linaje="Reportes ciudadanos por la página web y la ventanilla.",
            tema="society",
            frecuencia="continual",
            palabras_clave=("reportes", "huecos", "participación"),
            proposito="Que cualquiera vea qué se ha reportado en las vías y en qué va.",
            limitaciones="Muestra lo que la gente reporta, no todos los daños que hay; un sitio sin reportes puede estar mal.",
        ),
        publicos=(
            "codigo", "tipo", "tamano", "peligro", "descripcion_publica", "direccion", "estado", "radicado_en", "comuna",
            "barrio", "tramo", "medida", "intervencion", "duplicado_de",
        ),
        teselas=("codigo", "tipo", "estado"),
        rotulo="codigo",
        tiempo="radicado_en",
        roles=("infraestructura", "planeacion"),
        publica_si=Q(visible=True, geom__isnull=False),
        visible_al_abrir=True,
        orden=1,
        importable=False,
        nombrar=_nombre_reporte,
        frase=_frase_reporte,
        zoom_rotulos=19,
        pagina="reporte",
        nombres={
            "tipo": "tipo__nombre", "tramo": "tramo__nombre", "intervencion": "intervencion__nombre",
            "duplicado_de": "duplicado_de__codigo",
        },
    )
)  # fmt: skip


def _frase_intervencion(p: Mapping[str, Any]) -> str:
    tipo, estado = Intervencion.Tipo(p["tipo"]).label, EstadoIntervencion(p["estado"]).label.lower()
    fechas = (
        f", del {p['fecha_inicio']:%d/%m/%Y} al {p['fecha_fin']:%d/%m/%Y}"
        if p["fecha_inicio"] and p["fecha_fin"]
        else ""
    )
    return f"{tipo}: obra {estado}{fechas}."


registrar(
    Capa(
        id="intervenciones",
        modelo=Intervencion,
        titulo="Obras",
        resumen="Intervenciones planeadas, en marcha y terminadas en la malla vial, con fechas, presupuesto y contratista.",
        sector="vias",
        estilo=Estilo(
            color="#1f5fbf",
            campo="estado",
            grosor=6,
            clases=(
                Clase(EstadoIntervencion.PLANEADA, "Planeada", "#7aa7d9", trazo="2 6"),
                Clase(EstadoIntervencion.PROGRAMADA, "Programada", "#1f5fbf", trazo="8 4"),
                Clase(EstadoIntervencion.EN_EJECUCION, "En ejecución", "#6a3fa0"),
                Clase(EstadoIntervencion.SUSPENDIDA, "Suspendida", "#b85c00", trazo="2 4"),
                Clase(EstadoIntervencion.TERMINADA, "Terminada", "#1a7f37"),
                Clase(EstadoIntervencion.CANCELADA, "Cancelada", "#8b95a1", trazo="1 5"),
            ),
        ),
        origen=Origen(
            linaje="Intervenciones que programa la dependencia que mantiene las vías.",
            tema="transportation",
            frecuencia="continual",
            palabras_clave=("obras", "intervenciones", "mantenimiento vial"),
            proposito="Que se sepa qué obras hay y habrá en las vías, cuándo, por cuánto y con quién.",
            limitaciones="Fechas y presupuestos son los programados; los del contrato están en el SECOP.",
        ),
        publicos=(
            "codigo", "nombre", "tipo", "estado", "fecha_inicio", "fecha_fin", "presupuesto", "contratista", "descripcion",
        ),
        teselas=("codigo", "nombre", "estado"),
        rotulo="nombre",
        busca=("nombre",),
        tiempo="fecha_inicio",
        roles=("infraestructura",),
        visible_al_abrir=True,
        orden=2,
        importable=False,
        calidad=Calidad(orden=(("fecha_inicio", "fecha_fin"),)),
        frase=_frase_intervencion,
    )
)  # fmt: skip

exponer(
    TipoDano, "codigo", "nombre", "descripcion", "consejo", "dibujo", "pide_tamano", "pregunta_peligro", "freno",
    "freno_telefono", "freno_detiene", "radio_duplicados_m", "codigo_tecnico", "dependencia_id", "orden", "activo",
)  # fmt: skip
exponer(PreguntaDano, "id", "tipo_id", "codigo", "texto", "ayuda", "clase", "obligatoria", "orden", "valores", "activa")
auditar(TipoDano)
auditar(PreguntaDano)
auditar(EntidadResponsable)
exponer(EntidadResponsable, "id", "condicion", "codigo", "nombre", "linea", "pagina", "frase", "recibe_traslados")
# Under the row policy of `lectura`, "every report" means every visible one.
_DE_REPORTE_VISIBLE = Q(reporte__in=Reporte.objects.values("id"))
exponer(Movimiento, "id", "reporte_id", "de", "a", "respuesta", "fecha", publica_si=_DE_REPORTE_VISIBLE)
exponer(
    Foto, "id", "reporte_id", "archivo", "miniatura", "ancho", "alto", "orden", "publica", "adhesion_id", "momento",
    publica_si=Q(publica=True) & _DE_REPORTE_VISIBLE,
)  # fmt: skip
exponer(
    RespuestaDano, "id", "reporte_id", "pregunta_id", "valor", "publica",
    publica_si=Q(publica=True) & _DE_REPORTE_VISIBLE,
)  # fmt: skip
exponer(Adhesion, "id", "reporte_id", "texto_publico", "repetida", "fecha", publica_si=_DE_REPORTE_VISIBLE)
exponer(
    Peticion, "id", "radicado", "tipo_id", "estado", "dependencia_id", "recibida_en", "vence_el", "cerrada_en",
    publica_si=Q(radicado__in=Reporte.objects.values("codigo")),
)  # fmt: skip
exponer(AvisoPrivacidad, "id", "version", "rige_desde", "finalidad", "datos", "derechos", "conservacion", "canales")
_DICHO_POR_LA_ENTIDAD = ~Q(acto__in=DE_QUIEN_PIDE)  # the petitioner's words are the petitioner's
exponer(
    ActoPeticion, "id", "peticion_id", "acto", "dice", "entidad", "movimiento_id", "vence_el", "fuera_de_termino", "fecha",
    publica_si=Q(peticion__in=Peticion.objects.values("id")) & _DICHO_POR_LA_ENTIDAD,
)  # fmt: skip
exponer(TipoPeticion, "codigo", "nombre", "descripcion", "dias_habiles", "en_formulario", "activo", "orden")
exponer(Dependencia, "codigo", "nombre")
