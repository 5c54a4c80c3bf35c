import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gis_project.settings")
django = get_wsgi_application()

from capas.ogc.al_frente import LecturasAlFrente  # noqa: E402 (the settings come first)

application = LecturasAlFrente(django)

# What is loaded by now lives as long as the process: the collector need not look at it again with every request.
gc.collect()
gc.freeze()
