import { accept, cleanList, cleanRecord, numbered, plain } from "../../runtime/text.js";

const FIELDS = ["what", "why"];
const EMPTY = { what: "", why: "" };

/** The items in their places. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, options.items, (item) => cleanRecord(item, FIELDS), EMPTY));
}

/** Whether enough items have a what and a why. */
export function done(options, value) {
  return value.filter(({ what, why }) => what !== "" && why !== "").length >= options.done.items;
}

/** What and why of each item. */
export function lines(options, words, value) {
  return value.flatMap((item, index) =>
    FIELDS.filter((field) => item[field] !== "").map((field) => ({
      label: `${numbered(words.item, index, options.items)} · ${plain(words[field])}`,
      text: item[field],
    })),
  );
}
