import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** Question cards, closed; the learner opens those that speak to them. */
export default class ChooseAndAnswer extends Activity {
  connect() {
    super.connect();
    this.count = find("[data-count]", this.root);
    this.cards = findAll("[data-question]", this.root).map((element) => new Card(element));
    for (const card of this.cards) {
      card.toggle.addEventListener("click", () => card.open(!card.isOpen, true));
      card.open(false);
    }
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return Object.fromEntries(this.cards.map(({ id, area }) => [id, area.value]));
  }

  write(value = {}) {
    for (const card of this.cards) {
      setText(card.area, value[card.id] ?? "");
      if (card.isAnswered) card.open(true);
    }
    this.#show();
  }

  #show() {
    for (const card of this.cards) card.show(this.ui("answered"));
    const n = this.cards.filter((card) => card.isAnswered).length;
    const needed = this.options.done.answers;
    const key = n === 0 ? "none" : n < needed ? "some" : "enough";
    const words = this.ui(key, { n, needed });
    if (this.count.textContent !== words) this.count.textContent = words;
  }
}

class Card {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.question;
    this.area = find("textarea", element);
    this.toggle = find("button", element);
    this.toggle.hidden = false;
    this.panel = find("[data-panel]", element);
    this.preview = find("[data-preview]", element);
    this.state = find("[data-state]", element);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get isAnswered() {
    return !isBlank(this.area.value);
  }

  open(isOpen, byLearner = false) {
    this.panel.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.element.classList.toggle("is-open", isOpen);
    this.preview.hidden = isOpen || !this.isAnswered;
    // Whoever chose a question wants to answer it.
    if (isOpen && byLearner) this.area.focus();
  }

  show(answered) {
    this.element.classList.toggle("is-answered", this.isAnswered);
    this.state.textContent = this.isAnswered ? answered : "";
    this.preview.textContent = this.area.value;
    this.preview.hidden = this.isOpen || !this.isAnswered;
  }
}
