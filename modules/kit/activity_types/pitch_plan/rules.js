import { accept, cleanById, cleanRecord, plain } from "../../runtime/text.js";

const STEP = 30; // seconds

/** Texts and seconds in the order of the plan; what is blank or takes no time is absent. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const texts = cleanById(value?.texts ?? null, [...options.about, ...options.parts]);
    const given = value?.seconds ?? null;
    cleanRecord(given, []);
    const seconds = options.parts.map((part) => [part, given && Object.hasOwn(given, part) ? given[part] : null]);
    return { texts, seconds: Object.fromEntries(seconds.filter(([, time]) => isTime(time, options.total))) };
  });
}

/** Whether enough is written. */
export function done(options, value) {
  return Object.keys(value.texts).length >= options.done.texts;
}

/** The texts, and with each part the time it takes. */
export function lines(options, words, { texts, seconds }) {
  return [...options.about, ...options.parts]
    .filter((name) => Object.hasOwn(texts, name) || Object.hasOwn(seconds, name))
    .map((name) => {
      const label = plain((options.parts.includes(name) ? words.parts : words.about)[name].label);
      const time = seconds[name];
      return { label: time ? `${label} · ${clockTime(time)}` : label, text: texts[name] ?? "…" };
    });
}

/** A time as a clock shows it: `1:30`. */
export function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function isTime(seconds, most) {
  return Number.isInteger(seconds) && seconds > 0 && seconds <= most * 60 && seconds % STEP === 0;
}
