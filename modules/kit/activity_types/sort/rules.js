import { accept, cleanRecord, plain } from "../../runtime/text.js";

/** The box of each statement, in the order of the statements. */
export function clean(options, value) {
  return accept(() => {
    const record = Object.entries(cleanRecord(value ?? null, options.items));
    return Object.fromEntries(record.filter(([, box]) => options.boxes.includes(box)));
  });
}

/** Whether enough is sorted; a box that does not fit counts as well. */
export function done(options, value) {
  return Object.keys(value).length >= options.done.sorted;
}

/** The box of each statement. */
export function lines(options, words, value) {
  return options.items
    .filter((item) => Object.hasOwn(value, item))
    .map((item) => ({ label: plain(words.items[item].text), text: plain(words.boxes[value[item]]) }));
}
