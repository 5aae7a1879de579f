import { Activity } from "../../runtime/activity.js";
import { find } from "../../runtime/dom.js";
import { Entries } from "../../runtime/entries.js";
import { isBlank } from "../../runtime/text.js";

/** A list of people and groups, and the map that it draws. */
export default class StakeholderMap extends Activity {
  connect() {
    super.connect();
    this.stage = find("[data-stage]", this.root);
    this.count = find("[data-count]", this.root);
    this.entries = new Entries(find("[data-people]", this.root), {
      open: this.options.open,
      ui: (key) => this.ui(key),
      changed: () => {
        this.#show();
        this.changed();
      },
    });
    this.root.addEventListener("input", () => this.#show());
  }

  read() {
    return this.entries.read();
  }

  write(value = []) {
    this.entries.write(value);
    this.#show();
  }

  #show() {
    const named = this.read().filter(({ name }) => !isBlank(name));
    const loose = named.filter(({ ring }) => ring === "").length;
    const isDrawn = named.length > loose;
    find("[data-key]", this.root).hidden = !isDrawn;
    if (isDrawn) this.#draw().catch(console.warn); // the list says the same
    else this.stage.replaceChildren();
    const words = this.#said(named, loose);
    if (this.count.textContent !== words) this.count.textContent = words;
  }

  async #draw() {
    const { drawRings } = await import("./map.js");
    const drawing = drawRings(this.read(), { ...this.options, centre: this.words.centre, stage: this.stage });
    this.stage.replaceChildren(...(drawing ? [drawing] : []));
  }

  /** What is still to do, one thing at a time. */
  #said(named, loose) {
    const { people, forgotten } = this.options.done;
    if (named.length < people) return this.ui("some", { n: named.length, needed: people });
    if (named.filter((one) => one.forgotten).length < forgotten) return this.ui("who-is-forgotten");
    if (loose > 0) return this.ui("loose", { n: loose });
    return this.ui("enough", { n: named.length });
  }
}
