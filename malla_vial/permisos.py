"""Who may do what with reports and works."""

from typing import Any

from django.contrib.auth.models import User

from capas.permisos import ADMINISTRACION, ROLES, Usuario, es_funcionario, roles_de, tiene_rol, ve_todo
from malla_vial.estados import INFRAESTRUCTURA, PLANEACION, SISTEMA, Transicion

ATIENDEN = (INFRAESTRUCTURA, PLANEACION)
ATENCION = "atencion"
OFICINAS = tuple(ROLES)


class SinPermiso(Exception):
    """The person's roles do not allow it; the message is for that person."""


def atiende_reportes(usuario: Usuario) -> bool:
    """May open the inbox, answer and move reports."""
    return tiene_rol(usuario, ATIENDEN)


def exigir_atencion(usuario: Usuario, que: str) -> None:
    """que: what was asked for, in the infinitive."""
    if not atiende_reportes(usuario):
        raise SinPermiso(f"Su rol no permite {que}.")


def ve_contacto(usuario: Usuario) -> bool:
    """May see who filed what they attend to: whose role was given the permission, and the administration."""
    return ve_todo(usuario) or (es_funcionario(usuario) and usuario.has_perm("malla_vial.ver_contacto"))


def exigir_contacto(usuario: Usuario) -> None:
    if not ve_contacto(usuario):
        raise SinPermiso("Su cuenta no ve los datos de contacto. Pídalo a quien administra el sistema.")


def atiende_peticiones(usuario: Usuario) -> bool:
    """May open the list of petitions; which ones, `ConsultaDePeticiones.para_gestion` says."""
    return tiene_rol(usuario, OFICINAS)


def exigir_peticion(usuario: User | None, peticion: Any) -> None:
    """Raises SinPermiso if the petition, as a queryset, is not one that this person attends to."""
    if usuario is None or not peticion.para_gestion(usuario).exists():
        raise SinPermiso("Esta petición la atiende otra dependencia.")


def programa_obras(usuario: Usuario) -> bool:
    return tiene_rol(usuario, (INFRAESTRUCTURA,))


def edita_danos(usuario: Usuario) -> bool:
    """May change the kinds of damage and what is asked of each."""
    return tiene_rol(usuario, ATIENDEN)


def lleva_entidades(usuario: Usuario) -> bool:
    """May write down to whom reports and petitions are transferred: whoever transfers them."""
    return tiene_rol(usuario, (*ATIENDEN, ATENCION))


def exigir_entidades(usuario: Usuario) -> None:
    if not lleva_entidades(usuario):
        raise SinPermiso("Su rol no permite cambiar las entidades.")


def exigir_danos(usuario: Usuario) -> None:
    if not edita_danos(usuario):
        raise SinPermiso("Su rol no permite cambiar los tipos de daño.")


def roles_de_flujo(usuario: Usuario | None) -> frozenset[str]:
    """The roles of the transition tables that a person holds; None is the system itself."""
    if usuario is None:
        return frozenset({SISTEMA})
    if not es_funcionario(usuario):
        return frozenset()
    roles = roles_de(usuario)
    if usuario.is_superuser or ADMINISTRACION in roles:
        return frozenset(ATIENDEN)
    return roles


def exigir(transicion: Transicion, usuario: Usuario | None, como: str = "") -> None:
    """Raises SinPermiso if a person may not make a move.

    como: the one role in which it is made, instead of those of `usuario`.
    """
    roles = frozenset({como}) if como else roles_de_flujo(usuario)
    if roles.isdisjoint(transicion.roles):
        raise SinPermiso(f"Su rol no permite pasar un reporte a «{transicion.a.label}».")


def exigir_obras(usuario: Usuario) -> None:
    if not programa_obras(usuario):
        raise SinPermiso("Solo Infraestructura programa intervenciones.")


def administra_llaves(usuario: Usuario) -> bool:
    """May give keys of Open311 to applications, and take them away."""
    return tiene_rol(usuario, (ADMINISTRACION,))


def exigir_llaves(usuario: Usuario) -> None:
    if not administra_llaves(usuario):
        raise SinPermiso("Solo la administración del sistema da llaves a las aplicaciones.")
