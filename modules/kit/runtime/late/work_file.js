/**
 * A learner's work of one session as a file, to go on with elsewhere (JSON).
 *
 * {"wegwijs": 1, "work": {module, title, saved: day, position, answers: {id: {value, how}}, carried: as in bundle.js}}
 */
const VERSION = 1;
const MOST = 2000000; // characters; ours have some tens of thousands

/** Why a file can't be used, as a code: strange, newer, other. */
export class Unusable extends Error {
  constructor(code, title = "") {
    super(code);
    this.title = title;
  }
}

/** @param {{answers: object, position: string, carried: object}} kept as the session has it */
export function asWorkFile(module, { answers, position, carried = {} }, saved) {
  const own = Object.entries(answers).map(([id, { value, how }]) => [id, { value, how }]);
  const work = { module: module.id, title: module.title, saved, position, answers: Object.fromEntries(own), carried };
  return JSON.stringify({ wegwijs: VERSION, work }, null, 1);
}

/**
 * What a file holds; its answers are not cleaned yet.
 *
 * @param {string} text whatever a learner chose
 * @param {string} module the id of the session that it is opened in
 * @returns {{saved: string, position: ?string, answers: object, carried: object}}
 */
export function readWorkFile(text, module) {
  const { wegwijs, work } = parsed(text);
  if (!Number.isInteger(wegwijs) || !isObject(work)) throw new Unusable("strange");
  if (wegwijs > VERSION) throw new Unusable("newer");
  if (!isObject(work.answers)) throw new Unusable("strange");
  if (work.module !== module) throw new Unusable("other", String(work.title ?? "").slice(0, 200));
  const answers = Object.entries(work.answers).filter(([, answer]) => isObject(answer));
  return {
    saved: typeof work.saved === "string" && !Number.isNaN(Date.parse(work.saved)) ? work.saved : "",
    position: typeof work.position === "string" ? work.position : null,
    answers: Object.fromEntries(answers),
    carried: isObject(work.carried) ? work.carried : {},
  };
}

function parsed(text) {
  if (text.length > MOST) throw new Unusable("strange");
  try {
    const found = JSON.parse(text);
    return isObject(found) ? found : {};
  } catch {
    throw new Unusable("strange");
  }
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
