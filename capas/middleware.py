"""What stands around every view of the platform."""

from capas import errores


class ErroresClaros:
    """Known exceptions become their answer; whatever else fails is a 500 that tells nothing of the inside."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, excepcion):
        return errores.responder_excepcion(request, excepcion)


class CapasDeDatos:
    """Before an admin page is looked up, the admin learns of the dataset layers made since."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.path.startswith("/admin/"):
            from capas.admin import sincronizar

            sincronizar()
        return self.get_response(request)
