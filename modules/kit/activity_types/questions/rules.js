import { accept, cleanList, cleanRecord } from "../../runtime/text.js";

const MOST = 100; // more than anyone asks, few enough to store
const STEP_ID = /^[a-z0-9-]{1,40}$/u;

function cleanQuestion(value) {
  const { step, text } = cleanRecord(value, ["step", "text"]);
  return { step: STEP_ID.test(step) ? step : "", text };
}

/** The questions that have text. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, MOST, cleanQuestion, {}).filter(({ text }) => text !== ""));
}

/** Whether there is a question. */
export function done(options, value) {
  return value.length > 0;
}

/** The questions. */
export function lines(options, words, value) {
  return value.map(({ text }) => ({ label: "", text }));
}
