/**
 * A short name for a learner, for what may be kept in the browser's storage: no learner's number stands there, and
 * what one learner left on a shared computer never turns up under another's name. Null where nobody says who it is.
 */
export function learnerKey(learner) {
  return learner === "" ? null : hash(learner, 0x811c9dc5) + hash(learner, 0x9e3779b9);
}

/** FNV-1a, from one of two beginnings: one alone would give two learners of a large school the same name. */
function hash(text, start) {
  let number = start;
  for (const letter of text) number = Math.imul(number ^ letter.codePointAt(0), 0x01000193);
  return (number >>> 0).toString(36).padStart(7, "0");
}
