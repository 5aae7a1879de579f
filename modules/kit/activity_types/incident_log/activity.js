import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { Entries } from "../../runtime/entries.js";
import { grow } from "../../runtime/grow.js";

/** Dated moments. A field that seems to hold who somebody is says so, gently; nothing is held back or sent. */
export default class IncidentLog extends Activity {
  connect() {
    super.connect();
    this.entries = new Entries(this.root, {
      open: this.options.open,
      ui: (key) => this.ui(key),
      changed: () => {
        this.#lookAtAll();
        this.changed();
      },
    });
    this.areas = findAll("textarea", this.root);
    // Not while somebody is still typing.
    for (const area of this.areas) area.addEventListener("change", () => this.#lookAt(area).catch(console.warn));
    grow(this.root);
  }

  read() {
    return this.entries.read();
  }

  write(value = []) {
    this.entries.write(value);
    this.#lookAtAll();
  }

  #lookAtAll() {
    for (const area of this.areas) this.#lookAt(area).catch(console.warn);
  }

  async #lookAt(area) {
    const note = find("[data-warn]", area.parentElement);
    if (area.value === "" && note.textContent === "") return;
    const { tellsWho } = await import("./tells_who.js");
    const found = tellsWho(area.value);
    const words = found ? this.ui(`warn-${found.kind}`, { found: found.text }) : "";
    if (note.textContent !== words) note.textContent = words;
  }
}
