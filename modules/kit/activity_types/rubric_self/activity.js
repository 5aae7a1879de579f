import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";

/** Criteria with a level to choose and a reason to write. */
export default class RubricSelf extends Activity {
  connect() {
    super.connect();
    this.items = findAll("[data-criterion]", this.root);
    this.count = find("[data-count]", this.root);
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return Object.fromEntries(this.items.map((item) => [item.dataset.criterion, readFields(item)]));
  }

  write(value = {}) {
    for (const item of this.items) writeFields(item, value[item.dataset.criterion] ?? {});
    this.#show();
  }

  #show() {
    const chosen = this.items.map((item) => readFields(item).level !== "");
    this.items.forEach((item, at) => item.classList.toggle("is-answered", chosen[at]));
    const words = this.ui("count", { n: chosen.filter(Boolean).length, total: chosen.length });
    if (this.count.textContent !== words) this.count.textContent = words;
  }
}
