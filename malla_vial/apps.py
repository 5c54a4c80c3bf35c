from django.apps import AppConfig


class MallaVialConfig(AppConfig):
    name = "malla_vial"
    verbose_name = "Malla vial"

    def ready(self) -> None:
        from capas import busqueda, errores
        from malla_vial import estados, permisos
        from malla_vial.acciones import DemasiadasFotos
        from malla_vial.direcciones.buscador import buscar

        errores.registrar(estados.TransicionProhibida, 409)
        errores.registrar(permisos.SinPermiso, 403)
        errores.registrar(DemasiadasFotos, 429)
        busqueda.registrar_buscador(buscar)
