"""Code lists of ISO 19115:2003 and ISO 19139 that people choose from, each code with its name in Spanish."""

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

# MD_MaintenanceFrequencyCode (B.5.18)
FRECUENCIAS = {
    "continual": "Permanente",
    "daily": "Diaria",
    "weekly": "Semanal",
    "fortnightly": "Quincenal",
    "monthly": "Mensual",
    "quarterly": "Trimestral",
    "biannually": "Semestral",
    "annually": "Anual",
    "asNeeded": "Cuando hace falta",
    "irregular": "Irregular",
    "notPlanned": "No está prevista",
    "unknown": "No se sabe",
}

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
