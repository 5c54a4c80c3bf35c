"""What a browser and a program ask for: client.get(path, **HTML)."""

HTML, JSON = {"HTTP_ACCEPT": "text/html"}, {"HTTP_ACCEPT": "application/json"}
