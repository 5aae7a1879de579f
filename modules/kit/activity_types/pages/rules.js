import { accept, cleanIds, plain } from "../../runtime/text.js";

/** Which pages were opened; a page that is gone is dropped. */
export function clean(options, value) {
  return accept(() => cleanIds(value ?? null, options.pages));
}

/** Whether enough pages were opened: no more than a pack has. */
export function done(options, value) {
  return value.length >= Math.min(options.done.pages, options.pages.length);
}

/** The titles of what was opened, in one line. */
export function lines(options, words, value) {
  const titles = options.pages.filter((id) => value.includes(id)).map((id) => plain(words.pages[id].title));
  return titles.length ? [{ label: "", text: titles.join(" · ") }] : [];
}
