import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** Boxes to tick, with or without pictures, fields for one's own, and why. */
export default class Pick extends Activity {
  connect() {
    super.connect();
    this.count = find("[data-count]", this.root);
    this.boxes = findAll("input[type=checkbox]", this.root);
    this.own = findAll("[data-own]", this.root);
    this.why = find("[data-why]", this.root);
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return {
      picked: this.boxes.filter((box) => box.checked).map((box) => box.value),
      own: this.own.map((field) => field.value),
      why: this.why?.value ?? "",
    };
  }

  write(value = { picked: [], own: [], why: "" }) {
    for (const box of this.boxes) box.checked = value.picked.includes(box.value);
    this.own.forEach((field, index) => {
      const text = value.own[index] ?? "";
      if (field.value !== text) field.value = text;
    });
    if (this.why) setText(this.why, value.why);
    this.#show();
  }

  #show() {
    for (const field of this.own) field.closest(".pick-own").classList.toggle("is-filled", !isBlank(field.value));
    const { picked, own } = this.read();
    const n = picked.length + own.filter((text) => !isBlank(text)).length;
    const needed = this.options.done.picks;
    const key = n >= needed ? "enough" : n > 0 ? "some" : needed === 1 ? "none-of-one" : "none";
    const words = this.ui(key, { n, needed });
    if (this.count.textContent !== words) this.count.textContent = words;
  }
}
