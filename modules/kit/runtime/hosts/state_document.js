/**
 * One document in the LRS that several pages of one learner may write, so that none overwrites another unseen.
 *
 * The LRS says which version it has (ETag) and takes a new one only in the place of the version we know. For state
 * documents it need not (xAPI 1.0.3, part three, 3.1), so we also look before we write; each version carries a mark of ours.
 */
const CHANGED = [409, 412]; // somebody else wrote in between
const FRESH = 5000; // ms that a look stays good enough

export class StateDocument {
  #lrs;
  #id;
  #mark = null; // of the version we know; null: there was none
  #etag = null;
  #lookedAt = -Infinity;
  #welcome = new Map(); // whether the LRS takes a condition (its header) from a page of another site

  constructor(lrs, id) {
    this.#lrs = lrs;
    this.#id = id;
  }

  /** What it holds now; null where it is not there yet. */
  async read() {
    const found = await this.#look();
    this.#mark = found?.mark ?? null;
    return found;
  }

  /** Write it. False where somebody else wrote in between: then read it first. */
  async write(content) {
    if (performance.now() - this.#lookedAt > FRESH && !(await this.#isAsKnown())) return false;
    try {
      await this.#put(content);
    } catch (error) {
      if (CHANGED.includes(error.status)) return false;
      const [condition] = Object.keys(this.#condition());
      if (error.message !== "offline" || !condition || this.#welcome.get(condition)) throw error;
      // A browser says the same of no connection and of a header that the LRS does not allow.
      if (!(await this.#isAsKnown())) return false;
      this.#welcome.set(condition, false);
      await this.#put(content);
    }
    // Most don't say which version they made of it, and a page that is left has no time to ask: ask now.
    if (!this.#etag) await this.#isAsKnown().catch(() => {});
    return true;
  }

  /** Write it without waiting: the page goes away. Where somebody else wrote, theirs stays. */
  writeLast(content) {
    this.#lrs.writeStateLast(this.#id, { ...content, mark: newMark() }, this.#condition());
  }

  async #put(content) {
    const mark = newMark();
    const condition = this.#condition();
    this.#etag = await this.#lrs.writeState(this.#id, { ...content, mark }, condition);
    this.#mark = mark;
    for (const name of Object.keys(condition)) this.#welcome.set(name, true);
  }

  #condition() {
    const all = this.#mark ? this.#etag && { "If-Match": this.#etag } : { "If-None-Match": "*" };
    return Object.fromEntries(Object.entries(all ?? {}).filter(([name]) => this.#welcome.get(name) !== false));
  }

  async #isAsKnown() {
    const found = await this.#look();
    const isKnown = (found?.mark ?? null) === this.#mark;
    if (!isKnown) this.#etag = null;
    return isKnown;
  }

  async #look() {
    const found = await this.#lrs.readState(this.#id);
    this.#etag = found?.etag ?? null;
    this.#lookedAt = performance.now();
    return found?.document ?? null;
  }
}

const newMark = () => Math.random().toString(36).slice(2);
