"""Settings, all by environment. `gis_project/checks.py` refuses a start with a wrong one; docs/manual/operador.md lists them."""

import hashlib
import hmac
import tomllib
from email.utils import formataddr
from pathlib import Path

import environ

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
env = environ.Env()

DEMOSTRACION = env.bool("DEMOSTRACION", False)
VERSION = tomllib.loads((BASE_DIR / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
DEBUG = env.bool("DEBUG", False)
SECRET_KEY = env.str("SECRET_KEY", "")
URL_PUBLICA = env.str("URL_PUBLICA", "")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["localhost", "127.0.0.1", "[::1]"] if DEMOSTRACION else [])
PUERTO = env.int("PORT", 8000)
SITIO = URL_PUBLICA or f"http://localhost:{PUERTO}"  # where the links of a letter lead
CSRF_TRUSTED_ORIGINS = [URL_PUBLICA] if URL_PUBLICA else []

# What differs by municipality is data and these settings, nothing else. Only the demonstration knows its city without being told.
if DEMOSTRACION:
    env.read_env(BASE_DIR / "fixtures" / "ciudad.env")
MUNICIPIO = env.str("MUNICIPIO", "")
DEPARTAMENTO = env.str("DEPARTAMENTO", "")
DIVIPOLA = env.str("DIVIPOLA", "")
ENTIDAD = env.str("ENTIDAD", f"Alcaldía de {MUNICIPIO}")
CORREO_ENTIDAD = env.str("CORREO_ENTIDAD", "")
DIRECCION_ENTIDAD = env.str("DIRECCION_ENTIDAD", "")
HORARIO_ENTIDAD = env.str("HORARIO_ENTIDAD", "")
TELEFONO_ENTIDAD = env.str("TELEFONO_ENTIDAD", "")
LINEA_ANTICORRUPCION = env.str("LINEA_ANTICORRUPCION", "")
CORREO_JUDICIAL = env.str("CORREO_JUDICIAL", "")
CODIGO_POSTAL = env.str("CODIGO_POSTAL", "")
REDES_ENTIDAD = env.dict("REDES_ENTIDAD", default={})  # name=https://…, as the footer of Res. 1519 asks
POLITICAS_ENTIDAD = env.dict("POLITICAS_ENTIDAD", default={})
LINEA_EMERGENCIA = env.str("LINEA_EMERGENCIA", "123")
COLOR_ACENTO = env.str("COLOR_ACENTO", "#0943b5")
CENTRO_MAPA = env.tuple("CENTRO_MAPA", cast=float, default=())  # lon, lat
MAPA_BASE_EXTERNO = env.str("MAPA_BASE_EXTERNO", "")  # an XYZ template; empty: the base map of our own layers
MAPA_BASE_CAPAS = env.list(  # of our own base map, from below upwards
    "MAPA_BASE_CAPAS", default=["municipio", "comunas", "hidrografia", "manzanas", "vias", "centros-poblados"]
)
MAPA_BASE_CREDITO = env.str("MAPA_BASE_CREDITO", "")
PREFIJO_REPORTES = env.str("PREFIJO_REPORTES", "REP")
ESCRITURA_OGC = env.bool(
    "ESCRITURA_OGC", DEMOSTRACION
)  # POST, PUT, PATCH, DELETE (off: Res. MinTIC 1519/2020, annex 3)
FOTOS_INMEDIATAS = env.bool("FOTOS_INMEDIATAS", False)
BORRADOR_HORAS = env.int("BORRADOR_HORAS", 24)  # how long an unfinished report of the way without JavaScript is kept
TEXTO_INMEDIATO = env.bool("TEXTO_INMEDIATO", False)  # of senders of whom staff approved something
RETENCION_DIAS = env.int("RETENCION_DIAS", 365)
GOBIERNO_CO = env.bool("GOBIERNO_CO", True)  # the header and footer of gov.co; without it, the municipality's own
JURISDICCIONES_OPEN311 = env.list("JURISDICCIONES_OPEN311", default=[DIVIPOLA])
OPEN311_TRAE_FOTOS = env.bool("OPEN311_TRAE_FOTOS", True)  # whether the worker fetches what a media_url names

# The subjects that the layers are sorted by, in the order of the map, and the roles of those who keep them.
SECTORES = {
    "territorio": "Territorio",
    "vias": "Malla vial",
    "riesgo": "Gestión del riesgo",
    "conectividad": "Conectividad",
    "cultura": "Cultura y patrimonio",
    "otros": "Otros sectores",
}
ROLES = {
    "infraestructura": "Infraestructura y obras",
    "planeacion": "Planeación",
    "riesgo": "Gestión del riesgo",
    "atencion": "Atención al ciudadano",
    "cultura": "Cultura",
    "tic": "Tecnologías de la información",
}

LIMITES_FACTOR = env.float("LIMITES_FACTOR", 1.0)  # of every rate limit; 0: none
PRUEBA_ESFUERZO = env.int("PRUEBA_ESFUERZO", 100_000)  # hashes of a proof of work, at most

INSTALLED_APPS = [
    "gis_project.apps.GisProjectConfig",
    "malla_vial",
    "riesgo",
    "conectividad",
    "capas.apps.CapasConfig",
    "capas.apps.DatosConfig",
    "leaflet",
    "django_tasks",
    "django_tasks_db",
    "gis_project.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.gis",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "gis_project.middleware.PoliticaDeContenido",
    "capas.middleware.DesdeOtrosSitios",
    "capas.middleware.CuerposConLimite",
    "capas.compresion.Compresion",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "capas.llaves.ConLlave",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "capas.middleware.CapasDeDatos",
    "capas.middleware.ErroresClaros",
]

ROOT_URLCONF = "gis_project.urls"
WSGI_APPLICATION = "gis_project.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "gis_project" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gis_project.contexto.municipio",
            ]
        },
    }
]

# Two doors to the database: `default` writes; `lectura` is a role that can only SELECT the public columns of published layers.
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgis://gis@127.0.0.1/gis")}
DATABASES["default"] |= {
    "ENGINE": "django.contrib.gis.db.backends.postgis",
    "CONN_MAX_AGE": 300,
    "CONN_HEALTH_CHECKS": True,
    "OPTIONS": DATABASES["default"].get("OPTIONS", {})
    | {"options": "-c statement_timeout=60000 -c timezone=UTC", "connect_timeout": 3},
}
DATABASES["lectura"] = DATABASES["default"] | {
    "USER": env.str("LECTURA_USUARIO", f"{DATABASES['default']['NAME']}_lectura".removeprefix("test_")),
    "PASSWORD": env.str("LECTURA_CLAVE", "")
    or hmac.new(SECRET_KEY.encode(), b"rol lectura", hashlib.sha256).hexdigest(),
    "HOST": env.str("LECTURA_HOST", DATABASES["default"]["HOST"]),
    "PORT": env.str("LECTURA_PORT", str(DATABASES["default"]["PORT"])),
    "OPTIONS": {k: v for k, v in DATABASES["default"]["OPTIONS"].items() if k != "options"},  # the role brings its own
    "CONN_HEALTH_CHECKS": False,  # the first question of a request is tried again (capas.postgis.sello)
    "TEST": {"MIRROR": "default"},
}
LECTURA_TIEMPO_MAXIMO_MS = env.int("LECTURA_TIEMPO_MAXIMO_MS", 8000)
TESELAS_DIR = Path(env.str("TESELAS_DIR", str(VAR_DIR / "teselas")))
TESELAS_MB = env.int("TESELAS_MB", 500)
MAPSERVER = env.str("MAPSERVER", "")
MAPSERVER_FCGI = env.str("MAPSERVER_FCGI", "")
MAPSERVER_PROCESOS = env.int("MAPSERVER_PROCESOS", 3)
MAPSERVER_SEGUNDOS = env.int("MAPSERVER_SEGUNDOS", 20)
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
TRABAJO_SEGUNDOS = env.int("TRABAJO_SEGUNDOS", 300)
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 5000}}}
DATABASE_ROUTERS = ["gis_project.puertas.Puertas"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{nombre}"}
    for nombre in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
CSRF_FAILURE_VIEW = "gis_project.urls.sin_token_csrf"
LOGIN_URL = "entrar"
LOGIN_REDIRECT_URL = "gestion:bandeja"
LOGOUT_REDIRECT_URL = "mapa"

LANGUAGE_CODE = "es-co"
LANGUAGES = [("es-co", "Español (Colombia)")]
TIME_ZONE = "America/Bogota"
USE_I18N = USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["gis_project.formatos"]

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [("img", BASE_DIR / "static" / "img"), VAR_DIR / "frente"]
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(VAR_DIR / "media")))
ORIGINALES_ROOT = Path(env.str("ORIGINALES_ROOT", str(VAR_DIR / "originales")))
DATOS_EXPORTADOS = Path(env.str("DATOS_EXPORTADOS", str(MEDIA_ROOT / "exportados")))
STORAGES = {
    "default": {"BACKEND": "capas.almacen.AlmacenDurable"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 300
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.MemoryFileUploadHandler", "capas.subidas.SinNombre"]
FOTOS_SUELTAS_HORAS = env.int("FOTOS_SUELTAS_HORAS", 24)
FOTOS_SUELTAS_MAXIMO = env.int("FOTOS_SUELTAS_MAXIMO", 300)
FOTO_MAX_BYTES = env.int("FOTO_MAX_BYTES", 12 * 1024 * 1024)
CUERPO_MAX_BYTES = 3 * FOTO_MAX_BYTES + 1024 * 1024

# Outside the demonstration the service stands behind TLS (Res. MinTIC 1519/2020, annex 3).
SECURE_SSL_REDIRECT = SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not DEMOSTRACION
SECURE_HSTS_SECONDS = 0 if DEMOSTRACION else 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not DEMOSTRACION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("TRAS_PROXY", False) else None
SECURE_REDIRECT_EXEMPT = [r"^salud$"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
X_FRAME_OPTIONS = "DENY"

# Mail: where it goes out, who signs it. The demonstration writes it on the console.
vars().update(env.email_url("EMAIL_URL", default="consolemail://" if DEMOSTRACION else "smtp://localhost:25"))
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("CORREO_REMITENTE", "") or formataddr((ENTIDAD, CORREO_ENTIDAD))
REAPERTURA_DIAS = env.int("REAPERTURA_DIAS", 60)  # how long after closing a person may say that it was not fixed

LEAFLET_CONFIG = {
    "DEFAULT_CENTER": CENTRO_MAPA[::-1] or (0.0, 0.0),  # without one the checks say so
    "DEFAULT_ZOOM": 14,
    "TILES": [("Mapa base", MAPA_BASE_EXTERNO, MAPA_BASE_CREDITO)] if MAPA_BASE_EXTERNO else [],
    "RESET_VIEW": False,
    "NO_GLOBALS": False,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "linea": {
            "()": "gis_project.registro.UnaLinea",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"consola": {"class": "logging.StreamHandler", "formatter": "linea"}},
    "root": {"handlers": ["consola"], "level": env.str("LOG_LEVEL", "WARNING").upper()},
}

# gis.W001: GDAL before 3.9 may open what a spatial reference names; no reference of ours comes from a request.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
