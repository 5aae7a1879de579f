/**
 * What every activity type's class is: the bridge between the HTML of one activity and its answer.
 *
 * A type overrides `connect`, `read` and `write`, and `look` if it shows the answers of other activities.
 */
export class Activity {
  #page;

  /**
   * @param {Element} root the element around the type's template
   * @param {object} definition this activity in the page's module data: id, type, options, words …
   * @param {{ui, activity, lines, carry, carryRoom, asks, changed, step, stepTitle, go, key}} page what the page offers
   */
  constructor(root, definition, page) {
    this.root = root;
    this.id = definition.id;
    this.options = definition.options;
    this.words = definition.words;
    this.#page = page;
  }

  /** Add listeners, once. The base class saves on every input inside the root. */
  connect() {
    this.root.addEventListener("input", () => this.changed());
  }

  /** The raw value in the DOM. */
  read() {
    throw new Error(`${this.id}: read() is missing`);
  }

  /** Put a clean value, or undefined for nothing, into the DOM. */
  write(value) {
    throw new Error(`${this.id}: write() is missing for ${typeof value}`);
  }

  /**
   * The screen opens.
   *
   * @param {object} answers every activity's value by id
   * @param {object} carried what comes from earlier modules: `module/activity` → {module, title, lines, value}
   */
  look(answers, carried) {
    void [answers, carried];
  }

  /** Call when the learner changed something. */
  changed() {
    this.#page.changed(this.id);
  }

  /** The interface word of this key: the type's own, or the shared one. `{name}` is filled from `values`. */
  ui(key, values) {
    return this.#page.ui(key, values);
  }

  /** The words of another activity. */
  wordsOf(id) {
    return this.#page.activity(id)?.words;
  }

  optionsOf(id) {
    return this.#page.activity(id)?.options;
  }

  /** The answer of another activity as readable lines: {label, text}. */
  linesOf(id) {
    return this.#page.lines(id);
  }

  /**
   * Change what comes from earlier modules; undefined where that can't be done here. Resolves to what comes now.
   *
   * It gets an object `module/activity` → what comes, or null for what the learner leaves behind.
   */
  get carry() {
    return this.#page.carry;
  }

  /**
   * The way to ask others by a link; undefined where there is none.
   *
   * {call: (method, whom) → {asks, address, picture}, now: what the page began with, renew: take in what came}
   */
  get asks() {
    return this.#page.asks;
  }

  /**
   * Where recordings of this answer go while it is shared; undefined where they stay on the device.
   *
   * {most: bytes, here: activity → digest of what is there, ask: the host's, answer: () → the answer, saved: () → whether the
   * host has all answers}
   */
  get uploads() {
    return this.#page.uploads;
  }

  /** How many characters a learner may bring along by hand; undefined where earlier answers come by themselves. */
  get carryRoom() {
    return this.#page.carryRoom;
  }

  /** Days that a facilitator set for this class, written `2027-03-20`, by the id of what they are of. */
  get dates() {
    return this.#page.dates;
  }

  /** What was chosen for this course, by choice: always one option of each that the module has. */
  get choices() {
    return this.#page.choices;
  }

  /** The id of the step the learner is in now; null on the start and end screens. */
  get step() {
    return this.#page.step();
  }

  /** The title of a step; undefined where there is none of that id. */
  titleOf(step) {
    return this.#page.stepTitle(step);
  }

  /** Take the learner to the screen of another activity. */
  go(id) {
    this.#page.go(id);
  }

  /** Names this learner's attempt on this device, where the host knows one: what may be kept in the browser
   * is kept under this name and not without it. */
  get deviceKey() {
    return this.#page.key;
  }
}
