# Dónde está el servicio y en qué formatos responde
curl -sS --fail "SITIO/open311/discovery.json"

# Las clases de daño y lo que se pregunta de una
curl -sS --fail "SITIO/open311/v2/services.json"
curl -sS --fail "SITIO/open311/v2/services/SERVICIO.xml"

# Los reportes abiertos de una zona (oeste, sur, este, norte), de veinte en veinte
curl -sS --fail "SITIO/open311/v2/requests.json?status=open&bbox=-75.30,4.38,-75.10,4.50&page_size=20"

# Lo que cambió desde un momento
curl -sS --fail "SITIO/open311/v2/servicerequestupdates.json?start_date=2026-01-01T00:00:00-05:00"
