"""The schemas of OGC, ISO and W3C from inside a CITE suite: a proxy for the JVM that answers what the jar's own catalogue has.

The suite validates by the addresses of the schemas, of which its jar has a copy; without it a run would need the network, and
schemas.opengis.net sends http to https, which Java does not follow. Writes its port, and serves until it is ended.
"""

import sys
import zipfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath
from xml.etree import ElementTree


def esquemas(jar: str) -> dict[str, bytes]:
    """The text of each schema by its address."""
    hallados = {}
    with zipfile.ZipFile(jar) as archivo:
        for catalogo in (n for n in archivo.namelist() if n.endswith("/schema-catalog.xml")):
            for entrada in ElementTree.fromstring(archivo.read(catalogo)).iter():  # noqa: S314 - of the suite
                if direccion := entrada.get("systemId"):
                    hallados[direccion] = archivo.read(str(PurePosixPath(catalogo).parent / entrada.get("uri")))
    return hallados


class Apoderado(BaseHTTPRequestHandler):
    esquemas: dict[str, bytes] = {}

    def do_GET(self) -> None:
        texto = self.esquemas.get(self.path)
        self.send_response(404 if texto is None else 200)
        self.send_header("Content-Type", "text/xml")
        self.end_headers()
        self.wfile.write(texto or b"")


if __name__ == "__main__":
    Apoderado.esquemas = esquemas(sys.argv[1])
    servidor = ThreadingHTTPServer(("127.0.0.1", 0), Apoderado)
    print(servidor.server_port, flush=True)
    servidor.serve_forever()
