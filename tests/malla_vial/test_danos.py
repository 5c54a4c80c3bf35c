"""Kinds of damage and their questions are data that staff edit; what was answered keeps its meaning."""

import pytest
from django.test import Client

from capas.errores import DatosInvalidos
from capas.llaves import huella
from capas.models import Cambio
from malla_vial import acciones, permisos
from malla_vial.forms.preguntas import FormularioPreguntas, en_borrador
from malla_vial.models import LlaveOpen311, PreguntaDano, Reporte, RespuestaDano, TipoDano
from tests import fabricas
from tests.cabeceras import HTML, JSON

Clase = PreguntaDano.Clase
OPCIONES = [{"key": "si", "name": "Sí, mucho"}, {"key": "no", "name": "No"}, {"key": "ns", "name": "No sé"}]
# class -> (what a person sends, what is kept), and what is refused
BUENAS = {
    Clase.TEXTO: [("  junto al poste ", "junto al poste")],
    Clase.NUMERO: [("12", 12), ("1,5", 1.5), (3, 3)],
    Clase.FECHA: [("2026-11-20", "2026-11-20"), ("2026-11-20T08:00:00-05:00", "2026-11-20")],
    Clase.UNA: [("si", "si"), (["no"], "no")],
    Clase.VARIAS: [(["no", "si"], ["si", "no"]), ("ns", ["ns"])],
}
MALAS = {
    Clase.TEXTO: ["x" * 501],
    Clase.NUMERO: ["doce", "nan", "1e400", "inf"],
    Clase.FECHA: ["ayer", "2026-02-30"],
    Clase.UNA: ["tal vez", ["si", "no"]],
    Clase.VARIAS: [["si", "tal vez"]],
}


@pytest.fixture(autouse=True)
def _tipos():
    fabricas.tipos_de_dano()


@pytest.fixture
def hueco():
    return TipoDano.objects.get(pk="hueco")


def _preguntar(tipo, clase=Clase.UNA, codigo="dato", **mas):
    valores = OPCIONES if clase in PreguntaDano.CERRADAS else []
    return PreguntaDano.objects.create(tipo=tipo, codigo=codigo, texto="¿Qué?", clase=clase, valores=valores, **mas)


@pytest.mark.parametrize(("clase", "dada", "queda"), [(c, d, q) for c, ds in BUENAS.items() for d, q in ds])
def test_cada_clase_de_pregunta_guarda_lo_suyo(hueco, clase, dada, queda):
    _preguntar(hueco, clase)
    reporte = fabricas.reporte(respuestas={"dato": dada})
    assert reporte.respuestas.get().valor == queda


@pytest.mark.parametrize(("clase", "dada"), [(c, d) for c, ds in MALAS.items() for d in ds])
def test_lo_que_no_es_respuesta_se_dice_y_no_se_guarda(hueco, clase, dada):
    _preguntar(hueco, clase)
    with pytest.raises(DatosInvalidos, match="«¿Qué"):
        fabricas.reporte(respuestas={"dato": dada})
    assert not Reporte.objects.exists()


@pytest.mark.parametrize("clase", Clase)
def test_el_formulario_y_la_accion_toman_lo_mismo(hueco, clase):
    _preguntar(hueco, clase)
    for dada, queda in BUENAS[clase]:
        form = FormularioPreguntas(hueco, _enviada(dada))
        if form.is_valid():  # a browser sends dates and numbers in one way only
            reporte = fabricas.reporte(respuestas=form.respuestas())
            assert reporte.respuestas.get().valor == queda
    for dada in MALAS[clase]:
        form = FormularioPreguntas(hueco, _enviada(dada))
        if not isinstance(dada, list) or clase == Clase.VARIAS:
            assert not form.is_valid()


def _enviada(valor):
    from django.http import QueryDict

    datos = QueryDict(mutable=True)
    datos.setlist("pregunta-dato", [str(v) for v in valor] if isinstance(valor, list) else [str(valor)])
    return datos


def test_la_obligatoria_se_exige_y_la_retirada_no_se_pregunta_pero_se_recibe(hueco):
    pregunta = _preguntar(hueco, obligatoria=True)
    with pytest.raises(DatosInvalidos, match="falta"):
        fabricas.reporte()
    pregunta.activa = False
    pregunta.save()
    fabricas.reporte()
    assert "dato" not in FormularioPreguntas(hueco).fields
    assert fabricas.reporte(respuestas={"dato": "si"}).respuestas.exists()


def test_una_pregunta_que_no_es_de_ese_tipo_se_dice(hueco):
    with pytest.raises(DatosInvalidos, match="no es una pregunta"):
        fabricas.reporte(respuestas={"color": "rojo"})


def test_el_formulario_de_siempre_trae_las_respuestas(client, hueco):
    _preguntar(hueco, obligatoria=True)
    falta = client.post("/reportar", fabricas.formulario(), **JSON)
    assert (falta.status_code, "¿Qué?" in falta.json()["detail"]) == (422, True)
    llega = client.post("/reportar", fabricas.formulario(**{"pregunta-dato": "si"}), **JSON)
    assert llega.status_code == 201
    assert RespuestaDano.objects.get().valor == "si"


@pytest.mark.parametrize("clase", Clase)
def test_en_publico_solo_lo_elegido_hasta_que_se_apruebe_el_texto(client, hueco, usuario_con_rol, clase):
    _preguntar(hueco, clase)
    valor = {"texto": "Llame a Rosalba", "numero": 3105557788, "fecha": "1968-02-03"}.get(clase, "si")
    if clase == Clase.NUMERO:
        valor = 310555778
    visto = {"texto": "Rosalba", "numero": "310555778", "fecha": "1968-02-03"}.get(clase, "Sí, mucho")
    datos = fabricas.formulario(**{"pregunta-dato": valor})
    codigo = client.post("/reportar", datos, **JSON).json()["codigo"]
    ver = lambda quien: visto in quien.get(f"/reportes/{codigo}", **HTML).content.decode()  # noqa: E731
    cerrada = clase in PreguntaDano.CERRADAS
    assert (ver(client), ver(Client())) == (True, cerrada)
    acciones.moderar(
        reporte=Reporte.objects.get(),
        visible=True,
        texto_aprobado=True,
        fotos_publicas=[],
        usuario=usuario_con_rol("infraestructura"),
    )
    assert ver(Client())


def test_el_freno_que_detiene_no_deja_radicar_y_dice_a_quien_llamar(client, hueco):
    TipoDano.objects.filter(pk="hueco").update(freno="Esto es del IBAL:", freno_telefono="116", freno_detiene=True)
    respuesta = client.post("/reportar", fabricas.formulario(), **JSON)
    assert respuesta.status_code == 422
    assert "Esto es del IBAL: 116" in respuesta.json()["detail"]
    TipoDano.objects.filter(pk="hueco").update(freno_detiene=False)
    assert client.post("/reportar", fabricas.formulario(), **JSON).status_code == 201


# The desk


def _datos_del_tipo(**cambios):
    return {
        "nombre": "Hueco",
        "descripcion": "Un hoyo en la vía.",
        "dibujo": "hueco",
        "consejo": "",
        "pide_tamano": "on",
        "pregunta_peligro": "¿Puede tumbar a alguien?",
        "freno": "Si sale agua, llame al IBAL.",
        "freno_telefono": "116",
        "radio_duplicados_m": "30",
        "afines": ["grietas"],
        "codigo_tecnico": "BCH",
        "orden": "0",
        "activo": "on",
    } | cambios


def test_la_mesa_cambia_un_tipo_y_queda_quien_y_que(cliente_con_rol, hueco):
    mesa = cliente_con_rol("infraestructura")
    assert mesa.get("/gestion/danos", **HTML).status_code == 200
    assert mesa.post("/gestion/danos/hueco", _datos_del_tipo()).status_code == 302
    hueco.refresh_from_db()
    assert (hueco.radio_duplicados_m, hueco.freno_telefono) == (30, "116")
    assert [afin.pk for afin in hueco.afines.all()] == ["grietas"]
    cambio = Cambio.objects.get(tabla="malla_vial_tipodano", operacion="update", antes__codigo="hueco")
    assert (cambio.autor, cambio.antes["radio_duplicados_m"]) == ("u-infraestructura", 25)
    pagina = mesa.get("/gestion/danos/hueco", **HTML).content.decode()
    assert "u-infraestructura" in pagina
    assert "<del>25</del> → <ins>30</ins>" in pagina


@pytest.mark.parametrize(
    "cambios",
    [
        {"nombre": ""},
        {"radio_duplicados_m": "9000"},
        {"radio_duplicados_m": "-1"},
        {"dibujo": "ovni"},
        {"freno_telefono": "javascript:alert(1)"},
        {"freno": "", "freno_detiene": "on"},
        {"afines": ["ovni"]},
    ],
)
def test_un_tipo_mal_escrito_se_dice_y_no_se_guarda(cliente_con_rol, hueco, cambios):
    respuesta = cliente_con_rol("planeacion").post("/gestion/danos/hueco", _datos_del_tipo(**cambios), **HTML)
    assert respuesta.status_code == 422
    assert "por corregir" in respuesta.content.decode()
    hueco.refresh_from_db()
    assert hueco.radio_duplicados_m == 25


def test_un_tipo_nuevo_se_ofrece_y_uno_con_reportes_no_se_borra(cliente_con_rol):
    mesa = cliente_con_rol("infraestructura")
    mesa.post("/gestion/nuevo-dano", _datos_del_tipo(codigo="anden", nombre="Andén roto", dibujo="anden"))
    assert "Andén roto" in [t["nombre"] for t in Client().get("/reportar/tipos.json").json()["tipos"]]
    repetido = mesa.post("/gestion/nuevo-dano", _datos_del_tipo(codigo="hueco", nombre="Otro hueco"), **HTML)
    assert (repetido.status_code, TipoDano.objects.get(pk="hueco").nombre) == (422, "Hueco")
    fabricas.reporte(tipo=TipoDano.objects.get(pk="anden"))
    pagina = mesa.post("/gestion/danos/anden/borrar", follow=True, **HTML).content.decode()
    assert "no se puede borrar" in pagina
    Reporte.objects.all().delete()
    mesa.post("/gestion/danos/anden/borrar")
    assert not TipoDano.objects.filter(pk="anden").exists()


def test_las_preguntas_se_escriben_se_corrigen_y_no_pierden_lo_respondido(cliente_con_rol, hueco):
    mesa = cliente_con_rol("infraestructura")
    nueva = {
        "pnueva-texto": "¿Qué hay debajo?",
        "pnueva-clase": "una",
        "pnueva-valores": "Tierra\nagua: Agua que corre",
    }
    mesa.post("/gestion/danos/hueco/preguntas", nueva | {"pnueva-orden": "1", "pnueva-activa": "on"})
    pregunta = hueco.preguntas.get()
    assert pregunta.codigo == "que-hay-debajo"
    assert pregunta.opciones == [("tierra", "Tierra"), ("agua", "Agua que corre")]
    fabricas.reporte(respuestas={"que-hay-debajo": "agua"})
    url, p = f"/gestion/danos/hueco/preguntas/{pregunta.pk}", f"p{pregunta.pk}"
    igual = {f"{p}-texto": "¿Qué se ve debajo?", f"{p}-clase": "una", f"{p}-orden": "1", f"{p}-activa": "on"}
    quitada = mesa.post(url, igual | {f"{p}-valores": "tierra: Tierra\nroca: Roca"}, **HTML)
    assert (quitada.status_code, "no se puede quitar" in quitada.content.decode()) == (422, True)
    otra_clase = mesa.post(url, igual | {f"{p}-clase": "texto", f"{p}-valores": ""}, **HTML)
    assert otra_clase.status_code == 422
    mesa.post(url, igual | {f"{p}-valores": "tierra: Tierra\nagua: Agua"})
    pregunta.refresh_from_db()
    assert (pregunta.texto, str(RespuestaDano.objects.get())) == ("¿Qué se ve debajo?", "Agua")
    assert "ya tiene respuestas" in mesa.post(f"{url}/borrar", follow=True, **HTML).content.decode()
    assert "¿Qué hay debajo?" in mesa.get("/gestion/danos/hueco", **HTML).content.decode()  # the trail


@pytest.mark.parametrize("valores", ["Sola", "a: A\na: B", "Con Mayúsculas: x", ": x", "x:", ""])
def test_opciones_mal_escritas_se_dicen(cliente_con_rol, hueco, valores):
    datos = {"pnueva-texto": "¿Qué?", "pnueva-clase": "una", "pnueva-valores": valores, "pnueva-orden": "1"}
    respuesta = cliente_con_rol("infraestructura").post("/gestion/danos/hueco/preguntas", datos, **HTML)
    assert respuesta.status_code == 422
    assert not PreguntaDano.objects.exists()


@pytest.mark.parametrize("rol", ["cultura", "tic", "riesgo"])
def test_otros_roles_no_tocan_los_tipos(cliente_con_rol, usuario_con_rol, hueco, rol):
    cliente = cliente_con_rol(rol)
    for ruta in ("/gestion/danos", "/gestion/danos/hueco", "/gestion/nuevo-dano"):
        assert cliente.get(ruta, **HTML).status_code == 403
        assert Client().get(ruta).status_code == 302
    with pytest.raises(permisos.SinPermiso):
        acciones.guardar_tipo(tipo=hueco, usuario=usuario_con_rol())


@pytest.mark.parametrize("clase", Clase)
def test_cada_clase_tiene_su_nombre_en_open311(clase):
    assert PreguntaDano(clase=clase).datatype in (
        "string", "number", "datetime", "text", "singlevaluelist", "multivaluelist",
    )  # fmt: skip


def test_open311_ofrece_las_preguntas_y_recibe_sus_respuestas(client, hueco):
    _preguntar(hueco, Clase.VARIAS)
    definicion = client.get("/open311/v2/services/hueco.json").json()
    atributo = next(a for a in definicion["attributes"] if a["code"] == "dato")
    assert (atributo["datatype"], atributo["values"], atributo["description"]) == ("multivaluelist", OPCIONES, "¿Qué?")
    datos = {"service_code": "hueco", "lat": "4.4389", "long": "-75.2322", "attribute[dato][]": ["ns", "si"]}
    assert client.post("/open311/v2/requests.json", datos | {"api_key": _llave()}).status_code in (200, 201)
    assert RespuestaDano.objects.get().valor == ["si", "ns"]


def _llave():
    LlaveOpen311.objects.create(huella=huella("llave-de-prueba"), nombre="Prueba")
    return "llave-de-prueba"


def test_un_borrador_guarda_lo_respondido_a_su_dano_y_nada_mas(hueco):
    _preguntar(hueco, Clase.VARIAS)
    enviado = _enviada(["si", "ns"])
    enviado.setlist("pregunta-inventada", ["x" * 4000] * 50)
    guardado = en_borrador(hueco, enviado)
    assert guardado == {"pregunta-dato": ["si", "ns"]}
    form = FormularioPreguntas(hueco, guardado)
    assert form.is_valid()
    assert form.respuestas() == {"dato": ["si", "ns"]}


@pytest.mark.parametrize("clase", Clase)
def test_lo_que_guarda_el_borrador_lo_toma_el_formulario(hueco, clase):
    _preguntar(hueco, clase)
    for dada, _ in BUENAS[clase]:
        enviado = _enviada(dada)
        guardado, directo = FormularioPreguntas(hueco, en_borrador(hueco, enviado)), FormularioPreguntas(hueco, enviado)
        assert (guardado.is_valid(), guardado.errors) == (directo.is_valid(), directo.errors)


def test_cada_dano_muestra_el_dibujo_que_le_pusieron(client):
    TipoDano.objects.create(codigo="hueco-en-puente", nombre="Hueco en un puente", dibujo="derrumbe")
    pagina = client.get("/reportar", **HTML).content.decode()
    assert pagina.count("danos.svg#derrumbe") == 1 + TipoDano.objects.filter(pk="derrumbe").count()
    assert "danos.svg#hueco-en-puente" not in pagina


def test_en_el_admin_las_preguntas_se_ven_y_no_se_cambian(cliente_con_rol, hueco):
    pregunta = _preguntar(hueco)
    cliente, ruta = cliente_con_rol("infraestructura"), "/admin/malla_vial/tipodano/hueco/change/"
    pagina = cliente.get(ruta)
    assert "¿Qué?" in pagina.content.decode()
    assert 'name="preguntas-0-clase"' not in pagina.content.decode()
    datos = {c: v for c, v in pagina.context["adminform"].form.initial.items() if v not in (None, [])}
    grupo = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 1, "0-id": pregunta.pk, "0-tipo": "hueco", "0-codigo": "dato"}
    grupo |= {"0-texto": "¿Otra?", "0-clase": "numero", "0-valores": "[]", "0-orden": 0}
    guardado = cliente.post(ruta, datos | {f"preguntas-{campo}": valor for campo, valor in grupo.items()})
    assert guardado.status_code == 302
    pregunta.refresh_from_db()
    assert (pregunta.clase, pregunta.texto, pregunta.valores) == (Clase.UNA, "¿Qué?", OPCIONES)
