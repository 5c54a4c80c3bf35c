"""Real files in: leer (in a process of its own) -> limpiar -> cargar, in one transaction, with a report that names each row."""
