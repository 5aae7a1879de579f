import { accept, cleanList, cleanRecord, plain } from "../../runtime/text.js";

const MOST = 60; // more than anyone asks, few enough to store
const STATES = ["open", "answered", "passed"];

function cleanQuestion(options, value) {
  const { theme, text, state, answer } = cleanRecord(value, ["theme", "text", "state", "answer"]);
  return {
    theme: options.themes.includes(theme) ? theme : options.themes[0],
    text,
    state: STATES.includes(state) ? state : "open",
    answer,
  };
}

/** The questions that hold any text. */
export function clean(options, value) {
  return accept(() =>
    cleanList(value ?? null, MOST, (raw) => cleanQuestion(options, raw), {}).filter(
      ({ text, answer }) => text !== "" || answer !== "",
    ),
  );
}

/** Whether there are enough questions. */
export function done(options, value) {
  return value.filter(({ text }) => text !== "").length >= options.done.questions;
}

/** Each question below its theme and state, then what was found. */
export function lines(options, words, value) {
  return value
    .flatMap(({ theme, text, state, answer }) => {
      const label = plain(words.themes[theme].label);
      return [
        { label: `${label} · ${plain(words.states[state])}`, text },
        { label: `${label} · ${plain(words.answer)}`, text: answer },
      ];
    })
    .filter((line) => line.text !== "");
}
