import { accept, cleanField, isBlank, wordCount } from "../../runtime/text.js";

/** The text as typed. */
export function clean(options, value) {
  return accept(() => cleanField(value ?? ""));
}

/** Whether the text has enough words. */
export function done(options, value) {
  return wordCount(value) >= options.done.words;
}

/** The text; the question it answers is the activity's own. */
export function lines(options, words, value) {
  return isBlank(value) ? [] : [{ label: "", text: value }];
}
