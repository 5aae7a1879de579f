import { accept, cleanIds, cleanRecord, plain } from "../../runtime/text.js";

/** Who is meant, and for each mark the items that have it; unknown items are dropped. */
export function clean(options, value) {
  return accept(() => {
    const { who } = cleanRecord(value ?? null, ["who"]);
    const of = (mark) => cleanIds((value && Object.hasOwn(value, mark) ? value[mark] : null) ?? null, options.items);
    const marked = options.marks.map((mark) => [mark, of(mark)]);
    return { who: options.who ? who : "", ...Object.fromEntries(marked) };
  });
}

/** Whether enough items have a mark. */
export function done(options, value) {
  return new Set(options.marks.flatMap((mark) => value[mark] ?? [])).size >= options.done.marked;
}

/** The items that have all the marks that count together. */
export function together(options, value) {
  if (options.together.length === 0) return [];
  return options.items.filter((item) => options.together.every((mark) => value[mark]?.includes(item)));
}

/** Who is meant, the items of each mark in one line, and those with all marks together. */
export function lines(options, words, value) {
  const named = (items = []) => items.map((item) => plain(words.items[item])).join(" · ");
  return [
    { label: plain(words.who), text: value.who },
    ...options.marks.map((mark) => ({ label: plain(words.marks[mark].label), text: named(value[mark]) })),
    { label: plain(words.together), text: named(together(options, value)) },
  ].filter(({ text }) => text !== "");
}
