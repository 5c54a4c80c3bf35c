"""A place for each form of an address: a plate, a corner, a block, a whole way."""

from dataclasses import replace

from capas.presentacion import distancia
from malla_vial import sql_direcciones
from malla_vial.direcciones.direccion import Direccion, ViaEscrita
from malla_vial.direcciones.esquinas import (
    CUADRA_MAXIMA_M,
    Esquina,
    caminar,
    esquinas,
    metros,
    siguiente,
    trazado,
)
from malla_vial.direcciones.hallado import Candidato
from malla_vial.direcciones.vias import Eje, clases_de, diferencia, ejes

PRECISION_ESQUINA_M, PRECISION_PREDIO_M = 10, 15
SEGURO = 0.12  # below, nobody needs to look further
Pesada = tuple[float, str, Esquina]


def candidatos(alias: str, direccion: Direccion) -> list[Candidato]:
    """The places of an address that stands on a way."""
    hallados: list[Candidato] = []
    principales = ejes(alias, direccion.via_principal) if direccion.via_principal else []
    for eje in principales:
        if hallados and min(c.peso for c in hallados) + SEGURO < eje.peso:
            break
        hallados += [c.con_duda(eje.peso, eje.duda) for c in FORMAS[direccion.forma](alias, eje, direccion)]
    return hallados or _a_falta(alias, principales, direccion)


def _a_falta(alias: str, principales: list[Eje], direccion: Direccion) -> list[Candidato]:
    """Of two ways that do not meet: where they come nearest, and the first of them whole."""
    if direccion.forma == "via" or not principales:
        return []
    cerca = _cercania(alias, principales[0], direccion.via_generadora)
    return [
        *cerca,
        *(c.con_duda(0.4, "no hallamos el cruce; esta es la vía") for c in _via(alias, principales[0], direccion)),
    ]


def _con(alias: str, eje: Eje, pedida: ViaEscrita | None) -> tuple[list[Pesada], list[Esquina]]:
    """The corners of a way with the one asked, surest first, and all of its corners."""
    todas = esquinas(alias, eje.ids, eje.escrita)
    if pedida is None:
        return [], todas
    clases = clases_de(pedida, eje.escrita)
    dudas = [(diferencia(pedida, esquina.otra, clases), esquina) for esquina in todas]
    pesadas = [(*duda, esquina) for duda, esquina in dudas if duda is not None]
    minimo = min((peso for peso, _, _ in pesadas), default=0)
    return sorted((p for p in pesadas if p[0] <= minimo + SEGURO), key=lambda p: p[0]), todas


def _esquina(alias: str, eje: Eje, direccion: Direccion) -> list[Candidato]:
    halladas, todas = _con(alias, eje, direccion.via_generadora)
    return [
        Candidato(f"{eje.nombre} con {e.nombre}", _junto_a(e, halladas, todas), e.sitio, PRECISION_ESQUINA_M, "esquina")
        .con_duda(peso, duda)
        for peso, duda, e in halladas
    ]  # fmt: skip


def _junto_a(esquina: Esquina, halladas: list[Pesada], todas: list[Esquina]) -> str:
    """What tells apart the corners of the same two ways: a way that is near this one alone, else their order northwards."""
    gemelas = [otra for _, _, otra in halladas if otra.otra == esquina.otra]
    if len(gemelas) < 2:
        return ""
    ajenas = {nombre for gemela in gemelas if gemela != esquina for nombre in _cercanas(gemela, todas)}
    propia = next((nombre for nombre in _cercanas(esquina, todas) if nombre not in ajenas), None)
    puesto = 1 + sorted(gemela.sitio[::-1] for gemela in gemelas).index(esquina.sitio[::-1])
    return f"La que está junto a {propia}." if propia else f"La {puesto} de {len(gemelas)}, contadas de sur a norte."


def _cercanas(esquina: Esquina, todas: list[Esquina]) -> list[str]:
    otras = sorted((metros(otra.sitio, esquina.sitio), otra.nombre) for otra in todas if otra.otra != esquina.otra)
    return [nombre for _, nombre in otras[:4]]


def _predio(alias: str, eje: Eje, direccion: Direccion) -> list[Candidato]:
    pedida = direccion.via_generadora
    if pedida and direccion.sector_predio and not pedida.sector:
        pedida = replace(pedida, sector=direccion.sector_predio)
    halladas, todas = _con(alias, eje, pedida)
    placa, linea = direccion.numero_predio or 0, trazado(alias, eje.ids) if halladas else []
    if pedida and not halladas and (vecinas := _vecinas(eje, todas, pedida)):
        return [_entre_vecinas(eje, pedida, *vecinas, placa)]
    return [
        _placa(eje, linea, e, todas, placa).mas(_junto_a(e, halladas, todas)).con_duda(peso, duda)
        for peso, duda, e in halladas
    ]


def _placa(eje: Eje, linea, esquina: Esquina, todas: list[Esquina], placa: int) -> Candidato:
    """As many metres from the corner as the plate says, towards the way that comes next in number."""
    titulo = f"{eje.nombre} # {esquina.otra.numero or esquina.nombre}-{placa:02}"
    despues, antes = siguiente(todas, esquina), siguiente(todas, esquina, sube=False)
    if despues:
        cuadra = metros(esquina.sitio, despues.sitio)
        sitio = caminar(linea, esquina.sitio, despues.sitio, min(placa, cuadra))
        final = ", al final de la cuadra" if placa > cuadra else ""
        detalle = f"A {min(placa, round(cuadra))} m de la esquina con {esquina.nombre}, hacia {despues.nombre}{final}."
        return Candidato(titulo, detalle, sitio, PRECISION_PREDIO_M, "predio")
    if antes:
        x, y = (2 * a - b for a, b in zip(esquina.sitio, antes.sitio, strict=True))
        sitio = caminar(linea, esquina.sitio, (x, y), placa)
        detalle = f"A {placa} m de la esquina con {esquina.nombre}, alejándose de {antes.nombre}."
        return Candidato(titulo, detalle, sitio, 2 * PRECISION_PREDIO_M, "predio")
    detalle = f"A unos {placa} m de la esquina con {esquina.nombre}; no sabemos hacia qué lado."
    return Candidato(titulo, detalle, esquina.sitio, placa + PRECISION_ESQUINA_M, "predio")


def _vecinas(eje: Eje, todas: list[Esquina], pedida: ViaEscrita) -> tuple[Esquina, Esquina] | None:
    """The corners before and after one that the network lacks."""
    clases = clases_de(pedida, eje.escrita)
    suyas = [
        e
        for e in todas
        if e.otra.valor is not None and clases.get(e.otra.clase, 1) < 0.02 and e.otra.sector == pedida.sector
    ]
    antes = max((e for e in suyas if e.otra.orden < pedida.orden), key=lambda e: e.otra.orden, default=None)
    despues = min((e for e in suyas if e.otra.orden > pedida.orden), key=lambda e: e.otra.orden, default=None)
    if antes is None or despues is None or metros(antes.sitio, despues.sitio) > CUADRA_MAXIMA_M:
        return None
    return antes, despues


def _entre_vecinas(eje: Eje, pedida: ViaEscrita, antes: Esquina, despues: Esquina, placa: int) -> Candidato:
    medio = (antes.sitio[0] + despues.sitio[0]) / 2, (antes.sitio[1] + despues.sitio[1]) / 2
    titulo = f"{eje.nombre} # {pedida.numero}-{placa:02}"
    detalle = f"La malla no tiene ese cruce: queda entre {antes.nombre} y {despues.nombre}."
    return Candidato(titulo, detalle, medio, metros(antes.sitio, despues.sitio) / 2, "predio", 0.25)


def _cuadra(alias: str, eje: Eje, direccion: Direccion) -> list[Candidato]:
    """Half way between two corners of the same way."""
    unas, todas = _con(alias, eje, direccion.via_generadora)
    hasta = direccion.hasta or ViaEscrita()
    clases = clases_de(hasta, eje.escrita)
    pares = [
        (peso + duda[0], una, otra)
        for peso, _, una in unas
        for otra in todas
        if (duda := diferencia(hasta, otra.otra, clases)) and 0 < metros(una.sitio, otra.sitio) <= 2 * CUADRA_MAXIMA_M
    ]
    if not pares:
        return [c.con_duda(0.15, f"no hallamos su esquina con {hasta}") for c in _esquina(alias, eje, direccion)]
    peso, una, otra = min(pares, key=lambda par: (par[0], metros(par[1].sitio, par[2].sitio)))
    largo = metros(una.sitio, otra.sitio)
    sitio = caminar(trazado(alias, eje.ids), una.sitio, otra.sitio, largo / 2)
    titulo = f"{eje.nombre} entre {una.nombre} y {otra.nombre}"
    return [Candidato(titulo, f"Mitad de un trecho de {largo:.0f} m.", sitio, largo / 2, "cuadra", peso)]


def _via(alias: str, eje: Eje, direccion: Direccion) -> list[Candidato]:
    """The whole way, each of its runs by itself."""
    senas = f" Marque en el mapa dónde queda: {direccion.complemento}." if direccion.complemento else ""
    return [
        Candidato(
            eje.nombre, f"Vía de {distancia(largo)}.{senas}", (x, y), largo / 2, "via", 0.01 * numero, tuple(caja)
        )
        for numero, (largo, x, y, *caja) in enumerate(sql_direcciones.partes(alias, eje.ids)[:4])
    ]


def _cercania(alias: str, eje: Eje, pedida: ViaEscrita | None) -> list[Candidato]:
    """Where two ways that do not meet come nearest."""
    otras = [otra for otra in ejes(alias, _del_otro_lado(pedida, eje)) if otra.peso <= SEGURO] if pedida else []
    hallado = sql_direcciones.acercamiento(alias, eje.ids, otras[0].ids) if otras else None
    if hallado is None or hallado[0] > CUADRA_MAXIMA_M:
        return []
    distancia, x, y = hallado
    detalle = f"No se cruzan en la malla; aquí se acercan más, a {distancia:.0f} m."
    titulo = f"{eje.nombre} cerca de {otras[0].nombre}"
    return [Candidato(titulo, detalle, (x, y), distancia + PRECISION_ESQUINA_M, "cercania", 0.35)]


def _del_otro_lado(pedida: ViaEscrita, eje: Eje) -> ViaEscrita:
    """The way asked, with the class that it must have to cross that one, where none was said."""
    if pedida.clase or pedida.valor is None:
        return pedida
    clase = min((clases := clases_de(pedida, eje.escrita)), key=lambda c: clases[c])
    return replace(pedida, clase=clase)


FORMAS = {"predio": _predio, "esquina": _esquina, "cuadra": _cuadra, "via": _via}
