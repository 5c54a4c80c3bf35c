# Un reporte con su foto; el mismo Idempotency-Key dos veces es un solo reporte
curl -sS --fail "SITIO/open311/v2/requests.json" \
  -H "Idempotency-Key: mi-programa-000123" \
  --data-urlencode "api_key=LLAVE" \
  --data-urlencode "service_code=SERVICIO" \
  --data-urlencode "lat=LAT" \
  --data-urlencode "long=LON" \
  --data-urlencode "attribute[tamano]=llanta" \
  --data-urlencode "description=Hueco hondo frente al paradero"
