/**
 * The same few fields, as many times as needed: one more, one away, and that one back.
 *
 * The page has all entries there may be (`data-entry`), so that it prints; those that nobody needs yet are not shown.
 */
import { find, findAll, sameJson } from "./dom.js";
import { readFields, writeFields } from "./form_fields.js";

export class Entries {
  #open;
  #shown = 0;
  #removed = null; // {records, at}: how it was, and which one went

  /**
   * @param {Element} root what holds the entries, `data-add`, and perhaps `data-removed` with a status and `data-undo`
   * @param {{open: number, changed: function, ui: function}} page how many stand open from the start; `changed` is
   *   called when entries move; `ui` knows the word `removed`
   */
  constructor(root, { open, changed, ui }) {
    this.#open = open;
    this.all = findAll("[data-entry]", root);
    this.add = find("[data-add]", root);
    this.add?.addEventListener("click", () => this.#addOne());
    this.status = find("[data-removed]", root);
    this.undo = find("[data-undo]", root);
    this.undo?.addEventListener("click", () => this.#putBack(changed));
    this.all.forEach((entry, at) => {
      const remove = find("[data-remove]", entry);
      if (!remove) return;
      remove.hidden = false;
      remove.addEventListener("click", () => this.#remove(at, changed, ui("removed")));
    });
  }

  read() {
    return this.all.map(readFields);
  }

  /** Show these records; more entries than they need stay open where they were. */
  write(records) {
    this.all.forEach((entry, at) => writeFields(entry, records[at] ?? {}));
    this.#shown = Math.max(this.#shown, this.#open, records.length);
    this.#show();
  }

  #show() {
    this.all.forEach((entry, at) => entry.classList.toggle("is-spare", at >= this.#shown));
    if (this.add) this.add.hidden = this.#shown >= this.all.length;
  }

  /** One that still stands empty is used before another is added. */
  #addOne() {
    const empty = this.all.slice(0, this.#shown).findIndex((entry) => sameJson(readFields(entry), blank(entry)));
    const next = empty < 0 ? this.#shown : empty;
    this.#shown = Math.max(this.#shown, next + 1);
    this.#forget();
    this.#show();
    find("[data-field]", this.all[next]).focus();
  }

  #remove(at, changed, said) {
    const records = this.read();
    this.#removed = { records, at, shown: this.#shown };
    this.#shown = Math.max(this.#open, this.#shown - 1);
    this.write(records.filter((_, index) => index !== at).slice(0, this.#shown));
    this.status.textContent = said;
    this.undo.hidden = false;
    this.undo.focus();
    changed();
  }

  #putBack(changed) {
    const { records, at, shown } = this.#removed;
    this.#forget();
    this.#shown = shown;
    this.write(records.slice(0, shown));
    find("[data-field]", this.all[at]).focus();
    changed();
  }

  #forget() {
    this.#removed = null;
    if (this.status) this.status.textContent = "";
    if (this.undo) this.undo.hidden = true;
  }
}

const blank = (entry) =>
  Object.fromEntries(Object.entries(readFields(entry)).map(([name, value]) => [name, typeof value === "boolean" ? false : ""]));
