import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** The prompts of the frame that the course chose; what was written in another one stays at hand below. */
export default class Scaffold extends Activity {
  connect() {
    super.connect();
    this.frames = findAll("[data-frame]", this.root);
    this.others = find("[data-others]", this.root);
    const chosen = this.choices[this.options.choice];
    this.now = this.frames.find(({ dataset }) => dataset.frame === chosen) ?? this.frames[0];
    this.others.append(...this.frames.filter((frame) => frame !== this.now));
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return Object.fromEntries(this.frames.map((frame) => [frame.dataset.frame, readFields(frame)]));
  }

  write(value = {}) {
    for (const frame of this.frames) {
      writeFields(frame, value[frame.dataset.frame] ?? {});
      frame.hidden = frame !== this.now && !value[frame.dataset.frame];
    }
    this.others.hidden = this.frames.every((frame) => frame === this.now || frame.hidden);
    this.#show();
  }

  #show() {
    const texts = Object.values(readFields(this.now));
    const n = texts.filter((text) => !isBlank(text)).length;
    const words = this.ui("count", { n, total: texts.length });
    const count = find("[data-count]", this.root);
    if (count.textContent !== words) count.textContent = words;
  }
}
