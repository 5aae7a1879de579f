import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";

/** Two picks of one list in a table: in both, in one alone; and what the learner makes of it. */
export default class ComparePicks extends Activity {
  connect() {
    super.connect();
    this.area = find("textarea", this.root);
    grow(this.root);
  }

  read() {
    return this.area.value;
  }

  write(value = "") {
    setText(this.area, value);
  }

  look(answers) {
    const picks = this.options.from.map((id) => this.#picked(id, answers[id]));
    const [first, second] = picks.map((items) => new Set(items.map(({ key }) => key)));
    const all = [...picks[0], ...picks[1].filter(({ key }) => !first.has(key))];
    const group = ({ key }) => (!second.has(key) ? "first" : first.has(key) ? "both" : "second");
    for (const body of findAll("[data-group]", this.root)) {
      const items = all.filter((item) => group(item) === body.dataset.group);
      const rows = items.map(({ key, label }) => this.#row(label, [first.has(key), second.has(key)]));
      for (const row of findAll("[data-row]", body)) row.remove();
      body.append(...rows);
      body.classList.toggle("is-empty", rows.length === 0);
    }
    find("[data-table]", this.root).classList.toggle("is-empty", all.length === 0);
    this.#showWhatLacks(this.options.from.filter((id, index) => picks[index].length === 0));
  }

  /** What one activity's answer holds; something of one's own is the same where it is written the same. */
  #picked(id, { picked = [], own = [] } = {}) {
    const { items } = this.wordsOf(id);
    return [
      ...picked.map((key) => ({ key, label: items[key].label })),
      ...own.filter((text) => text !== "").map((text) => ({ key: `own ${text.trim().toLowerCase()}`, label: text })),
    ];
  }

  #row(label, ticks) {
    return make(
      "tr",
      { "data-row": "" },
      make("th", { scope: "row", dir: "auto" }, label),
      ...ticks.map((is) =>
        make(
          "td",
          { className: is ? "picks-yes" : "picks-no" },
          make("span", { className: "visually-hidden" }, this.ui(is ? "picked" : "not-picked")),
        ),
      ),
    );
  }

  #showWhatLacks(lacking) {
    find("[data-why]", this.root).textContent = this.ui(lacking.length > 1 ? "empty" : "one");
    find("[data-links]", this.root).replaceChildren(...lacking.map((id) => this.#link(id)));
    find("[data-empty]", this.root).hidden = lacking.length === 0;
  }

  #link(id) {
    const onclick = () => this.go(id);
    return make("button", { type: "button", className: "link-button", onclick }, this.ui("go", this.wordsOf(id)));
  }
}
