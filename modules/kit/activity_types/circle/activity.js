import { Activity } from "../../runtime/activity.js";
import { Constellation } from "../../runtime/constellation.js";
import { find, findAll } from "../../runtime/dom.js";
import { isBlank } from "../../runtime/text.js";

/** A list of fields, and a drawing that fills as you type. */
export default class Circle extends Activity {
  connect() {
    super.connect();
    this.fields = new Map(findAll("[data-slot]", this.root).map((item) => [item.dataset.slot, find("input", item)]));
    const labels = [...this.fields.keys()].map((slot) => this.words.slots[slot].label);
    this.drawing = new Constellation(find("[data-stage]", this.root), this.words.centre, labels, (index) =>
      [...this.fields.values()][index].focus(),
    );
    [...this.fields.values()].forEach((input, index, inputs) => {
      input.addEventListener("input", () => this.#fill(index, input));
      input.addEventListener("focus", () => this.drawing.light(index));
      input.addEventListener("blur", () => this.drawing.light(null));
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) inputs[index + 1]?.focus();
      });
    });
  }

  read() {
    return Object.fromEntries([...this.fields].map(([slot, input]) => [slot, input.value]));
  }

  write(value = {}) {
    [...this.fields].forEach(([slot, input], index) => {
      if (input.value !== (value[slot] ?? "")) input.value = value[slot] ?? "";
      this.#fill(index, input);
    });
  }

  #fill(index, input) {
    this.drawing.fill(index, input.value);
    input.closest("[data-slot]").classList.toggle("is-filled", !isBlank(input.value));
  }
}
