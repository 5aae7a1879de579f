import { accept, cleanList, cleanOrEmpty, cleanRecord, numbered, plain } from "../../runtime/text.js";

const KINDS = ["green", "red"];

/** The moments in their places, and the pattern. */
export function clean(options, value) {
  return accept(() => {
    const { pattern } = cleanRecord(value ?? null, ["pattern"]);
    const [green, red] = KINDS.map((kind) => cleanList(value?.[kind] ?? null, options.most, cleanOrEmpty, ""));
    return { green, red, pattern };
  });
}

/** Whether there are enough moments of each colour; the pattern is a thought, not a duty. */
export function done(options, value) {
  return KINDS.every((kind) => value[kind].filter((text) => text !== "").length >= options.done.each);
}

/** Each moment beside its name, then the pattern. */
export function lines(options, words, value) {
  return [
    ...KINDS.flatMap((kind) =>
      value[kind].map((text, index) => ({ label: numbered(words[kind].one, index, options.most), text })),
    ),
    { label: plain(words.pattern), text: value.pattern },
  ].filter(({ text }) => text !== "");
}
