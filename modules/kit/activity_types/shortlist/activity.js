import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** A few rows of the same fields; those in use are shown, and the next one on demand. */
export default class Shortlist extends Activity {
  connect() {
    super.connect();
    this.rows = findAll("[data-row]", this.root);
    this.shown = this.options.open;
    this.add = find("[data-add]", this.root);
    this.add?.addEventListener("click", (event) => event.target.closest("button") && this.#addRow());
    grow(this.root);
  }

  read() {
    return this.rows.map((row) => Object.fromEntries(areas(row).map((area) => [area.dataset.field, area.value])));
  }

  write(value = []) {
    this.rows.forEach((row, index) => {
      for (const area of areas(row)) setText(area, value[index]?.[area.dataset.field] ?? "");
    });
    this.shown = Math.max(this.shown, value.length);
    this.#show();
  }

  #show() {
    this.rows.forEach((row, index) => row.classList.toggle("is-spare", index >= this.shown));
    if (this.add) this.add.hidden = this.shown >= this.rows.length;
  }

  /** A row that still stands empty is used before another is added. */
  #addRow() {
    const empty = this.rows.slice(0, this.shown).findIndex((row) => areas(row).every((area) => isBlank(area.value)));
    const next = empty < 0 ? this.shown : empty;
    this.shown = Math.max(this.shown, next + 1);
    this.#show();
    find("textarea", this.rows[next]).focus();
  }
}

const areas = (row) => findAll("textarea", row);
