import { accept, cleanById, cleanList, numbered, plain } from "../../runtime/text.js";

/** The rows in their places; a blank field is absent. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, options.rows, (row) => cleanById(row, options.fields), {}));
}

/** Whether enough rows have a name. */
export function done(options, value) {
  return value.filter((row) => Object.hasOwn(row, options.fields[0])).length >= options.done.rows;
}

/** The fields of each row, below the row's name and their own label. */
export function lines(options, words, value) {
  return value.flatMap((row, index) =>
    options.fields
      .filter((field) => Object.hasOwn(row, field))
      .map((field) => ({
        label: `${numbered(words.row, index, options.rows)} · ${plain(words.fields[field].label)}`,
        text: row[field],
      })),
  );
}
