"""Risk consultation: everybody."""

from django.urls import path

from riesgo import views

app_name = "riesgo"
urlpatterns = [path("consulta", views.consulta, name="consulta")]
