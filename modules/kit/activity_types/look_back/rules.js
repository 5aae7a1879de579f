import { accept, cleanById, plain } from "../../runtime/text.js";

/** The texts in the order of the prompts. */
export function clean(options, value) {
  return accept(() => cleanById(value ?? null, options.prompts));
}

/** Whether enough prompts have an answer. */
export function done(options, value) {
  return Object.keys(value).length >= options.done.answers;
}

/** Each text below its prompt; what came back is in its own place already. */
export function lines(options, words, value) {
  return options.prompts
    .filter((id) => Object.hasOwn(value, id))
    .map((id) => ({ label: plain(words.prompts[id]), text: value[id] }));
}
