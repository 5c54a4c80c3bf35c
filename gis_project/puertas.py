"""Which door of the database a model's default query takes, and where migrations run."""


class Puertas:
    """Everything writes and migrates through `default`; `lectura` is chosen by name, in `capas.consultas`."""

    def db_for_read(self, model, **hints):
        return "default"

    def db_for_write(self, model, **hints):
        return "default"

    def allow_relation(self, obj1, obj2, **hints):
        return True

    def allow_migrate(self, db, app_label, **hints):
        return db == "default"
