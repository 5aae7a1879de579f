import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";
import { clockTime } from "./rules.js";

/** The parts of a pitch, how long each takes, and what that adds up to. */
export default class PitchPlan extends Activity {
  connect() {
    super.connect();
    this.times = findAll("[data-time]", this.root);
    this.total = find("[data-total]", this.root);
    find("[data-sum]", this.root).hidden = false;
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
    this.#offerClock();
  }

  read() {
    return { texts: readFields(this.root), seconds: this.seconds };
  }

  write(value = { texts: {}, seconds: {} }) {
    writeFields(this.root, value.texts);
    for (const time of this.times) time.value = value.seconds[time.dataset.time] ?? "";
    this.#show();
  }

  /** The screen opens: nobody is rehearsing. */
  look() {
    this.rehearsal?.stop();
  }

  /** Planned seconds by part; those without are absent. */
  get seconds() {
    return Object.fromEntries(this.times.filter(({ value }) => value).map((time) => [time.dataset.time, Number(time.value)]));
  }

  /** What the clock needs is loaded when somebody rehearses. */
  #offerClock() {
    const clock = find("[data-clock]", this.root);
    if (!clock) return;
    clock.hidden = false;
    find("[data-start]", clock).addEventListener("click", async () => {
      const { Rehearsal } = await import("./rehearsal.js");
      this.rehearsal ??= new Rehearsal(clock, (key, values) => this.ui(key, values));
      this.rehearsal.start(this.options.parts.map((id) => ({ label: this.words.parts[id].label, planned: this.seconds[id] ?? 0 })));
    });
  }

  #show() {
    const most = this.options.total * 60;
    const parts = this.options.parts.map((id) => this.seconds[id] ?? 0);
    const sum = parts.reduce((all, one) => all + one, 0);
    const over = sum - most;
    const key = over > 0 ? "over" : over < 0 ? "left" : "fits";
    const words = this.ui(key, { sum: clockTime(sum), most: clockTime(most), rest: clockTime(Math.abs(over)) });
    if (this.total.textContent !== words) this.total.textContent = words;
    const slices = [...parts, Math.max(0, -over)].map((seconds, index) => {
      const slice = make("span", { className: index === parts.length ? "" : "pitch-slice" });
      slice.style.flexGrow = seconds;
      return slice;
    });
    find("[data-bar]", this.root).replaceChildren(...slices);
  }
}
