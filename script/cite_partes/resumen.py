"""What a CITE suite found, from its `testng-results.xml` under a folder: each failure, then the counts. Ends with 1 where one failed."""

import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

# Expressions that ets-wfs20 1.25 writes wrong of xsd:long and of xsd:date, whatever the service answers.
DE_LA_SUITE = re.compile(r'Unknown constructor function: \S+anySimpleType|Invalid date "[\d-]+T00:00:00.000Z"')


def mensaje(metodo: ElementTree.Element) -> str:
    return " ".join((metodo.findtext(".//message") or "").split())


def resultado(metodo: ElementTree.Element) -> str:
    estado = metodo.get("status", "")
    return "SUITE" if estado == "FAIL" and DE_LA_SUITE.search(mensaje(metodo)) else estado


def principal(carpeta: Path) -> int:
    hallados = sorted(carpeta.rglob("testng-results.xml"))
    if not hallados:
        sys.exit("✗ La suite no dejó resultados; vea var/cite/suite.log")
    cuentas: Counter[str] = Counter()
    for clase in ElementTree.parse(hallados[-1]).iter("test"):  # noqa: S314 - of the suite
        pruebas = [metodo for metodo in clase.iter("test-method") if metodo.get("is-config") != "true"]
        propias = Counter(map(resultado, pruebas))
        print(f"{clase.get('name')}: {propias['PASS']} de {len(pruebas)}")
        for metodo in (m for m in pruebas if resultado(m) == "FAIL"):
            valores = " ".join((v.text or "").strip() for v in metodo.iter("value"))
            print(f"  ✗ {metodo.get('name')} {valores}: {mensaje(metodo)[:500]}")
        cuentas += propias
    print(f"{cuentas['PASS']} pasan, {cuentas['FAIL']} fallan, {cuentas['SKIP']} se omiten", end="")
    print(f", {cuentas['SUITE']} que la suite no supo evaluar" if cuentas["SUITE"] else "")
    return int(bool(cuentas["FAIL"]) or not cuentas["PASS"])


if __name__ == "__main__":
    sys.exit(principal(Path(sys.argv[1])))
