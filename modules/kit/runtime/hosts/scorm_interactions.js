/**
 * What a facilitator reads in the platform's report: one interaction per answer that the learner shared.
 *
 * An answer that is the learner's own is never here, in no form. SCORM can't take an interaction away, so one
 * that is shared no longer is overwritten.
 */
import { cut, oneLine } from "./scorm_text.js";

const WITHDRAWN = "-";

export class Interactions {
  #api;
  #form;
  #module;
  #places;

  /**
   * @param {ScormApi} api
   * @param {{longest: number, type: string, time: [string, function], response: string, description?: number}} form
   *   how this version of SCORM writes them
   * @param {object} module the page's module data
   * @param {string[]} places the activities that have an interaction, by its number; grows here
   */
  constructor(api, form, module, places) {
    this.#api = api;
    this.#form = form;
    this.#module = module;
    this.#places = places;
    const count = Number.parseInt(api.get("cmi.interactions._count"), 10);
    /** Whether the platform takes interactions at all. */
    this.works = Number.isInteger(count);
    // Some platforms start each session with an empty list: then ours starts anew as well.
    if (count < places.length) places.length = 0;
  }

  /** Bring the platform's list in line with the answers. `lines` are their readable lines by activity id. */
  write(answers, lines) {
    for (const { id, words } of this.#module.activities) {
      if (!this.works) return;
      const known = this.#places.includes(id);
      if (isShared(answers[id]) && lines[id]?.length) this.#put(id, words, asOneLine(lines[id]));
      else if (known && !isShared(answers[id])) this.#put(id, words, WITHDRAWN);
    }
  }

  #put(id, words, text) {
    const { type, time, response, description, longest } = this.#form;
    const number = this.#places.includes(id) ? this.#places.indexOf(id) : this.#places.length;
    const at = (part) => `cmi.interactions.${number}.${part}`;
    if (number === this.#places.length) {
      // Underscores: Moodle shows the id as the question, and other platforms refuse hyphens.
      this.works = this.#api.set(at("id"), id.replaceAll("-", "_"));
      if (!this.works) return;
      this.#places.push(id);
      this.#api.set(at("type"), type);
      if (description) this.#api.set(at("description"), cut(oneLine(words.ask ?? words.title ?? id), description));
      this.#api.set(at("result"), "neutral");
    }
    const answer = cut(text, longest);
    if (this.#api.has(at(response), answer)) return;
    this.#api.set(at(time[0]), time[1](new Date()));
    this.#api.set(at(response), answer);
  }
}

const isShared = (answer) => Boolean(answer) && answer.audience !== "learner";

const asOneLine = (lines) => lines.map(({ label, text }) => oneLine(label ? `${label}: ${text}` : text)).join(" ¶ ");
