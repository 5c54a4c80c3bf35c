"""Questions to the database, as verbs of querysets: who may see, what is there, where it lies."""

from collections.abc import Iterable

from django.contrib.gis.db.models import QuerySet
from django.contrib.gis.geos import GEOSGeometry
from django.db.models import Q

from capas import permisos

Usuario = permisos.Usuario


def puerta(usuario: Usuario, roles: Iterable[str]) -> str:
    """The database alias a reader goes through: whoever does not keep the layer reads as the role `lectura`."""
    return "default" if permisos.tiene_rol(usuario, roles) else "lectura"


class ConsultaDeFichas(QuerySet):
    def visibles_para(self, usuario: Usuario) -> "ConsultaDeFichas":
        """The layers this person may see. Anybody: the open ones; staff: also the private ones of their roles."""
        alias = "default" if permisos.es_funcionario(usuario) else "lectura"
        fichas = self.using(alias).select_related("raster", "revision")
        if permisos.ve_todo(usuario):
            return fichas
        abiertas = Q(publicada=True, clasificacion="publica")
        return fichas.filter(abiertas | Q(pk__in=permisos.capas_de(usuario)))


class ConsultaDeElementos(QuerySet):
    """The features of a layer."""

    def visibles_para(self, usuario: Usuario, roles: Iterable[str] = ()) -> "ConsultaDeElementos":
        """The rows through the door this person may use: all for the roles that keep the layer; for anybody else,
        what the row policy and the column grants of `lectura` leave."""
        return self.using(puerta(usuario, roles)).con_lugar()

    def con_lugar(self) -> "ConsultaDeElementos":
        """Those that are somewhere: the only ones a map, a service or a download speaks of, whoever asks."""
        return self.filter(geom__isnull=False) if self.model._meta.get_field("geom").null else self

    def que_contienen(self, punto: GEOSGeometry) -> "ConsultaDeElementos":
        return self.filter(geom__intersects=punto)
