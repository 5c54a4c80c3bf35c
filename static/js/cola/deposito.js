const BASE = "reportes-en-este-telefono";
export const COLA = "cola"; // reports on their way, by their key
export const BORRADORES = "borradores"; // the photos of what is being written

let abierta;

function abrir() {
  abierta ??= new Promise((listo, fallo) => {
    const pedido = indexedDB.open(BASE, 1);
    pedido.onupgradeneeded = () => [COLA, BORRADORES].forEach((nombre) => pedido.result.createObjectStore(nombre, { keyPath: "clave" }));
    pedido.onsuccess = () => listo(pedido.result);
    pedido.onerror = () => fallo(pedido.error);
  });
  abierta.catch(() => (abierta = undefined));
  return abierta;
}

// Done when the transaction is, not when the request is: then it is on the disk.
async function hacer(almacen, modo, pedir) {
  const base = await abrir();
  return new Promise((listo, fallo) => {
    const transaccion = base.transaction(almacen, modo, { durability: "strict" });
    const pedido = pedir(transaccion.objectStore(almacen));
    transaccion.oncomplete = () => listo(pedido.result);
    transaccion.onerror = transaccion.onabort = () => fallo(transaccion.error);
  });
}

/** valor carries its `clave`. Rejects when the phone is full or forbids storage. */
export const guardar = (almacen, valor) => hacer(almacen, "readwrite", (tabla) => tabla.put(valor));
export const leer = (almacen, clave) => hacer(almacen, "readonly", (tabla) => tabla.get(clave));
export const todos = (almacen) => hacer(almacen, "readonly", (tabla) => tabla.getAll());
export const borrar = (almacen, clave) => hacer(almacen, "readwrite", (tabla) => tabla.delete(clave));

/** Writes `cambios` over what is there at that moment; nothing where there is nothing any more. */
export const cambiar = (almacen, clave, cambios) =>
  hacer(almacen, "readwrite", (tabla) => {
    const pedido = tabla.get(clave);
    pedido.onsuccess = () => pedido.result && tabla.put({ ...pedido.result, ...cambios });
    return pedido;
  });
