import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";

/** A list with a choice each. Looking at it together says what fits, in words, as often as one likes. */
export default class Match extends Activity {
  connect() {
    super.connect();
    this.items = findAll("[data-name]", this.root).map((element) => new Item(element, this));
    this.status = find("[data-status]", this.root);
    const look = find("[data-look]", this.root);
    look.hidden = false;
    find("button", look).addEventListener("click", () => this.#lookAtAll());
  }

  read() {
    return Object.fromEntries(this.items.map(({ name, select }) => [name, select.value]));
  }

  write(value = {}) {
    for (const item of this.items) {
      if (item.select.value === (value[item.name] ?? "")) continue;
      item.select.value = value[item.name] ?? "";
      item.say("");
    }
  }

  #lookAtAll() {
    for (const item of this.items) item.check();
    const total = this.items.length;
    const n = this.items.filter((item) => item.isRight).length;
    const key = n === total ? "all" : this.items.some((item) => item.isEmpty) ? "open" : "some";
    this.status.textContent = this.ui(`status-${key}`, { n, total });
  }
}

class Item {
  #tries = 0;

  constructor(element, activity) {
    this.element = element;
    this.name = element.dataset.name;
    this.activity = activity;
    this.words = activity.words.pairs[this.name];
    this.select = find("select", element);
    this.said = find("[data-said]", element);
    this.tell = find("[data-tell]", element);
    // What was said was about the choice before.
    this.select.addEventListener("input", () => this.say(""));
    this.tell.addEventListener("click", () => this.#tell());
  }

  get isEmpty() {
    return this.select.value === "";
  }

  get isRight() {
    return this.select.value === this.activity.options.pairs[this.name];
  }

  check() {
    if (this.isEmpty) return this.say("");
    if (this.isRight) return this.say(this.activity.ui("right", this.words));
    this.#tries += 1;
    this.say(this.activity.ui("not-yet", this.words));
    // Whoever is stuck can always go on.
    this.tell.hidden = this.#tries < 2;
  }

  say(words) {
    this.said.textContent = words;
    this.element.classList.toggle("is-answered", words !== "" && this.isRight);
    this.tell.hidden = true;
  }

  #tell() {
    this.select.value = this.activity.options.pairs[this.name];
    this.say(this.activity.ui("told", this.words));
    this.select.focus();
    this.activity.changed();
  }
}
