import { accept, cleanList, cleanOrEmpty } from "../../runtime/text.js";

const MOST = 200;

/** The words, each once. */
export function clean(options, value) {
  return accept(() => [...new Set(cleanList(value ?? null, MOST, cleanOrEmpty, ""))].filter((word) => word !== ""));
}

/** Whether enough words are underlined. */
export function done(options, value) {
  return value.length >= options.done.words;
}

/** A word as it reads: `energy#2` is the second `energy` in the text. */
export const bare = (word) => word.replace(/#[0-9]+$/u, "");

/** The words in one line, without their numbers. */
export function lines(options, words, value) {
  const text = value.map(bare).join(" · ");
  return text === "" ? [] : [{ label: "", text }];
}
