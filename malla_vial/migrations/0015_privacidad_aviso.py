from django.db import migrations

TEXTOS = {
    "datos": """Para reportar un daño no hay que decir quién es. Si quiere que le respondan puede dejar su nombre, su correo o su teléfono: ninguno es obligatorio. En las peticiones formales (PQRSD) puede también dejar su documento y una dirección.

Se publican el tipo de daño, su tamaño, el lugar, la fecha y en qué va. El texto y las fotos se publican después de que una persona de la entidad los mire; en las fotos se tapan caras y placas. Nunca se publican su nombre, su correo, su teléfono, la seña que escribió ni la ubicación guardada dentro de la foto.

Contra el abuso se guarda por dos días una marca de su conexión que no permite saber cuál es, y en su navegador una galleta que solo dice que ya estuvo aquí.""",
    "finalidad": """Responder su reporte o su petición, preguntarle lo que falte y avisarle en qué va. Nada más: no se usan para publicidad, no se venden y no se entregan a otros, salvo a la entidad que deba resolver el caso, a la que se traslada por ley (Ley 1755 de 2015, artículo 21), o por orden de una autoridad.""",
    "conservacion": """Mientras el caso está abierto y un año después de cerrado, salvo que la entidad haya fijado otro plazo. Luego se borran solos su contacto, lo que escribió sin publicar, las fotos sin publicar y los originales de las que se taparon. Queda el daño, sin decir quién lo contó.""",
    "derechos": """Conocer sus datos, actualizarlos y corregirlos; pedir prueba de la autorización; saber qué uso se les ha dado; quejarse ante la Superintendencia de Industria y Comercio; revocar la autorización y pedir que se borren; y consultarlos gratis (Ley 1581 de 2012, artículo 8). Los de niñas, niños y adolescentes solo se tratan si es por su interés superior; contestar sobre datos sensibles es siempre voluntario.""",
    "canales": """En «Borrar mis datos» usted mismo los borra, enseguida. Para lo demás escriba al correo de la entidad o vaya a su oficina: una consulta se responde en diez días hábiles y un reclamo en quince (artículos 14 y 15).""",
}


def escribir(apps, schema_editor):
    apps.get_model("malla_vial", "AvisoPrivacidad").objects.get_or_create(
        version="2026-1", defaults={"rige_desde": "2026-01-01", **TEXTOS}
    )


class Migration(migrations.Migration):
    dependencies = [("malla_vial", "0014_privacidad_contacto")]
    operations = [migrations.RunPython(escribir, migrations.RunPython.noop)]
