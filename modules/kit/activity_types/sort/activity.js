import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";

/** Statements with a box to choose each. Looking at them says what to think of, and nothing is wrong for good. */
export default class Sort extends Activity {
  connect() {
    super.connect();
    this.items = findAll("[data-item]", this.root).map((element) => new Item(element, this));
    this.status = find("[data-status]", this.root);
    const look = find("[data-look]", this.root);
    look.hidden = false;
    find("button", look).addEventListener("click", () => this.#look());
  }

  read() {
    return readFields(this.root);
  }

  write(value = {}) {
    const before = this.read();
    writeFields(this.root, value);
    for (const item of this.items) if (before[item.name] !== (value[item.name] ?? "")) item.say("");
  }

  #look() {
    const chosen = this.read();
    for (const item of this.items) item.look(chosen[item.name]);
    const total = this.items.length;
    const n = this.items.filter(({ name }) => chosen[name] !== "").length;
    const again = this.items.filter(({ isToSeeAgain }) => isToSeeAgain).length;
    const key = n < total ? "open" : again === 1 ? "again-one" : again > 1 ? "again" : "all";
    this.status.textContent = this.ui(`status-${key}`, { n, total, again });
  }
}

class Item {
  isToSeeAgain = false;

  constructor(element, activity) {
    this.element = element;
    this.name = element.dataset.item;
    this.activity = activity;
    this.words = activity.words.items[this.name];
    this.said = find("[data-said]", element);
    this.tell = find("[data-tell]", element);
    // What was said was about the choice before.
    element.addEventListener("input", () => this.say(""));
    this.tell.addEventListener("click", () => {
      this.say(this.words.why);
      find("input:checked", this.element).focus();
    });
  }

  look(box) {
    const right = this.activity.options.key[this.name];
    if (box === "") return this.say("");
    if (!right) return this.say(this.activity.ui("no-key", this.words));
    if (box === right) return this.say(this.activity.ui("fits", this.words));
    this.say(this.activity.ui("once-more", this.words));
    this.isToSeeAgain = true;
    this.tell.hidden = false;
  }

  say(words) {
    this.said.textContent = words;
    this.isToSeeAgain = false;
    this.tell.hidden = true;
  }
}
