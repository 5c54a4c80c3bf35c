from django.contrib.admin import AdminSite


class SitioDeCapas(AdminSite):
    site_header = site_title = "SIG municipal: administración"
    index_title = "Capas y catálogo"
