import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { flower } from "../../runtime/petals.js";
import { best, numbersOf } from "../../runtime/ratings.js";

/** The result of a rating as a drawing and a table to choose from, and a card for each choice. */
export default class TopOf extends Activity {
  numbers = new Map();
  // By item, also of one that is not chosen now: who takes it back finds it as it was.
  said = { fit: {}, where: {} };

  connect() {
    super.connect();
    this.rows = findAll("[data-item]", this.root).map((element) => new Row(element));
    this.cards = findAll("[data-card]", this.root).map((element) => new Card(element));
    this.status = find("[data-status]", this.root);
    this.table = find("[data-table]", this.root);
    for (const row of this.rows) row.box.addEventListener("input", (event) => this.#choose(row, event));
    for (const [index, card] of this.cards.entries()) {
      card.area.addEventListener("input", () => (this.said.where[this.top[index]] = card.area.value));
      card.fits.addEventListener("input", (event) => (this.said.fit[this.top[index]] = event.target.value));
    }
    this.#switch("[data-texts]", "has-texts");
    this.#switch("[data-all]", "has-all");
    grow(this.root);
  }

  /** The chosen items, in the order of the options. */
  get top() {
    const chosen = this.rows.filter(({ box }) => box.checked).map(({ item }) => item);
    return Object.values(this.options.groups).flat().filter((item) => chosen.includes(item));
  }

  read() {
    return { top: this.top, ...this.said };
  }

  write(value = { top: [], fit: {}, where: {} }) {
    for (const { box, item } of this.rows) box.checked = value.top.includes(item);
    this.said = { fit: { ...value.fit }, where: { ...value.where } };
    this.#show();
  }

  look(answers) {
    this.numbers = new Map(this.options.from.flatMap((id) => [...numbersOf(answers[id])]));
    const isRated = this.numbers.size > 0;
    this.table.classList.toggle("is-rated", isRated);
    this.table.classList.add("is-looked-at");
    find("[data-texts]", this.root).hidden = false;
    find("[data-all]", this.root).hidden = !isRated;
    find("[data-note]", this.root).textContent = this.ui(isRated ? "tie" : "none");
    this.#sort();
    this.#show();
  }

  /** Each group from the highest number down; what has a chance is in sight, the rest on demand. */
  #sort() {
    const number = ({ item }) => this.numbers.get(item) ?? 0;
    const scale = this.#scale;
    const all = this.rows.map(number).sort((one, other) => other - one);
    const near = Math.max(1, all[this.options.count - 1]);
    for (const [group, items] of Object.entries(this.options.groups)) {
      const rows = this.rows.filter(({ item }) => items.includes(item)).sort((one, other) => number(other) - number(one));
      const first = best(items, this.numbers);
      for (const row of rows) {
        row.show(number(row), scale, number(row) > 0 ? this.ui("of", { n: number(row), scale }) : this.ui("unrated"));
        row.element.classList.toggle("is-near", first.includes(row.item) || number(row) >= near);
      }
      find(`[data-group="${group}"]`, this.root).append(...rows.map(({ element }) => element));
    }
  }

  get #scale() {
    return Math.max(...this.options.from.map((id) => this.optionsOf(id).scale));
  }

  #choose(row, event) {
    const { count } = this.options;
    if (row.box.checked && this.top.length > count) {
      row.box.checked = false;
      event.stopPropagation(); // nothing changed
      this.status.textContent = this.ui("full", { n: count });
      return;
    }
    this.#show();
    this.status.textContent = this.ui("chosen", { n: this.top.length, count });
  }

  #show() {
    const top = this.top;
    for (const row of this.rows) row.element.classList.toggle("is-chosen", row.box.checked);
    for (const [index, card] of this.cards.entries()) {
      const item = top[index];
      card.show(this.words.items[item], this.said.fit[item], this.said.where[item]);
    }
    this.#draw(top);
  }

  #draw(top) {
    const petal = (item) => ({
      number: this.numbers.get(item) ?? 0,
      name: top.includes(item) ? this.words.items[item].label : "",
    });
    const stage = find("[data-stage]", this.root);
    const groups = Object.values(this.options.groups).map((items) => items.map(petal));
    const { fontFamily } = getComputedStyle(stage);
    stage.replaceChildren(...(this.numbers.size > 0 ? [flower(groups, this.#scale, fontFamily)] : []));
  }

  #switch(selector, name) {
    const button = find(selector, this.root);
    button.addEventListener("click", () => {
      const isOn = this.table.classList.toggle(name);
      button.setAttribute("aria-pressed", String(isOn));
    });
  }
}

class Row {
  constructor(element) {
    this.element = element;
    this.item = element.dataset.item;
    this.box = find("input", element);
    this.cell = find("[data-number]", element);
  }

  /** A bar as long as the number, and the number in words for who can't see it. */
  show(number, scale, words) {
    const bar = make("span", { className: "top-of-bar", ariaHidden: "true" });
    bar.style.setProperty("--part", number / scale);
    const figure = make("span", { className: "top-of-figure", ariaHidden: "true" }, number > 0 ? String(number) : "–");
    this.cell.replaceChildren(bar, figure, make("span", { className: "visually-hidden" }, words));
  }
}

class Card {
  constructor(element) {
    this.element = element;
    this.name = find("[data-name]", element);
    this.blank = this.name.textContent; // for who writes on paper
    this.name.setAttribute("aria-level", "2"); // right below the task, which is the screen's first
    this.text = find("[data-text]", element);
    this.fits = find("fieldset", element);
    this.area = find("textarea", element);
  }

  show(words, fit = "", where = "") {
    this.element.hidden = !words;
    this.name.textContent = words?.label ?? this.blank;
    this.text.textContent = words?.text ?? "";
    for (const radio of findAll("input", this.fits)) radio.checked = radio.value === fit;
    setText(this.area, where);
  }
}
