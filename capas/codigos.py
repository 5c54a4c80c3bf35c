"""Code lists of ISO 19115:2003 and ISO 19139 that people choose from, each code with its name in Spanish."""

from dataclasses import dataclass

# MD_TopicCategoryCode (B.5.27)
TEMAS = {
    "farming": "Agricultura y ganadería",
    "biota": "Biota: flora, fauna y ecosistemas",
    "boundaries": "Límites",
    "climatologyMeteorologyAtmosphere": "Clima y atmósfera",
    "economy": "Economía",
    "elevation": "Elevación",
    "environment": "Ambiente",
    "geoscientificInformation": "Información geocientífica: amenazas, geología, suelos",
    "health": "Salud",
    "imageryBaseMapsEarthCover": "Imágenes, mapas base y cobertura de la tierra",
    "intelligenceMilitary": "Inteligencia militar",
    "inlandWaters": "Aguas continentales",
    "location": "Ubicación: direcciones y puntos de referencia",
    "oceans": "Océanos",
    "planningCadastre": "Planeación y catastro",
    "society": "Sociedad y cultura",
    "structure": "Construcciones y equipamientos",
    "transportation": "Transporte",
    "utilitiesCommunication": "Servicios públicos y comunicaciones",
}


@dataclass(frozen=True)
class Ritmo:
    """How often a layer is kept. iso8601: the repeating duration that Project Open Data asks for; ue: the EU's frequency
    authority, which DCAT-AP and its harvesters know; dias: how many it may go without news."""

    titulo: str
    iso8601: str = "irregular"
    ue: str = "IRREG"
    dias: int | None = None


# MD_MaintenanceFrequencyCode (B.5.18)
RITMOS = {
    "continual": Ritmo("Permanente", "R/PT1S", "UPDATE_CONT", 7),
    "daily": Ritmo("Diaria", "R/P1D", "DAILY", 2),
    "weekly": Ritmo("Semanal", "R/P1W", "WEEKLY", 8),
    "fortnightly": Ritmo("Quincenal", "R/P2W", "BIWEEKLY", 16),
    "monthly": Ritmo("Mensual", "R/P1M", "MONTHLY", 32),
    "quarterly": Ritmo("Trimestral", "R/P3M", "QUARTERLY", 93),
    "biannually": Ritmo("Semestral", "R/P6M", "ANNUAL_2", 184),
    "annually": Ritmo("Anual", "R/P1Y", "ANNUAL", 367),
    "asNeeded": Ritmo("Cuando hace falta"),
    "irregular": Ritmo("Irregular"),
    "notPlanned": Ritmo("No está prevista", ue="NEVER"),
    "unknown": Ritmo("No se sabe", ue="UNKNOWN"),
}
FRECUENCIAS = {codigo: ritmo.titulo for codigo, ritmo in RITMOS.items()}

# MD_ProgressCode (B.5.23)
ESTADOS = {
    "completed": "Terminada",
    "historicalArchive": "Archivo histórico",
    "obsolete": "Obsoleta",
    "onGoing": "Se actualiza de manera continua",
    "planned": "Planeada",
    "required": "Por actualizar",
    "underDevelopment": "En elaboración",
}

# MD_ClassificationCode (B.5.4) of the classes of Ley 1712/2014, art. 6
SEGURIDAD = {"publica": "unclassified", "clasificada": "restricted", "reservada": "confidential"}
