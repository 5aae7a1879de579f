import { Activity } from "../../runtime/activity.js";
import { find, findAll, make, sameJson } from "../../runtime/dom.js";
import { grow } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** The learner's own questions, each in a field of its own: to change one is to type in it. */
export default class Questions extends Activity {
  #removed = null;
  #made = 0;

  connect() {
    super.connect();
    this.list = find("[data-list]", this.root);
    this.status = find("[data-status]", this.root);
    this.undo = find("[data-undo]", this.root);
    this.add = find("[data-add]", this.root);
    this.add.addEventListener("click", () => this.#room().focus());
    this.root.addEventListener("input", () => this.#show());
    this.undo.addEventListener("click", () => this.#putBack());
  }

  read() {
    return findAll("li", this.list).map((row) => ({ step: row.dataset.step, text: find("textarea", row).value }));
  }

  write(value = []) {
    const asked = this.read().filter(({ text }) => !isBlank(text));
    // What is on the screen already may hold the caret, and an empty field to begin in.
    if (sameJson(asked, value) && this.list.childElementCount > 0) return;
    this.list.replaceChildren(...value.map((question) => this.#row(question)));
    grow(this.list);
    this.#show();
  }

  /** The dialog opens: there is always room for one more question. */
  look() {
    this.#forget();
    this.#room();
  }

  /** An empty field at the end. */
  #room() {
    // One that was left empty in another step would carry that step's name.
    for (const row of findAll("li", this.list)) if (isBlank(find("textarea", row).value)) row.remove();
    const row = this.#row({ step: this.step ?? "", text: "" });
    this.list.append(row);
    grow(row);
    this.#show();
    return find("textarea", row);
  }

  /** An empty field needs no button to take it away, and no second empty field beside it. */
  #show() {
    const rows = findAll("li", this.list);
    for (const row of rows) find("button", row).hidden = isBlank(find("textarea", row).value);
    this.add.hidden = rows.some((row) => find("button", row).hidden);
  }

  #row({ step, text }) {
    this.#made += 1;
    const id = `${this.id}-${this.#made}`;
    const area = make("textarea", { id, rows: 2, dir: "auto", value: text });
    const remove = make("button", { type: "button", className: "quiet-button questions-remove" }, this.ui("remove"));
    const label = make("label", { className: "field-label", htmlFor: id }, this.ui("label"));
    const title = this.titleOf(step);
    if (title) label.append(make("span", { className: "questions-step" }, ` · ${title}`));
    const row = make("li", { className: "questions-row field" }, label, area, remove);
    row.dataset.step = step;
    remove.setAttribute("aria-describedby", id);
    remove.addEventListener("click", () => this.#remove(row));
    return row;
  }

  #remove(row) {
    this.#removed = { row, before: row.nextElementSibling };
    row.remove();
    this.status.textContent = this.ui("removed");
    this.undo.hidden = false;
    this.undo.focus();
    this.#show();
    this.changed();
  }

  #putBack() {
    const { row, before } = this.#removed;
    this.list.insertBefore(row, before?.isConnected ? before : null);
    this.#forget();
    this.#show();
    find("textarea", row).focus();
    this.changed();
  }

  #forget() {
    this.#removed = null;
    this.status.textContent = "";
    this.undo.hidden = true;
  }
}
