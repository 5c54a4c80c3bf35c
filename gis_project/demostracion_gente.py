"""What the people of the demonstration leave: pictures, reports that wait for a glance, whom to tell, and what they think."""

import uuid
from typing import Any, cast

from django.contrib.auth.models import User
from django.contrib.gis.geos import Point

from capas.models import Barrio
from gis_project.dibujos import dibujar
from malla_vial import acciones
from malla_vial.acciones import avisos
from malla_vial.estados import Estado
from malla_vial.fotos import FotoLimpia
from malla_vial.models import Foto, Reporte, Suscripcion, TipoDano
from malla_vial.sospechas import Envio, Sospecha

Radicados = list[tuple[Reporte, dict[str, Any]]]
VECINA = "vecina@correo.example"
RETENIDOS = (
    ("hueco", "Hueco frente al colegio. Se ofrecen fletes: www.fletes.example y www.trasteos.example", ()),
    ("otro", "El andén está levantado por la raíz de un árbol.", (Sospecha.RITMO,)),
)


def fotos_de(numero: int, fila: dict[str, Any]) -> list[FotoLimpia]:
    """The picture of a report of the file: of every other one, and of all that were repaired."""
    return [dibujar(fila["tipo"], numero)] if numero % 2 or fila["estado"] == Estado.RESUELTO else []


def mirar_fotos(reportes: Radicados) -> None:
    """Staff looked at all but a few, and took one of what was repaired."""
    usuario = User.objects.get(username="infraestructura")
    vistos = [r.pk for numero, (r, fila) in enumerate(reportes) if numero % 4 or fila["estado"] != Estado.RECIBIDO]
    Foto.objects.filter(reporte__in=vistos).update(publica=True)
    for numero, (reporte, fila) in enumerate(reportes):
        if fila["estado"] == Estado.RESUELTO:
            despues = dibujar(fila["tipo"], numero, arreglado=True)
            acciones.agregar_despues(reporte=reporte, fotos=[despues], usuario=usuario)


def retener(reportes: Radicados) -> None:
    """Two that look odd: stored like any other, and hidden until somebody looks at them."""
    for numero, (tipo, texto, sospechas) in enumerate(RETENIDOS):
        acciones.radicar_reporte(
            tipo=TipoDano.objects.get(pk=tipo),
            punto=cast(Point, reportes[numero][0].geom),
            clave=uuid.uuid5(uuid.NAMESPACE_OID, f"demostracion-retenido-{numero}"),
            descripcion=f"{texto} (Demostración)",
            fotos=[dibujar(tipo, 1000 + numero)],
            envio=Envio(navegador=f"demostracion-{numero}", sospechas=sospechas),
        )


def opinar(reportes: Radicados) -> None:
    """A neighbour hears of her barrio, and says how a repair was left; another is less happy."""
    resuelto = next(reporte for reporte, fila in reportes if fila["estado"] == Estado.RESUELTO)
    acciones.valorar(
        reporte=resuelto, quien=VECINA, arreglado=True, satisfaccion=5, palabras="Quedó muy bien. (Demostración)"
    )
    acciones.valorar(reporte=resuelto, quien="otra", arreglado=True, satisfaccion=3)
    barrio = Barrio.objects.filter(nombre=resuelto.barrio).first() or Barrio.objects.order_by("pk").first()
    zona = Suscripcion.Clase.TERRITORIO
    avisos.confirmar(avisos.suscribir(correo=VECINA, clase=zona, territorio=barrio))
