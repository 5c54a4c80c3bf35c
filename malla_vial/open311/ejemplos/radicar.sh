# Un reporte con su foto (hueco.jpg); el mismo Idempotency-Key dos veces es un solo reporte
curl -sS --fail "SITIO/open311/v2/requests.json" \
  -H "Idempotency-Key: mi-programa-000123" \
  -F "api_key=LLAVE" \
  -F "service_code=SERVICIO" \
  -F "lat=LAT" \
  -F "long=LON" \
  -F "attribute[tamano]=llanta" \
  -F "description=Hueco hondo frente al paradero" \
  -F "media=@hueco.jpg"
