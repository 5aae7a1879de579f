import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

/** A card of notes for each item that was picked before; any other item can be added to them. */
export default class NotesPer extends Activity {
  connect() {
    super.connect();
    this.cards = findAll("[data-item]", this.root).map((element) => new Card(element));
    find("[data-more]", this.root).hidden = false;
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    return Object.fromEntries(this.cards.map((card) => [card.id, card.notes]));
  }

  write(value = {}) {
    for (const card of this.cards) card.notes = value[card.id] ?? {};
    this.#show();
  }

  /** What was picked stands there; the first card without a note is open. */
  look(answers) {
    const picked = new Set(this.options.from.flatMap((id) => answers[id]?.picked ?? []));
    for (const card of this.cards) card.isThere = picked.has(card.id) || card.isNoted;
    const there = this.cards.filter((card) => card.isThere);
    const next = there.find((card) => !card.isNoted);
    for (const card of there) card.element.open = card === next;
    find("[data-empty]", this.root).hidden = picked.size > 0;
    find("[data-links]", this.root).replaceChildren(...this.options.from.map((id) => this.#link(id)));
    this.#showOthers();
  }

  #show() {
    for (const card of this.cards) card.show();
  }

  #showOthers() {
    const others = this.cards.filter((card) => !card.isThere);
    find("[data-others]", this.root).replaceChildren(...others.map((card) => make("li", {}, this.#adder(card))));
    find("[data-more]", this.root).hidden = others.length === 0;
  }

  #adder(card) {
    const onclick = () => {
      card.isThere = true;
      card.element.open = true;
      this.#showOthers();
      find("textarea", card.element).focus();
    };
    return make("button", { type: "button", className: "notes-other", onclick }, this.words.items[card.id]);
  }

  #link(id) {
    const onclick = () => this.go(id);
    return make("button", { type: "button", className: "link-button", onclick }, this.ui("go", this.wordsOf(id)));
  }
}

class Card {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.item;
    this.areas = findAll("textarea", element);
  }

  get notes() {
    return Object.fromEntries(this.areas.map((area) => [area.dataset.field, area.value]));
  }

  set notes(notes) {
    for (const area of this.areas) setText(area, notes[area.dataset.field] ?? "");
  }

  get isNoted() {
    return this.areas.some((area) => !isBlank(area.value));
  }

  get isThere() {
    return this.element.classList.contains("is-there");
  }

  set isThere(isThere) {
    this.element.classList.toggle("is-there", isThere);
  }

  show() {
    const texts = this.areas.map((area) => area.value).filter((text) => !isBlank(text));
    find("[data-preview]", this.element).textContent = texts.join(" · ");
    find("[data-tick]", this.element).hidden = !this.isNoted;
    this.element.classList.toggle("is-answered", this.isNoted);
  }
}
