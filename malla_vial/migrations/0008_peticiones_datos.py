from django.db import migrations
from django.utils import timezone

from malla_vial import plazos

DEPENDENCIAS = [
    ("despacho", "Despacho de la Alcaldía", None),
    ("atencion", "Atención al Ciudadano", "despacho"),
    ("infraestructura", "Secretaría de Infraestructura", "despacho"),
]
# Ley 1437/2011 art. 14 as Ley 1755/2015 art. 1 gives it.
TIPOS = [
    ("general", "Petición", "Pedir algo a la Alcaldía, por interés propio o de todos.", 15, "atencion", True),
    ("documentos", "Información o documentos", "Pedir información o copia de documentos públicos.", 10, "atencion", True),
    ("consulta", "Consulta", "Pedir un concepto sobre un asunto a cargo de la Alcaldía.", 30, "atencion", True),
    ("queja", "Queja", "Contar que un servidor público actuó mal.", 15, "atencion", True),
    ("reclamo", "Reclamo", "Contar que un servicio no se prestó o se prestó mal.", 15, "atencion", True),
    ("sugerencia", "Sugerencia", "Proponer cómo mejorar un servicio.", 15, "atencion", True),
    ("denuncia", "Denuncia", "Contar un hecho que puede ser una falta o un delito.", 15, "atencion", True),
    ("reporte", "Reporte de daño en la vía", "Pedir que se arregle un daño en la vía.", 15, "infraestructura", False),
]
CIERRES = {"resuelto": "respondida", "descartado": "respondida", "duplicado": "respondida", "trasladado": "trasladada"}


def sembrar(apps, schema_editor):
    Dependencia, TipoPeticion = apps.get_model("malla_vial", "Dependencia"), apps.get_model("malla_vial", "TipoPeticion")
    for codigo, nombre, superior in DEPENDENCIAS:
        Dependencia.objects.get_or_create(codigo=codigo, defaults={"nombre": nombre, "superior_id": superior})
    for orden, (codigo, nombre, descripcion, dias, dependencia, en_formulario) in enumerate(TIPOS):
        valores = {"nombre": nombre, "descripcion": descripcion, "dias_habiles": dias, "dependencia_id": dependencia}
        TipoPeticion.objects.get_or_create(
            codigo=codigo, defaults=valores | {"orden": orden, "en_formulario": en_formulario}
        )


def abrir(apps, schema_editor):
    """A petition for every report that was filed before there were petitions, and its contact moved there."""
    modelo = lambda nombre: apps.get_model("malla_vial", nombre)  # noqa: E731
    dias = modelo("TipoPeticion").objects.get(codigo="reporte").dias_habiles
    for reporte in modelo("Reporte").objects.filter(peticion=None).select_related("tipo").iterator(chunk_size=500):
        ultimo = modelo("Movimiento").objects.filter(reporte=reporte).order_by("-id").first()
        peticion = modelo("Peticion").objects.create(
            radicado=reporte.codigo, tipo_id="reporte", asunto=reporte.tipo.nombre, clave=reporte.clave,
            dependencia_id="infraestructura", recibida_en=reporte.radicado_en,
            vence_el=plazos.sumar_habiles(timezone.localtime(reporte.radicado_en).date(), dias),
            estado=CIERRES.get(reporte.estado, "en_tramite"),
            cerrada_en=ultimo.fecha if ultimo and reporte.estado in CIERRES else None,
        )  # fmt: skip
        modelo("Reporte").objects.filter(pk=reporte.pk).update(peticion=peticion)
    for dado in modelo("ContactoReporte").objects.select_related("reporte").iterator(chunk_size=500):
        nuevo = modelo("Contacto").objects.create(
            peticion_id=dado.reporte.peticion_id, nombre=dado.nombre, correo=dado.correo, telefono=dado.telefono
        )
        modelo("Contacto").objects.filter(pk=nuevo.pk).update(acepto_en=dado.acepto_en)


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0007_peticiones")]
    operations = [
        migrations.RunPython(sembrar, migrations.RunPython.noop),
        migrations.RunPython(abrir, migrations.RunPython.noop),
    ]
