"""Logging that no request can forge."""

import logging


class UnaLinea(logging.Formatter):
    """One record, one line: what a request sent cannot begin a line of its own (CWE-117)."""

    def format(self, record: logging.LogRecord) -> str:
        texto = super().format(record)
        if record.exc_info:
            return texto
        return texto.replace("\r", "\\r").replace("\n", "\\n")
