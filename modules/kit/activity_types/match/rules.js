import { accept, cleanRecord, plain } from "../../runtime/text.js";

/** What was chosen, in the order of the pairs. */
export function clean(options, value) {
  return accept(() =>
    Object.fromEntries(
      Object.entries(cleanRecord(value ?? null, Object.keys(options.pairs))).filter(([, choice]) =>
        options.choices.includes(choice),
      ),
    ),
  );
}

/** Whether enough is with what it belongs to. */
export function done(options, value) {
  return Object.entries(value).filter(([name, choice]) => options.pairs[name] === choice).length >= options.done.right;
}

/** What was chosen for each. */
export function lines(options, words, value) {
  return Object.keys(options.pairs)
    .filter((name) => Object.hasOwn(value, name))
    .map((name) => ({ label: plain(words.pairs[name].label), text: plain(words.choices[value[name]]) }));
}
