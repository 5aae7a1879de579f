import { accept, cleanById, plain } from "../../runtime/text.js";

/** The text, or that it was skipped; who wrote something did not skip it. */
export function clean(options, value) {
  return accept(() => {
    const text = cleanById(value ?? null, ["text"]);
    return "text" in text || value?.skipped !== true ? text : { skipped: true };
  });
}

/** Whether something was written or skipped. */
export function done(options, value) {
  return Object.keys(value).length > 0;
}

/** The text; the numbers are read in their own places. */
export function lines(options, words, { text }) {
  return text ? [{ label: plain(words.text), text }] : [];
}
