import { pendientes } from "./cola.js";
import { despachar } from "./despacho.js";

const RELOJ = 5_000; // ms between looks while the page is in sight

let vigilando = false;

/** Sends what waits: now, when the network comes back, when the page is seen again, and from time to time. Once a page. */
export function vigilar() {
  if (vigilando) return;
  vigilando = true;
  const intentar = (ya) => navigator.onLine !== false && despachar({ ya }).catch(() => {});
  addEventListener("online", () => intentar(true));
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && intentar(false));
  setInterval(() => document.visibilityState === "visible" && intentar(false), RELOJ);
  intentar(true);
}

/** Asks the browser to keep what is kept, and to send it by itself where it knows how (Chromium, Samsung). */
export async function asegurar() {
  await navigator.storage?.persist?.().catch(() => false);
  const trabajador = await navigator.serviceWorker?.getRegistration();
  if ((await pendientes()).length) await trabajador?.sync?.register("cola-reportes").catch(() => {});
}
