"""Acts on petitions: every one that the table allows, every one that it forbids, and what each does to the clock."""

import datetime as dt
import itertools
import uuid
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from capas.errores import DatosInvalidos
from malla_vial import acciones, permisos
from malla_vial import estados_peticion as tabla
from malla_vial.acciones import avisos
from malla_vial.estados import ABIERTOS, TRANSICIONES, Estado, TransicionProhibida
from malla_vial.estados_peticion import Acto, EstadoPeticion, Situacion
from malla_vial.models import Contacto, Correo, EntidadResponsable, Peticion, TipoPeticion
from tests import fabricas

D = dt.date
HOY = D(2026, 7, 15)
QUIENES = (tabla.DEPENDENCIA, tabla.PETICIONARIO, tabla.SISTEMA)
BUENA = Situacion(
    hoy=HOY, vence_el=D(2026, 8, 4), habiles_pasados=3, texto="Porque sí", entidad="INVÍAS", hasta=D(2026, 8, 20), tope=D(2026, 8, 27)
)  # fmt: skip


def situacion(regla: tabla.Regla, **cambios) -> Situacion:
    """One in which the rule's own conditions hold."""
    plazo = D(2026, 7, 1) if tabla.PASADO_SU_PLAZO in regla.exige else D(2026, 8, 15)
    return replace(BUENA, **({"plazo": plazo} | cambios))


@pytest.mark.parametrize("regla", tabla.REGLAS, ids=lambda r: f"{r.acto}-{r.de}")
def test_lo_que_la_tabla_permite(regla):
    for quien in regla.quien:
        assert tabla.exigir(regla.acto, regla.de, quien, situacion(regla)) is regla


PERMITIDAS = {(r.acto, r.de, quien) for r in tabla.REGLAS for quien in r.quien}
PROHIBIDAS = [terna for terna in itertools.product(Acto, EstadoPeticion, QUIENES) if terna not in PERMITIDAS]


@pytest.mark.parametrize(("acto", "de", "quien"), PROHIBIDAS)
def test_lo_que_la_tabla_no_nombra_esta_prohibido(acto, de, quien):
    with pytest.raises(TransicionProhibida, match="no admite"):
        tabla.exigir(acto, de, quien, BUENA)


CADA_FALTA = [(r, c) for r in tabla.REGLAS for c in r.exige]
MALAS = (
    {"texto": " "},
    {"entidad": ""},
    {"hoy": D(2026, 8, 5), "plazo": D(2026, 8, 15)},
    {"hasta": D(2026, 8, 28)},
    {"habiles_pasados": 11},
    {"plazo": D(2026, 7, 14)},
    {"plazo": D(2026, 7, 15)},
    {"hechos": frozenset(Acto)},
)


@pytest.mark.parametrize(("regla", "condicion"), CADA_FALTA, ids=lambda x: getattr(x, "acto", ""))
def test_cada_condicion_que_falta_lo_impide_y_se_dice(regla, condicion):
    mala = next(s for cambios in MALAS if not condicion.cumple(s := situacion(regla, **cambios)))
    with pytest.raises(TransicionProhibida) as error:
        tabla.exigir(regla.acto, regla.de, regla.quien[0], mala)
    assert condicion.falta in str(error.value)


def test_de_todo_estado_cerrado_no_se_sale_sino_reabriendo():
    for estado in set(EstadoPeticion) - set(tabla.ABIERTAS):
        assert tabla.posibles(estado, tabla.DEPENDENCIA) == []


# On the clock


@pytest.fixture
def hoy(monkeypatch):
    """Say what day it is, at nine in the morning of Colombia."""

    def poner(dia: D):
        ahora = dt.datetime.combine(dia, dt.time(14), tzinfo=dt.UTC)
        monkeypatch.setattr("django.utils.timezone.now", lambda: ahora)

    poner(D(2026, 7, 10))
    return poner


@pytest.fixture
def jefe(usuario_con_rol):
    return usuario_con_rol("atencion")


def peticion(tipo: str = "general", **datos) -> Peticion:
    return acciones.radicar_peticion(
        **{
            "tipo": TipoPeticion.objects.get(pk=tipo),
            "asunto": "Parque",
            "texto": "¿Cuándo lo abren?",
            "clave": uuid.uuid4(),
        }
        | datos
    )


def test_al_radicar_queda_su_fecha(hoy):
    assert [peticion(t).vence_el for t in ("documentos", "general", "consulta")] == [
        D(2026, 7, 28), D(2026, 8, 4), D(2026, 8, 27),
    ]  # fmt: skip


def test_la_hora_es_la_de_colombia(monkeypatch):
    """At 11 p. m. on Friday in Ibagué it is already Saturday in Greenwich; at 8 p. m. on the 14th it is the 15th."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: dt.datetime(2026, 7, 15, 1, tzinfo=dt.UTC))
    assert peticion("documentos").vence_el == D(2026, 7, 29)


def test_la_prorroga_va_antes_de_vencer_con_razones_y_hasta_el_doble(hoy, jefe):
    p = peticion()
    with pytest.raises(TransicionProhibida, match="doble"):
        acciones.prorrogar(peticion=p, hasta=D(2026, 8, 28), texto="Falta un concepto", usuario=jefe)
    with pytest.raises(DatosInvalidos, match="hábil"):
        acciones.prorrogar(peticion=p, hasta=D(2026, 8, 16), texto="Falta un concepto", usuario=jefe)
    hoy(D(2026, 8, 5))
    with pytest.raises(TransicionProhibida, match="venció"):
        acciones.prorrogar(peticion=p, hasta=D(2026, 8, 20), texto="Falta un concepto", usuario=jefe)
    hoy(D(2026, 8, 4))
    acciones.prorrogar(peticion=p, hasta=D(2026, 8, 26), texto="Falta un concepto", usuario=jefe)
    p.refresh_from_db()
    assert p.vence_el == D(2026, 8, 26)
    with pytest.raises(TransicionProhibida, match="una sola vez"):
        acciones.prorrogar(peticion=p, hasta=D(2026, 8, 27), texto="Otra vez", usuario=jefe)


def test_pedir_informacion_detiene_el_reloj_y_al_llegar_sigue_donde_iba(hoy, jefe):
    p = peticion()
    hoy(D(2026, 7, 15))  # 13 working days were left
    acciones.pedir_informacion(peticion=p, texto="¿De qué parque?", usuario=jefe)
    p.refresh_from_db()
    assert (p.estado, p.le_quedaban, p.completar_hasta) == (EstadoPeticion.EN_ESPERA, 13, D(2026, 8, 18))
    hoy(D(2026, 8, 10))
    acciones.aportar(peticion=p, texto="El de Ambalá")
    p.refresh_from_db()
    assert (p.estado, p.vence_el) == (EstadoPeticion.EN_TRAMITE, D(2026, 8, 28))
    with pytest.raises(TransicionProhibida, match="una sola vez"):
        acciones.pedir_informacion(peticion=p, texto="¿Y qué más?", usuario=jefe)


def test_pasados_diez_dias_ya_no_se_detiene(hoy, jefe):
    p = peticion()
    hoy(D(2026, 7, 29))
    with pytest.raises(TransicionProhibida, match="10 días"):
        acciones.pedir_informacion(peticion=p, texto="¿De qué parque?", usuario=jefe)


def test_sin_respuesta_en_un_mes_se_decreta_el_desistimiento_y_no_antes(hoy, jefe):
    p = peticion()
    acciones.pedir_informacion(peticion=p, texto="¿De qué parque?", usuario=jefe)
    hoy(D(2026, 8, 10))
    acciones.ampliar_plazo(peticion=p)
    p.refresh_from_db()
    assert p.completar_hasta == D(2026, 9, 10)
    with pytest.raises(TransicionProhibida, match="Aún corre"):
        acciones.desistir(peticion=p, texto="No completó", usuario=jefe)
    hoy(D(2026, 9, 11))
    with pytest.raises(TransicionProhibida, match="antes"):
        acciones.ampliar_plazo(peticion=p)
    acciones.desistir(peticion=p, texto="No completó", usuario=jefe)
    p.refresh_from_db()
    assert (p.estado, p.cerrada_en) == (EstadoPeticion.DESISTIDA, timezone.now())


@pytest.mark.parametrize(("dia", "tarde"), [(D(2026, 7, 17), False), (D(2026, 7, 21), False), (D(2026, 7, 22), True)])
def test_el_traslado_va_en_cinco_dias_y_si_es_tarde_queda_dicho(hoy, jefe, dia, tarde):
    p = peticion()
    hoy(dia)
    acto = acciones.trasladar(peticion=p, entidad="Cortolima", texto="Es de ellos", usuario=jefe)
    assert acto.fuera_de_termino is tarde


RECIBIDO, DE_NUEVO = D(2026, 7, 10), D(2026, 9, 1)
SE_TRASLADAN_DESDE = [t.de for t in TRANSICIONES if t.a == Estado.TRASLADADO]
QUINTO_DIA = {RECIBIDO: D(2026, 7, 21), DE_NUEVO: D(2026, 9, 8)}  # 13 and 20 July are holidays


@pytest.mark.parametrize("por", ["reporte", "peticion"])
@pytest.mark.parametrize("tarde", [False, True])
@pytest.mark.parametrize("de", SE_TRASLADAN_DESDE)
def test_todo_reporte_abierto_se_traslada_en_cinco_dias_desde_que_se_recibio_o_se_reabrio(
    de, tarde, por, hoy, usuario_con_rol
):
    reporte, usuario = fabricas.reporte(), usuario_con_rol("infraestructura")
    EntidadResponsable.objects.filter(condicion="nacion").update(buzon="invias@ejemplo.co")
    avisos.confirmar(avisos.suscribir(correo="ana@ejemplo.co", reporte=reporte, propia=True))
    empieza = DE_NUEVO if de == Estado.REABIERTO else RECIBIDO
    for paso in {Estado.RECIBIDO: (), Estado.REABIERTO: (Estado.TRASLADADO, de)}.get(de, (de,)):
        hoy(empieza)
        acciones.cambiar_estado(reporte=reporte, a=paso, usuario=usuario, respuesta="Se mira", entidad="Cortolima")
    reporte.peticion.actos.update(fecha=timezone.now())  # its default is the clock of the machine
    hoy(QUINTO_DIA[empieza] + dt.timedelta(days=tarde))
    assert acciones.dia_habil_desde(reporte.peticion, tabla.DIAS_PARA_TRASLADAR) == QUINTO_DIA[empieza]
    a_quien = {"entidad": "INVÍAS (Instituto Nacional de Vías)", "usuario": usuario}
    if por == "reporte":
        acciones.cambiar_estado(reporte=reporte, a=Estado.TRASLADADO, respuesta="Es nacional", **a_quien)
    else:
        acciones.trasladar(peticion=reporte.peticion, texto="Es nacional", **a_quien)
    reporte.refresh_from_db()
    acto = reporte.peticion.actos.last()
    assert (reporte.estado, acto.acto, acto.fuera_de_termino) == (Estado.TRASLADADO, Acto.TRASLADAR, tarde)
    assert Correo.objects.get(plantilla="traslado").a == "invias@ejemplo.co"
    assert "Le enviamos el reporte" in Correo.objects.filter(a="ana@ejemplo.co").first().contexto["texto"]


@pytest.mark.parametrize(("dia", "tarde"), [(D(2026, 8, 4), False), (D(2026, 8, 5), True)])
def test_responder_tarde_queda_dicho(hoy, jefe, dia, tarde):
    p = peticion()
    hoy(dia)
    assert acciones.responder(peticion=p, texto="El lunes", usuario=jefe).fuera_de_termino is tarde


def test_cada_acto_se_le_cuenta_a_quien_dejo_su_correo(hoy, jefe):
    p = peticion(canal="correo", contacto=acciones.Contacto(correo="ana@ejemplo.co"))
    acciones.responder(peticion=p, texto="El lunes", usuario=jefe)
    assert [c.asunto for c in Correo.objects.order_by("id")] == [
        f"Petición {p.radicado}: Recibida", f"Petición {p.radicado}: Respuesta",
    ]  # fmt: skip


# With its report


@pytest.mark.parametrize(
    ("a", "queda"),
    [
        (Estado.DESCARTADO, EstadoPeticion.RESPONDIDA),
        (Estado.TRASLADADO, EstadoPeticion.TRASLADADA),
        (Estado.EN_VERIFICACION, EstadoPeticion.EN_TRAMITE),
    ],
)
def test_cerrar_un_reporte_responde_su_peticion(a, queda, usuario_con_rol):
    reporte = fabricas.reporte()
    usuario = usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=a, usuario=usuario, respuesta="Ya se miró")
    assert Peticion.objects.get().estado == queda
    if a in ABIERTOS:
        return
    acciones.cambiar_estado(reporte=reporte, a=Estado.REABIERTO, usuario=usuario, respuesta="Se mira otra vez")
    assert Peticion.objects.get().estado == EstadoPeticion.EN_TRAMITE


def test_un_reporte_reabierto_tiene_un_termino_nuevo(hoy, usuario_con_rol):
    reporte, usuario = fabricas.reporte(), usuario_con_rol("infraestructura")
    acciones.cambiar_estado(reporte=reporte, a=Estado.DESCARTADO, usuario=usuario, respuesta="No hay daño")
    hoy(D(2026, 9, 1))
    acciones.cambiar_estado(reporte=reporte, a=Estado.REABIERTO, usuario=usuario, respuesta="Sí hay")
    p = Peticion.objects.get()
    assert p.vence_el == D(2026, 9, 22)
    acciones.pedir_informacion(peticion=p, texto="¿Una foto?", usuario=usuario)


def test_responder_la_peticion_no_cierra_el_reporte(usuario_con_rol):
    reporte = fabricas.reporte()
    acciones.responder(peticion=reporte.peticion, texto="En marzo", usuario=usuario_con_rol("infraestructura"))
    reporte.refresh_from_db()
    assert (reporte.estado, reporte.peticion.estado) == (Estado.RECIBIDO, EstadoPeticion.RESPONDIDA)


@pytest.mark.parametrize("rol", ["infraestructura", "planeacion", "atencion"])
@pytest.mark.parametrize("acto", ["trasladar", "desistir"])
def test_lo_que_se_hace_con_la_peticion_le_pasa_al_reporte(acto, rol, hoy, usuario_con_rol):
    reporte, usuario = fabricas.reporte(), usuario_con_rol(rol)
    if acto == "trasladar":
        acciones.trasladar(peticion=reporte.peticion, entidad="INVÍAS", texto="Es nacional", usuario=usuario)
    else:
        acciones.pedir_informacion(peticion=reporte.peticion, texto="¿Dónde?", usuario=usuario)
        hoy(D(2026, 9, 1))
        acciones.desistir(peticion=reporte.peticion, texto="No dijo dónde", usuario=usuario)
    reporte.refresh_from_db()
    assert reporte.estado == {"trasladar": Estado.TRASLADADO, "desistir": Estado.DESCARTADO}[acto]
    assert reporte.movimientos.count() == 2


@pytest.mark.parametrize("como", ["trasladar", "borrar"])
def test_siempre_se_cierra_primero_el_reporte_y_luego_su_peticion(como, usuario_con_rol):
    """In one order everywhere, so that two people never wait for each other."""
    reporte, usuario = fabricas.reporte(), usuario_con_rol("infraestructura")
    with CaptureQueriesContext(connection) as consultas:
        if como == "trasladar":
            acciones.trasladar(peticion=reporte.peticion, entidad="INVÍAS", texto="Es nacional", usuario=usuario)
        else:
            acciones.borrar_datos(peticion=reporte.peticion, motivo="titular")
    cerrojos = [c["sql"] for c in consultas if "FOR UPDATE" in c["sql"]]
    assert [sql.split('FROM "malla_vial_')[1].split('"')[0] for sql in cerrojos][:2] == ["reporte", "peticion"]


def test_si_el_reporte_no_puede_seguirla_no_se_hace_nada(usuario_con_rol):
    reporte, usuario = fabricas.reporte(estado=Estado.PROGRAMADO), usuario_con_rol("infraestructura")
    with pytest.raises(TransicionProhibida):
        acciones.trasladar(peticion=reporte.peticion, entidad="INVÍAS", texto="Es nacional", usuario=usuario)
    assert Peticion.objects.get().estado == EstadoPeticion.EN_TRAMITE


# Who


@pytest.mark.parametrize(
    ("rol", "del_reporte", "pqrsd"),
    [
        ("atencion", True, True),
        ("administracion", True, True),
        ("infraestructura", True, False),
        ("planeacion", True, False),
        ("cultura", False, False),
        (None, False, False),
    ],
)
def test_cada_oficina_ve_y_responde_lo_suyo(rol, del_reporte, pqrsd, usuario_con_rol):
    usuario = usuario_con_rol(*([rol] if rol else []))
    for p, puede in ((fabricas.reporte().peticion, del_reporte), (peticion("denuncia"), pqrsd)):
        assert Peticion.objects.para_gestion(usuario).filter(pk=p.pk).exists() is puede
        if not puede:
            with pytest.raises(permisos.SinPermiso):
                acciones.responder(peticion=p, texto="Sí", usuario=usuario)


def test_al_asignarla_cambia_quien_la_atiende_y_no_su_fecha(jefe, usuario_con_rol):
    p, obras = peticion(), usuario_con_rol("infraestructura")
    vence = p.vence_el
    acciones.asignar(peticion=p, dependencia=fabricas.dependencia("infraestructura"), usuario=jefe)
    acciones.responder(peticion=p, texto="Sí", usuario=obras)
    p.refresh_from_db()
    assert p.vence_el == vence


@pytest.mark.parametrize(("canal", "falta"), [("correo", "correo"), ("direccion", "dirección")])
def test_un_canal_sin_adonde_responder_se_rechaza(canal, falta):
    with pytest.raises(DatosInvalidos, match=falta):
        peticion(canal=canal)
    assert not Contacto.objects.exists()
