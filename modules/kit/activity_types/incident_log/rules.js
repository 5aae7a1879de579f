import { accept, cleanById, cleanList, numbered, plain } from "../../runtime/text.js";

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u;

/** The entries in their places; what is blank, or no day, is absent. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, options.entries, (entry) => cleanEntry(options, entry), {}));
}

/** Whether enough entries say what happened. */
export function done(options, value) {
  return value.filter((entry) => Object.hasOwn(entry, options.fields[0])).length >= options.done.entries;
}

/** The day and the texts of each entry, below the entry's name and their own label. */
export function lines(options, words, value) {
  const label = (name) => plain(name === "date" ? words.date : words.fields[name].label);
  return value.flatMap((entry, index) =>
    ["date", ...options.fields]
      .filter((name) => Object.hasOwn(entry, name))
      .map((name) => ({ label: `${numbered(words.entry, index, options.entries)} · ${label(name)}`, text: entry[name] })),
  );
}

function cleanEntry(options, value) {
  const entry = Object.entries(cleanById(value, ["date", ...options.fields]));
  return Object.fromEntries(entry.filter(([name, text]) => name !== "date" || DAY.test(text)));
}
