import { accept, cleanById, cleanRecord, plain } from "../../runtime/text.js";

/** Levels and reasons in the order of the criteria; what is not said is absent. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const names = options.reasons ? ["level", "reason"] : ["level"];
    const scores = options.criteria.map((criterion) => {
      const said = Object.entries(cleanById(value?.[criterion] ?? null, names));
      return [criterion, said.filter(([name, text]) => name !== "level" || options.levels.includes(text))];
    });
    const kept = scores.filter(([, said]) => said.length > 0);
    return Object.fromEntries(kept.map(([criterion, said]) => [criterion, Object.fromEntries(said)]));
  });
}

/** Whether enough criteria have a level, and a reason where those are asked. */
export function done(options, value) {
  const has = (said, name) => Object.hasOwn(said, name);
  const whole = Object.values(value).filter((said) => has(said, "level") && (has(said, "reason") || !options.reasons));
  return whole.length >= options.done.criteria;
}

/** The level of each criterion, then its reason. */
export function lines(options, words, value) {
  return options.criteria.flatMap((criterion) => {
    const { level, reason } = value[criterion] ?? {};
    const label = plain(words.criteria[criterion].label);
    return [
      { label, text: level === undefined ? "" : plain(words.levels[level]) },
      { label: `${label} · ${plain(words.reason)}`, text: reason ?? "" },
    ].filter(({ text }) => text !== "");
  });
}
