/** Done, progress and score: the same rules as `scoring.py`. */

export function isDone(definition, rules, answer) {
  if (!answer) return false;
  if (answer.how === "paper") return definition.onPaper;
  return answer.value !== undefined && rules.done(definition.options, answer.value);
}

/** @param done the ids of all done activities */
export function progressOf(module, done) {
  const required = module.activities.filter((activity) => activity.required);
  const count = required.filter((activity) => done.includes(activity.id)).length;
  const progress = required.length ? count / required.length : 1;
  return { progress, done, score: module.grading === "completion" ? progress : null };
}
