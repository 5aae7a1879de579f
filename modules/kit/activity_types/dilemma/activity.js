import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";

/** Cards with a position and reasons; what talking changed is asked once there is a position to change. */
export default class Dilemma extends Activity {
  connect() {
    super.connect();
    this.cards = findAll("[data-card]", this.root);
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return Object.fromEntries(this.cards.map((card) => [card.dataset.card, readFields(card)]));
  }

  write(value = {}) {
    for (const card of this.cards) writeFields(card, value[card.dataset.card] ?? {});
    this.#show();
  }

  #show() {
    for (const card of this.cards) {
      const { position, shift, why } = readFields(card);
      card.classList.toggle("is-answered", position !== "");
      find("[data-after]", card)?.classList.toggle("is-early", !position && !shift && !why);
    }
  }
}
