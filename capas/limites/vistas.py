"""The door of those who have an account."""

from django.contrib.auth.views import LoginView
from django.http import HttpResponse

from capas.limites.entrada import FormularioEntrada


class Entrar(LoginView):
    template_name = "entrar.html"
    redirect_authenticated_user = True
    authentication_form = FormularioEntrada

    def form_invalid(self, form) -> HttpResponse:
        """The same page for whatever was wrong; 429 while the account waits."""
        respuesta = super().form_invalid(form)
        if form.espera:
            respuesta.status_code = 429
            respuesta["Retry-After"] = str(form.espera)
        return respuesta
