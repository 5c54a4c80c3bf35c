const MARCA = "reportes-pendientes";

/** How many wait, for the pages that do not open the store. */
export function marcar(quedan) {
  try {
    localStorage.setItem(MARCA, quedan);
  } catch {
    // a worker has none, a private window may refuse it
  }
}

export function quizasHay() {
  try {
    return Number(localStorage.getItem(MARCA)) > 0;
  } catch {
    return false;
  }
}
