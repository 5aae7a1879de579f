/**
 * The learner hands over the device: one calm card at a time, for the other person to read and type.
 *
 * What is typed goes straight into the learner's own fields, so that nothing is lost when the card is closed.
 */
import { find } from "./dom.js";
import { setText } from "./grow.js";

export class HandOver {
  #cards = [];
  #at = 0;

  /**
   * @param {HTMLDialogElement} dialog
   * @param {(key: string, values?: object) => string} ui
   */
  constructor(dialog, ui) {
    this.dialog = dialog;
    this.ui = ui;
    this.part = (name) => find(`[data-${name}]`, dialog);
    this.part("next").addEventListener("click", () => this.#go(1));
    this.part("back").addEventListener("click", () => this.#go(-1));
    find("button", this.part("stop")).addEventListener("click", () => dialog.close());
    this.part("answer").addEventListener("input", () => this.#write());
  }

  /** @param {{title: string, field: HTMLElement}[]} questions each with the learner's field for the answer */
  start(questions) {
    const { ui } = this;
    const asked = questions.map(({ title, field }, index) => ({
      title,
      field,
      count: ui("count", { n: index + 1, total: questions.length }),
      next: ui("next"),
    }));
    this.#cards = [
      { title: ui("welcome"), text: ui("welcome-text"), next: ui("start") },
      ...asked,
      { title: ui("thanks"), text: ui("thanks-text"), next: ui("returned") },
    ];
    this.#at = 0;
    this.dialog.showModal();
    this.#show();
  }

  #go(distance) {
    this.#at += distance;
    if (this.#at < this.#cards.length) this.#show();
    else this.dialog.close();
  }

  #show() {
    const { title, text = "", field, count = "", next } = this.#cards[this.#at];
    const [answer, heading] = [this.part("answer"), this.part("title")];
    heading.textContent = title;
    this.part("text").textContent = text;
    this.part("count").textContent = count;
    this.part("next").textContent = next;
    this.part("back").hidden = this.#at === 0;
    this.part("stop").hidden = this.#at === this.#cards.length - 1;
    answer.hidden = !field;
    if (field) setText(answer, field.value);
    (field ? answer : heading).focus();
  }

  #write() {
    const { field } = this.#cards[this.#at];
    field.value = this.part("answer").value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }
}
