import { accept, cleanIds, cleanOrEmpty, cleanRecord, plain } from "../../runtime/text.js";

/** Stands in the value in place of all answers: the learner would rather not say. */
export const RATHER_NOT = "rather-not";

/** The answers to what is asked, in the order of the questions. */
export function clean(options, value) {
  return accept(() => {
    const raw = value ?? {};
    cleanRecord(raw, []); // nothing but a record will do
    if (raw[RATHER_NOT] === true) return { [RATHER_NOT]: true };
    const answers = {};
    for (const question of options.questions) {
      if (!Object.hasOwn(raw, question.id) || !isAsked(question, answers)) continue;
      const answer = cleanAnswer(question, raw[question.id]);
      if (answer.length > 0) answers[question.id] = answer;
    }
    return answers;
  });
}

/** Whether enough was answered, or the learner would rather not. */
export function done(options, value) {
  return RATHER_NOT in value || Object.keys(value).length >= options.done.answers;
}

/** Each answer below its question. */
export function lines(options, words, value) {
  return options.questions
    .filter(({ id }) => Object.hasOwn(value, id))
    .map((question) => ({
      label: plain(words.questions[question.id].ask),
      text: inWords(question, words.questions[question.id], value[question.id]),
    }));
}

/** Whether a question is asked of somebody with these answers to the earlier ones. */
export function isAsked(question, answers) {
  const given = (name) => (Object.hasOwn(answers, name) ? [answers[name]].flat() : []);
  return Object.entries(question.when).every(([name, wanted]) => given(name).some((choice) => wanted.includes(choice)));
}

function cleanAnswer({ kind, choices }, raw) {
  if (kind === "text") return cleanOrEmpty(raw);
  return kind === "multi" ? cleanIds(raw, choices) : cleanIds([raw], choices).join("");
}

function inWords({ kind }, words, answer) {
  return kind === "text" ? answer : [answer].flat().map((choice) => plain(words.choices[choice])).join(" · ");
}
