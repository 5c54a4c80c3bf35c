"""The nearest internet: everybody."""

from django.urls import path

from conectividad import views

app_name = "conectividad"
urlpatterns = [path("cercanos", views.cercanos, name="cercanos")]
