import { accept, cleanById, plain } from "../../runtime/text.js";

/** The texts in the order of the slots. */
export function clean(options, value) {
  return accept(() => cleanById(value ?? null, options.slots));
}

/** Whether enough circles are filled. */
export function done(options, value) {
  return Object.keys(value).length >= options.done.slots;
}

/** Each text beside the label of its circle. */
export function lines(options, words, value) {
  return options.slots
    .filter((slot) => Object.hasOwn(value, slot))
    .map((slot) => ({ label: plain(words.slots[slot].label), text: value[slot] }));
}
