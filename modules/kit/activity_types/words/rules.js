import { accept, cleanList, cleanOrEmpty } from "../../runtime/text.js";

const filled = (value) => value.filter((word) => word !== "");

/** The words in their places. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, options.count, cleanOrEmpty, ""));
}

/** Whether enough cards hold a word. */
export function done(options, value) {
  return filled(value).length >= options.done.words;
}

/** The words in one line. */
export function lines(options, words, value) {
  const text = filled(value).join(" · ");
  return text === "" ? [] : [{ label: "", text }];
}
