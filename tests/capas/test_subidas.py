"""A body that arrives whole is read by Django as it reads any other."""

import io

from django.core.handlers.wsgi import WSGIRequest

from capas.subidas import CuerpoEntero


def test_un_formulario_sin_archivos_se_lee_y_se_cierra():
    cuerpo = b"cuenta=ana"
    request = WSGIRequest(
        {"REQUEST_METHOD": "POST", "CONTENT_TYPE": "application/x-www-form-urlencoded", "wsgi.input": io.BytesIO(cuerpo),
         "CONTENT_LENGTH": str(len(cuerpo))}
    )  # fmt: skip
    request._stream = CuerpoEntero(request._stream, len(cuerpo))
    assert request.POST["cuenta"] == "ana"
