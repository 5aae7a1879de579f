import { accept, cleanById, cleanIds, cleanRecord, plain } from "../../runtime/text.js";

/** What is ticked, in the list's order, and the learner's own notes of when. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const planned = cleanIds(value?.planned ?? null, options.items);
    return { planned, when: cleanById(value?.when ?? null, options.items) };
  });
}

/** Whether enough steps are ticked. */
export function done(options, { planned }) {
  return planned.length >= options.done.steps;
}

/** Each ticked step, with the learner's own note of when. */
export function lines(options, words, { planned, when }) {
  return options.items
    .filter((item) => planned.includes(item))
    .map((item) => {
      const note = Object.hasOwn(when, item) ? [when[item]] : [];
      return { label: "", text: [plain(words.items[item].label), ...note].join(" · ") };
    });
}
