import { accept, cleanById, cleanRecord, plain } from "../../runtime/text.js";

/** The notes in the order of items and fields. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []); // refuses what is no object
    const notes = options.items.map((item) => [item, cleanById(own(value, item), options.fields)]);
    return Object.fromEntries(notes.filter(([, texts]) => Object.keys(texts).length > 0));
  });
}

/** Whether enough items have a note. */
export function done(options, value) {
  return Object.keys(value).length >= options.done.items;
}

/** Each note below its item and field. */
export function lines(options, words, value) {
  return Object.entries(value).flatMap(([item, notes]) =>
    options.fields
      .filter((field) => Object.hasOwn(notes, field))
      .map((field) => ({
        label: `${plain(words.items[item])} · ${plain(words.fields[field].label)}`,
        text: notes[field],
      })),
  );
}

const own = (value, item) => (value && Object.hasOwn(value, item) ? (value[item] ?? null) : null);
