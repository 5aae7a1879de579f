import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { best, numbersOf } from "../../runtime/ratings.js";

const MANY = 3; // more names than this say nothing

/** Groups of statements, one group open at a time; a group that is complete says what stands at its top. */
export default class Rate extends Activity {
  connect() {
    super.connect();
    this.groups = findAll("[data-group]", this.root).map((element) => new Group(element, this.words.groups));
    this.groups.forEach((group, index) => {
      group.element.open = index === 0;
      const next = this.groups[index + 1];
      if (!next) return;
      group.next.textContent = this.ui("next", { title: next.title });
      group.next.addEventListener("click", () => this.#goOn(group, next));
    });
    this.root.addEventListener("input", () => this.#show());
  }

  read() {
    const value = {};
    for (const { item, number } of this.groups.flatMap((group) => group.rated)) (value[number] ??= []).push(item);
    return value;
  }

  write(value) {
    const numbers = numbersOf(value);
    for (const { radios, item } of this.groups.flatMap((group) => group.items)) {
      for (const radio of radios) radio.checked = Number(radio.value) === numbers.get(item);
    }
    this.#show();
  }

  /** The first group that is not complete stands open. */
  look() {
    const next = this.groups.find((group) => !group.isComplete);
    for (const group of this.groups) group.element.open = group === next;
  }

  #goOn(group, next) {
    group.element.open = false;
    next.element.open = true;
    next.head.focus();
    next.head.scrollIntoView({ block: "start" });
  }

  #show() {
    const numbers = numbersOf(this.read());
    for (const group of this.groups) {
      const [n, total] = [group.rated.length, group.items.length];
      group.count.textContent = this.ui("count", { n, total });
      group.element.classList.toggle("is-answered", group.isComplete);
      if (group.next) group.next.hidden = !group.isComplete;
      const first = group.isComplete ? best(group.items.map(({ item }) => item), numbers) : [];
      const names = first.slice(0, MANY).map((item) => this.words.items[item].label).join(", ");
      group.best.textContent = first.length > MANY ? `${names} …` : names;
      const text = first.length === 0 ? "" : this.#top(first.length, names);
      if (group.top.textContent !== text) group.top.textContent = text;
    }
  }

  #top(n, names) {
    return n > MANY ? this.ui("top-many", { n }) : this.ui("top", { names });
  }
}

class Group {
  constructor(element, titles) {
    this.element = element;
    this.title = titles[element.dataset.group];
    this.head = find("summary", element);
    this.count = find("[data-count]", element);
    this.top = find("[data-top]", element);
    this.best = find("[data-best]", element);
    this.next = find("[data-next]", element);
    this.items = findAll("[data-item]", element).map((one) => ({
      item: one.dataset.item,
      radios: findAll("input", one),
    }));
  }

  get rated() {
    return this.items.flatMap(({ item, radios }) => {
      const chosen = radios.find((radio) => radio.checked);
      return chosen ? [{ item, number: chosen.value }] : [];
    });
  }

  get isComplete() {
    return this.rated.length === this.items.length;
  }
}
