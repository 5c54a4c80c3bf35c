import { despachar } from "../cola/despacho.js";
import { pendientes } from "../cola/cola.js";
import { acotar, conRespaldo, guardarFrescas, horas } from "./caches.js";

// Written above this file by the server: which build this is, what it is made of, and which pages open without a network.
const { version, piezas, cascara, sinRed, sumarse, tipos } = CONSTRUCCION;
const PIEZAS = `piezas-${version}`;
const PAGINAS = `paginas-${version}`;
const MAPA = "mapa";
const TESELAS = 240; // some ten screens
const SUMARME = /^\/reportes\/[^/]+\/sumarme$/;
const PACIENCIA = 3_000; // ms for a page over a weak network before the one kept here

addEventListener("install", (evento) => evento.waitUntil(preparar()));
addEventListener("activate", (evento) => evento.waitUntil(limpiar()));
addEventListener("sync", (evento) => evento.tag === "cola-reportes" && evento.waitUntil(enviar()));
addEventListener("fetch", (evento) => {
  const como = evento.request.method === "GET" && manera(new URL(evento.request.url), evento.request);
  if (como) evento.respondWith(como(evento));
});

async function preparar() {
  const [deLasPiezas, deLasPaginas] = await Promise.all([caches.open(PIEZAS), caches.open(PAGINAS)]);
  await Promise.all([deLasPiezas.addAll(piezas), guardarFrescas(deLasPaginas, [cascara, sinRed, sumarse, ...tipos])]);
}

async function limpiar() {
  const sobran = (await caches.keys()).filter((nombre) => ![PIEZAS, PAGINAS, MAPA].includes(nombre));
  await Promise.all(sobran.map((nombre) => caches.delete(nombre)));
  await clients.claim();
}

// What is thrown here makes the browser try again later, by itself.
async function enviar() {
  await despachar({ ya: true });
  if ((await pendientes()).length) throw new Error("quedan pendientes");
}

/** How to answer a request; nothing for what is none of this worker's business, which is the desk and all that is sent. */
function manera(url, { mode }) {
  if (url.origin !== location.origin) return null;
  if (mode === "navigate") return url.pathname === cascara ? laCascara : deLaMesa(url) ? null : laPagina;
  if (url.pathname.startsWith("/static/")) return ({ request }) => caches.match(request).then((hay) => hay || fetch(request));
  if (tipos.includes(url.pathname)) return ({ request }) => conRespaldo(request, PAGINAS, { paciencia: PACIENCIA });
  if (url.pathname.startsWith("/mapa/base")) return elMapa;
  return null;
}

const deLaMesa = ({ pathname }) => /^\/(gestion|admin)\b/.test(pathname);

async function laCascara(evento) {
  const guardada = await caches.match(cascara);
  const deLaRed = fetch(evento.request);
  if (!guardada) return deLaRed;
  if (horas(guardada) > 1) evento.waitUntil(deLaRed.then(renovar, () => {}));
  const tarde = new Promise((listo) => setTimeout(listo, PACIENCIA, guardada.clone()));
  return Promise.race([deLaRed.catch(() => guardada), tarde]);
}

const renovar = async () => guardarFrescas(await caches.open(PAGINAS), [cascara, sumarse, ...tipos]);

// Nothing of these pages is kept: they may tell of a person.
const laPagina = ({ request }) => fetch(request).catch(() => caches.match(SUMARME.test(new URL(request.url).pathname) ? sumarse : sinRed));

async function elMapa(evento) {
  const exacta = await caches.match(evento.request); // the address of a tile has its revision
  if (exacta) return exacta;
  const respuesta = await conRespaldo(evento.request, MAPA, { paciencia: PACIENCIA, publica: true });
  evento.waitUntil(acotar(MAPA, TESELAS));
  return respuesta;
}
