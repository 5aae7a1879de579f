import { accept, cleanIds, cleanList, cleanOrEmpty, cleanRecord, plain } from "../../runtime/text.js";

/** What was picked, in the list's order, what was added, and why. */
export function clean(options, value) {
  return accept(() => {
    const { why } = cleanRecord(value ?? null, ["why"]);
    const picked = cleanIds(value?.picked ?? null, options.items);
    const own = cleanList(value?.own ?? null, options.own, cleanOrEmpty, "");
    return { picked, own, why: options.why ? why : "" };
  });
}

/** Whether enough was picked or added. */
export function done(options, { picked, own }) {
  return picked.length + own.filter((text) => text !== "").length >= options.done.picks;
}

/** All that was picked in one line, then why. */
export function lines(options, words, { picked, own, why }) {
  const labels = options.items.filter((id) => picked.includes(id)).map((id) => plain(words.items[id].label));
  return [
    { label: "", text: [...labels, ...own.filter((text) => text !== "")].join(" · ") },
    { label: plain(words.why), text: why },
  ].filter((line) => line.text !== "");
}
