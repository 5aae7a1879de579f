import { accept, cleanById, cleanIds, cleanRecord, plain } from "../../runtime/text.js";

const FITS = ["yes", "partly", "no"];

/** The choices and what is said of them; an unknown judgement is none. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []); // refuses what is no object
    const top = cleanIds(value?.top ?? null, Object.values(options.groups).flat()).slice(0, options.count);
    const fit = Object.entries(cleanById(value?.fit ?? null, top)).filter(([, name]) => FITS.includes(name));
    return { top, fit: Object.fromEntries(fit), where: cleanById(value?.where ?? null, top) };
  });
}

/** Whether enough is chosen. */
export function done(options, value) {
  return value.top.length >= options.done.chosen;
}

/** The choices in one line, then what is said of each. */
export function lines(options, words, { top, fit, where }) {
  const label = (item) => plain(words.items[item].label);
  return [
    { label: "", text: top.map(label).join(" · ") },
    ...top.flatMap((item) => [
      { label: `${label(item)} · ${plain(words.fit)}`, text: fit[item] ? plain(words.fits[fit[item]]) : "" },
      { label: `${label(item)} · ${plain(words.where)}`, text: where[item] ?? "" },
    ]),
  ].filter(({ text }) => text !== "");
}
