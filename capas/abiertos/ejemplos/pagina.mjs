async function pedir(direccion) {
  const respuesta = await fetch(direccion);
  if (!respuesta.ok) throw new Error((await respuesta.json()).detail);
  return respuesta.json();
}

// Todos los elementos, página por página
let pagina = "SITIO/ogc/collections/CAPA/items?limit=5";
while (pagina) {
  const { features, links } = await pedir(pagina);
  for (const { id, properties } of features) console.log(id, properties.CAMPO);
  pagina = links.find(({ rel }) => rel === "next")?.href;
}

// Lo que cambió desde una fecha
const { cambios } = await pedir("SITIO/datos/CAPA/cambios?desde=2026-01-01");
for (const { id, operacion } of cambios) console.log(operacion, id);
