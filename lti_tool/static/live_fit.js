/** As big as there is room for: what hangs on a wall is not scrolled. */
const SMALLEST = 0.55;
const BIGGEST = 3;
const NARROW = 640;

/** @param element What may grow and shrink, by its `--fit`; all else on the page keeps its size. */
export function fitToScreen(element) {
  const page = document.documentElement;
  const columns = [element, ...element.querySelectorAll("section")];
  const isTooBig = (fit) => {
    element.style.setProperty("--fit", fit);
    return page.scrollHeight > innerHeight || columns.some((column) => column.scrollWidth > column.clientWidth);
  };
  // On a phone one scrolls.
  if (innerWidth < NARROW || !element.firstElementChild) return void element.style.removeProperty("--fit");
  if (!isTooBig(BIGGEST)) return;
  let [fits, tooBig] = [SMALLEST, BIGGEST];
  for (let turn = 0; turn < 7; turn++) {
    const middle = (fits + tooBig) / 2;
    if (isTooBig(middle)) tooBig = middle;
    else fits = middle;
  }
  element.style.setProperty("--fit", fits);
}
