import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { localeOf } from "../../runtime/words.js";

/** Steps to tick. A ticked one shows where to read more and, if it has no day, a field to note when. */
export default class NextSteps extends Activity {
  connect() {
    super.connect();
    this.steps = findAll("[data-item]", this.root).map((element) => new Step(element));
    const days = { ...this.options.days, ...this.dates };
    for (const step of this.steps) step.setDay(days[step.item], (key, day) => this.ui(key, { day }));
    this.root.addEventListener("input", () => this.#show());
  }

  read() {
    return {
      planned: this.steps.filter(({ box }) => box.checked).map(({ item }) => item),
      when: Object.fromEntries(this.steps.map(({ item, when }) => [item, when.value])),
    };
  }

  write(value = { planned: [], when: {} }) {
    for (const { item, box, when } of this.steps) {
      box.checked = value.planned.includes(item);
      const text = value.when[item] ?? "";
      if (when.value !== text) when.value = text;
    }
    this.#show();
  }

  #show() {
    for (const step of this.steps) step.show();
  }
}

class Step {
  constructor(element) {
    this.element = element;
    this.item = element.dataset.item;
    this.box = find("input[type=checkbox]", element);
    this.when = find("input[type=text]", element);
  }

  /** `day` is written `2027-03-20`, or undefined where nobody knows it. */
  setDay(day, ui) {
    this.day = day;
    if (!day) return;
    const date = new Date(`${day}T12:00:00`);
    const isPast = date < new Date().setHours(0, 0, 0, 0);
    const options = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
    const words = new Intl.DateTimeFormat(localeOf(document.documentElement.lang), options).format(date);
    find("[data-day]", this.element).textContent = ui(isPast ? "past" : "day", words);
    this.element.classList.toggle("is-past", isPast);
  }

  show() {
    this.element.classList.toggle("is-answered", this.box.checked);
    const more = find("[data-more]", this.element);
    if (more) more.hidden = !this.box.checked;
    // A note that is there stays in sight, also where a day was set meanwhile.
    find("[data-when]", this.element).hidden = !this.box.checked || (Boolean(this.day) && this.when.value === "");
  }
}
