import { accept, cleanById, plain } from "../../runtime/text.js";

/** The answers in the order of the questions. */
export function clean(options, value) {
  return accept(() => cleanById(value ?? null, options.questions));
}

/** Whether enough questions have an answer. */
export function done(options, value) {
  return Object.keys(value).length >= options.done.answers;
}

/** Each answer below its question. */
export function lines(options, words, value) {
  return options.questions
    .filter((id) => Object.hasOwn(value, id))
    .map((id) => ({ label: plain(words.questions[id]), text: value[id] }));
}
