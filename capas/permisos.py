"""Who may do what with layers, by role. A role is a Django group; a layer names the roles that keep it."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import PermissionDenied

from capas.catalogo import Capa, todas

if TYPE_CHECKING:
    from capas.models import FichaCapa

Usuario = User | AnonymousUser

ADMINISTRACION = "administracion"
PLANEACION = "planeacion"  # keeps the territory, and the layers that are nobody else's yet
ROLES: dict[str, str] = settings.ROLES | {ADMINISTRACION: "Administración del sistema"}  # code -> title


def roles_de(usuario: Usuario) -> frozenset[str]:
    """The names of a person's groups; asked once per request object."""
    if not usuario.is_authenticated:
        return frozenset()
    if "_roles" not in usuario.__dict__:
        usuario.__dict__["_roles"] = frozenset(usuario.groups.values_list("name", flat=True))
    return usuario.__dict__["_roles"]


def es_funcionario(usuario: Usuario) -> bool:
    return usuario.is_authenticated and usuario.is_active and usuario.is_staff


def ve_todo(usuario: Usuario) -> bool:
    return es_funcionario(usuario) and (usuario.is_superuser or ADMINISTRACION in roles_de(usuario))


def tiene_rol(usuario: Usuario, roles: Iterable[str]) -> bool:
    return ve_todo(usuario) or (es_funcionario(usuario) and not roles_de(usuario).isdisjoint(roles))


def puede_editar(usuario: Usuario, capa: "Capa | FichaCapa") -> bool:
    """The roles that keep a layer may change it."""
    return tiene_rol(usuario, capa.roles)


def exigir_editar(usuario: Usuario, capa: "Capa | FichaCapa") -> None:
    """Raises PermissionDenied, in words for whoever asked."""
    if not puede_editar(usuario, capa):
        quienes = ", ".join(ROLES.get(rol, rol) for rol in capa.roles) or ROLES[ADMINISTRACION]
        raise PermissionDenied(
            f"La capa «{capa.titulo}» la lleva otra dependencia ({quienes}): pídale a ella el cambio."
        )


def capas_de(usuario: Usuario) -> list[str]:
    """The ids of the layers that a person's roles keep."""
    if not es_funcionario(usuario):
        return []
    return [capa.id for capa in todas() if tiene_rol(usuario, capa.roles)]
