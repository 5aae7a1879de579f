/** A calm clock to rehearse with: it counts up, says which part it is, and never hurries. Loaded when somebody rehearses. */
import { find } from "../../runtime/dom.js";
import { clockTime } from "./rules.js";

export class Rehearsal {
  #parts = [];
  #at = 0;
  #begun = 0; // ms, of the whole
  #partBegun = 0;
  #timer = 0;

  constructor(root, ui) {
    this.ui = ui;
    [this.now, this.passed, this.begin, this.onward, this.end] = ["now", "passed", "start", "onward", "stop"].map((name) =>
      find(`[data-${name}]`, root),
    );
    this.onward.addEventListener("click", () => this.#next());
    this.end.addEventListener("click", () => {
      this.stop();
      this.begin.focus();
    });
  }

  /** @param {{label: string, planned: number}[]} parts with the seconds that were planned */
  start(parts) {
    this.#parts = parts;
    this.#begun = performance.now();
    this.#go(0);
    this.begin.hidden = true;
    for (const part of [this.onward, this.end, this.passed]) part.hidden = false;
    this.onward.focus();
    clearInterval(this.#timer);
    this.#timer = setInterval(() => this.#tick(), 1000);
  }

  stop(said = "") {
    clearInterval(this.#timer);
    this.begin.hidden = false;
    for (const part of [this.onward, this.end, this.passed]) part.hidden = true;
    this.now.textContent = said;
  }

  #next() {
    if (this.#at + 1 < this.#parts.length) return this.#go(this.#at + 1);
    this.stop(this.ui("told", { time: clockTime(this.#seconds(this.#begun)) }));
    this.begin.focus();
  }

  #go(at) {
    this.#at = at;
    this.#partBegun = performance.now();
    const { label, planned } = this.#parts[at];
    const values = { part: label, n: at + 1, total: this.#parts.length, time: clockTime(planned) };
    this.now.textContent = this.ui(planned ? "now" : "now-free", values);
    this.#tick();
  }

  /** Not read aloud: whoever rehearses is speaking. */
  #tick() {
    const values = { part: clockTime(this.#seconds(this.#partBegun)), all: clockTime(this.#seconds(this.#begun)) };
    this.passed.textContent = this.ui("passed", values);
  }

  #seconds(since) {
    return Math.floor((performance.now() - since) / 1000);
  }
}
