/**
 * How far a learner is in each step, for who reads the platform's report: one objective per step.
 *
 * It says that something is done and never what: no answer, and no title of an answer. Like the status of the whole it
 * only goes up.
 */
import { cut, oneLine } from "./scorm_text.js";

const STATUSES = ["not attempted", "incomplete", "completed"];

export class Objectives {
  #api;
  #form;
  #steps;
  #places; // step → {number, share}; null where the platform takes none, undefined before it was asked

  /**
   * @param {ScormApi} api
   * @param {{status: string, progress?: string, description?: number}} form what this version of SCORM calls its parts
   * @param {{steps: object[], activities: object[]}} module the page's module data
   */
  constructor(api, form, { steps, activities }) {
    this.#api = api;
    this.#form = form;
    const isRequired = (id) => activities.some((one) => one.id === id && one.required);
    this.#steps = steps.map(({ id, title, activities: all }) => {
      const required = all.filter(isRequired);
      // Underscores: some platforms refuse hyphens.
      return { name: id.replaceAll("-", "_"), title, wanted: required.length ? required : all };
    });
  }

  /** @param {string[]} done the ids of all done activities */
  write(done) {
    if (this.#places === undefined) this.#places = this.#find();
    for (const step of this.#places ? this.#steps : []) {
      const count = step.wanted.filter((id) => done.includes(id)).length;
      this.#put(step, count / step.wanted.length);
    }
  }

  /** The objectives that the platform has; null where it takes none. */
  #find() {
    const count = Number.parseInt(this.#api.get("cmi.objectives._count"), 10);
    if (!Number.isInteger(count)) return null;
    const found = new Map();
    for (let number = 0; number < count; number++) {
      const at = (part) => this.#api.get(`cmi.objectives.${number}.${part}`);
      found.set(at("id"), { number, share: this.#read(at) });
    }
    return found;
  }

  #read(at) {
    const { status, progress } = this.#form;
    const share = progress ? Number.parseFloat(at(progress)) || 0 : 0;
    return at(status) === "completed" ? 1 : share;
  }

  #put({ name, title }, share) {
    const { status, progress, description } = this.#form;
    const place = this.#places.get(name) ?? { number: this.#places.size, share: 0 };
    place.share = Math.max(place.share, share);
    const set = (part, value) => this.#api.set(`cmi.objectives.${place.number}.${part}`, value);
    if (!this.#places.has(name)) {
      if (!set("id", name)) return;
      this.#places.set(name, place);
      if (description) set("description", cut(oneLine(title), description));
    }
    set(status, STATUSES[place.share === 0 ? 0 : place.share < 1 ? 1 : 2]);
    if (progress) set(progress, Math.round(place.share * 1000) / 1000);
  }
}
