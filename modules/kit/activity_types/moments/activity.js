import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** Two lists that begin short and grow on demand, and what they have in common. */
export default class Moments extends Activity {
  connect() {
    super.connect();
    this.lists = findAll("[data-kind]", this.root).map((element) => new List(element, this.options.done.each));
    this.pattern = find("[data-pattern]", this.root);
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    const moments = Object.fromEntries(this.lists.map(({ kind, texts }) => [kind, texts]));
    return { ...moments, pattern: this.pattern.value };
  }

  write(value = { green: [], red: [], pattern: "" }) {
    for (const list of this.lists) list.write(value[list.kind]);
    setText(this.pattern, value.pattern);
    this.#show();
  }

  #show() {
    const needed = this.options.done.each;
    for (const { texts, count } of this.lists) {
      const n = texts.filter((text) => !isBlank(text)).length;
      const words = this.ui(n < needed ? "some" : "enough", { n, needed });
      if (count.textContent !== words) count.textContent = words;
    }
  }
}

class List {
  constructor(element, least) {
    find("h4", element).setAttribute("aria-level", "2"); // right below the task, which is the screen's first
    this.kind = element.dataset.kind;
    this.least = least;
    this.places = findAll("[data-moment]", element);
    this.areas = this.places.map((place) => find("textarea", place));
    this.count = find("[data-count]", element);
    this.more = find("[data-more]", element);
    this.more.addEventListener("click", () => {
      const shown = this.#shown;
      this.#reveal(shown + 1);
      this.areas[shown].focus();
    });
  }

  get texts() {
    return this.areas.map((area) => area.value);
  }

  get #shown() {
    return this.places.filter((place) => !place.hidden).length;
  }

  write(moments) {
    this.areas.forEach((area, index) => setText(area, moments[index] ?? ""));
    this.#reveal(Math.max(this.least, moments.length));
  }

  #reveal(count) {
    this.places.forEach((place, index) => (place.hidden = index >= count));
    this.more.hidden = count >= this.places.length;
  }
}
