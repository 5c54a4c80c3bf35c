"""The settings of the service, and one address more: the empty view that the measures are compared with."""

from gis_project.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
