import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { Roving } from "../../runtime/roving.js";
import { buttonsIn } from "../../runtime/word_buttons.js";
import { bare } from "./rules.js";

/** A text whose words underline when they are tapped. */
export default class Underline extends Activity {
  connect() {
    super.connect();
    const text = find("[data-text]", this.root);
    const paragraphs = this.words.text.split(/\n\s*\n/u);
    text.replaceChildren(...paragraphs.map((part) => make("p", {}, ...buttonsIn(part.trim(), "underline"))));
    text.setAttribute("role", "group");
    text.setAttribute("aria-labelledby", `h-${this.id}`);
    this.roving = new Roving(text);
    this.buttons = namesOf(this.roving.over("button"));
    this.chosen = new Set();
    for (const [name, button] of this.buttons) button.addEventListener("click", () => this.#toggle(name));
  }

  /** In the order of the text; words of another version of the text come last and stay. */
  read() {
    const here = [...this.buttons.keys()].filter((name) => this.chosen.has(name));
    return [...here, ...[...this.chosen].filter((name) => !this.buttons.has(name))];
  }

  write(value = []) {
    this.chosen = new Set(value);
    this.#show();
  }

  #toggle(name) {
    if (!this.chosen.delete(name)) this.chosen.add(name);
    this.#show();
    this.changed();
  }

  #show() {
    for (const [name, button] of this.buttons) button.setAttribute("aria-pressed", String(this.chosen.has(name)));
    const names = this.read();
    const list = find("[data-chosen]", this.root);
    list.hidden = names.length === 0;
    list.replaceChildren(...names.map((name) => this.#chip(name)));
    const [n, needed] = [names.length, this.options.done.words];
    const words = this.ui(n >= needed ? "enough" : n > 0 ? "some" : "none", { n, needed });
    const count = find("[data-count]", this.root);
    if (count.textContent !== words) count.textContent = words;
  }

  #chip(name) {
    const word = bare(name);
    const onclick = () => {
      const place = this.read().indexOf(name);
      this.#toggle(name);
      const others = findAll("[data-chosen] button", this.root);
      (others[Math.min(place, others.length - 1)] ?? find("[tabindex='0']", this.root)).focus();
    };
    const ariaLabel = this.ui("drop", { word });
    return make("li", {}, word, make("button", { type: "button", className: "underline-drop", ariaLabel, onclick }, "×"));
  }
}

/** Each button under its word, with a number where the word stood before: `energy`, `energy#2`. */
function namesOf(buttons) {
  const seen = new Map();
  return new Map(
    buttons.map((button) => {
      const word = button.textContent;
      const n = (seen.get(word) ?? 0) + 1;
      seen.set(word, n);
      return [n > 1 ? `${word}#${n}` : word, button];
    }),
  );
}
