import { Activity } from "../../runtime/activity.js";
import { find } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** Then and now beside each other, as a drawing and a table; and a text about it that may be skipped. */
export default class Growth extends Activity {
  connect() {
    super.connect();
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return readFields(this.root);
  }

  write(value = {}) {
    writeFields(this.root, value);
    this.#show();
  }

  look(answers, carried) {
    const shown = import("./chart.js").then(({ compare }) => compare(this, answers, carried));
    shown.catch(console.warn); // the answers say the same
  }

  #show() {
    find("[data-skip]", this.root).hidden = !isBlank(this.read().text);
  }
}
