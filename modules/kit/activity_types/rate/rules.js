import { accept, cleanIds, cleanRecord, plain } from "../../runtime/text.js";

const numbers = ({ scale }) => Array.from({ length: scale }, (_, index) => String(scale - index));

/** The items by number; of two numbers the higher one stays. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []); // refuses what is no object
    let left = Object.values(options.groups).flat();
    const rated = {};
    for (const number of numbers(options)) {
      const found = cleanIds(value?.[number] ?? null, left);
      if (found.length > 0) rated[number] = found;
      left = left.filter((item) => !found.includes(item));
    }
    return rated;
  });
}

/** Whether enough items have a number. */
export function done(options, value) {
  return Object.values(value).flat().length >= options.done.rated;
}

/** Each group's items, the highest number first. */
export function lines(options, words, value) {
  return Object.entries(options.groups)
    .map(([group, items]) => ({ label: plain(words.groups[group]), text: numbered(options, words, value, items) }))
    .filter(({ text }) => text !== "");
}

function numbered(options, words, value, items) {
  return numbers(options)
    .map((number) => [number, items.filter((item) => (value[number] ?? []).includes(item))])
    .filter(([, found]) => found.length > 0)
    .map(([number, found]) => `${number}: ${found.map((item) => plain(words.items[item].label)).join(", ")}`)
    .join(" · ");
}
