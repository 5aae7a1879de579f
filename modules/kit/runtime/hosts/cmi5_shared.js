/**
 * What a facilitator reads in the platform's reports: a statement for each answer that the learner shared.
 *
 * An answer that is the learner's own is never here, in no form. A statement can't be changed, and a page may not void
 * one (cmi5 6.3). So an answer that changes is told again, the last one counts, and one that is shared no longer is
 * followed by one that says so. The platform's register still has the earlier ones: the learner is told that.
 */
import { uuidOf } from "./uuid.js";

const WITHDRAWN = "-";
const UNSURE = "?"; // it may be there

export class SharedAnswers {
  #module;
  #statements;
  #queue;
  #told;
  #waiting = {}; // the sign of what is on its way

  /**
   * @param {object} module the page's module data
   * @param {Statements} statements
   * @param {StatementQueue} queue
   * @param {object} told by activity, a sign of the text that was told last; grows and shrinks here
   */
  constructor(module, statements, queue, told) {
    this.#module = module;
    this.#statements = statements;
    this.#queue = queue;
    this.#told = told;
  }

  /**
   * Queue what is to be told now.
   *
   * @param {object} answers by activity
   * @param {object} lines each answer's readable lines, by activity
   * @param {function} isBusy whether an activity's answer is still being written: it is told when that is left
   */
  queue(answers, lines, isBusy) {
    for (const activity of this.#module.activities) {
      const { id } = activity;
      if (id in this.#told && !isShared(answers[id])) this.#tell(activity, WITHDRAWN);
      else if (isShared(answers[id]) && lines[id]?.length && !isBusy(activity)) this.#tell(activity, asText(lines[id]));
    }
  }

  /** What another tab told, as the document says. */
  renew(told) {
    const kept = Object.entries(this.#told).filter(([id]) => id in this.#waiting);
    for (const id of Object.keys(this.#told)) delete this.#told[id];
    Object.assign(this.#told, told, Object.fromEntries(kept));
  }

  #tell(activity, text) {
    const { id } = activity;
    const sign = uuidOf(text).slice(0, 13);
    if ((this.#waiting[id] ?? this.#told[id]) === sign) return;
    this.#waiting[id] = sign;
    // Until we know that it is recorded: then it is told again rather than never, and never left standing.
    this.#told[id] = UNSURE;
    this.#queue.add(this.#statements.answered(activity, this.#module.language, text), () => {
      if (this.#waiting[id] === sign) delete this.#waiting[id];
      if (text === WITHDRAWN) delete this.#told[id];
      else this.#told[id] = sign;
    });
  }
}

/** Shared, and something there: who wipes out what was shared takes it back. */
const isShared = (answer) => Boolean(answer) && answer.audience !== "learner" && !isBlank(answer.value);

const isBlank = (value) =>
  value === undefined ||
  value === null ||
  value === "" ||
  (typeof value === "object" && Object.values(value).every(isBlank));

const asText = (lines) => lines.map(({ label, text }) => (label ? `${label}: ${text}` : text)).join("\n");
