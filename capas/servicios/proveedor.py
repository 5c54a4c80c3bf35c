"""Who answers for the services, as every GetCapabilities says it."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from lxml.builder import ElementMaker

from capas.sitio import absoluta

XLINK = "http://www.w3.org/1999/xlink"


def proveedor(ows: ElementMaker, request: HttpRequest) -> Any:
    """ows: the maker of its version, 1.0.0 or 1.1.0 (OGC 05-008 and 06-121r3, 7.4.5)."""
    direccion = ows.Address(ows.Country("Colombia"), ows.ElectronicMailAddress(settings.CORREO_ENTIDAD))
    return ows.ServiceProvider(
        ows.ProviderName(settings.ENTIDAD),
        ows.ProviderSite({f"{{{XLINK}}}href": absoluta(request, "/")}),
        ows.ServiceContact(ows.ContactInfo(direccion), ows.Role("pointOfContact")),
    )
