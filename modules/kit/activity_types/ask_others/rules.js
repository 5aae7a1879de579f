import { accept, cleanById, cleanList, cleanRecord, numbered, plain } from "../../runtime/text.js";

const NOBODY = { who: "", answers: {} };

/** The people in their places. */
export function clean(options, value) {
  const cleanPerson = (person) => ({
    ...cleanRecord(person, ["who"]),
    answers: cleanById(person?.answers ?? null, options.questions),
  });
  return accept(() => cleanList(value ?? null, options.people, cleanPerson, NOBODY));
}

/** Whether enough people answered at least one question. */
export function done(options, value) {
  return value.filter(({ answers }) => Object.keys(answers).length > 0).length >= options.done.people;
}

/** Each person's answers below their name and the question. */
export function lines(options, words, value) {
  return value.flatMap(({ who, answers }, index) =>
    options.questions
      .filter((id) => Object.hasOwn(answers, id))
      .map((id) => ({
        label: `${who || numbered(words.person, index, options.people)} · ${plain(words.questions[id])}`,
        text: answers[id],
      })),
  );
}
