import { accept, cleanOrEmpty, plain, wordCount } from "../../runtime/text.js";

/** The text as typed. */
export function clean(options, value) {
  return accept(() => cleanOrEmpty(value ?? ""));
}

/** Whether the text has enough words. */
export function done(options, value) {
  return wordCount(value) >= options.done.words;
}

/** The text below its label. */
export function lines(options, words, value) {
  return value === "" ? [] : [{ label: plain(words.text), text: value }];
}
