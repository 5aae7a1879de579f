import { accept, cleanById, cleanIds, cleanRecord, plain } from "../../runtime/text.js";

const DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/u;

/** Texts, days and parties in their own order. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const fields = cleanById(value?.fields ?? null, options.fields);
    const dates = Object.entries(cleanById(value?.dates ?? null, options.dates));
    const agreed = cleanIds(value?.agreed ?? null, options.parties);
    return { fields, dates: Object.fromEntries(dates.filter(([, day]) => DAY.test(day))), agreed };
  });
}

/** Whether enough is written down; signing happens on paper. */
export function done(options, value) {
  return Object.keys(value.fields).length >= options.done.fields;
}

/** The agreements, the days, and with whom they were talked through. */
export function lines(options, words, { fields, dates, agreed }) {
  const parts = (names, spoken, texts) =>
    names.filter((name) => Object.hasOwn(texts, name)).map((name) => ({ label: plain(spoken[name].label), text: texts[name] }));
  return [
    ...parts(options.fields, words.fields, fields),
    ...parts(options.dates, words.dates, dates),
    { label: plain(words.agreed), text: agreed.map((party) => plain(words.parties[party])).join(" · ") },
  ].filter(({ text }) => text !== "");
}
