import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { Roving } from "../../runtime/roving.js";
import { together } from "./rules.js";

/** Things to mark in two or three ways: all ways beside each thing, or one way at a time over a field of chips. */
export default class MarkGrid extends Activity {
  connect() {
    super.connect();
    this.who = find("[data-who]", this.root);
    this.items = findAll("[data-item]", this.root).map((element) => new Item(element));
    this.shared = [];
    this.root.addEventListener("input", () => this.#show(true));
    if (this.options.chips) this.#takeTurns();
    for (const part of findAll("[data-together], [data-hard]", this.root)) part.hidden = false;
    find("h4", this.root)?.setAttribute("aria-level", "2"); // right below the task, which is the screen's first
  }

  read() {
    const marked = this.options.marks.map((mark) => [
      mark,
      this.items.filter(({ boxes }) => boxes.get(mark).checked).map(({ id }) => id),
    ]);
    return { who: this.who?.value ?? "", ...Object.fromEntries(marked) };
  }

  write(value = {}) {
    if (this.who && this.who.value !== (value.who ?? "")) this.who.value = value.who ?? "";
    for (const { id, boxes } of this.items) {
      for (const [mark, box] of boxes) box.checked = Boolean(value[mark]?.includes(id));
    }
    this.#show(false);
  }

  #takeTurns() {
    const { marks } = this.options;
    const turns = find("[data-turns]", this.root);
    turns.hidden = false;
    find("[data-grid]", this.root).classList.add("is-chips");
    this.radios = findAll("input", turns);
    this.roving = new Roving(find(".grid-items", this.root));
    turns.addEventListener("change", () => this.#turn(this.radios.find((radio) => radio.checked).value));
    this.onward = find("[data-onward]", this.root);
    find("button", this.onward).addEventListener("click", () => {
      const next = this.radios[marks.indexOf(this.turn) + 1];
      next.checked = true;
      this.#turn(next.value);
      turns.scrollIntoView({ block: "start" });
      next.focus({ preventScroll: true });
    });
    this.#turn(marks[0]);
  }

  /** From now on a tap sets this mark. */
  #turn(mark) {
    this.turn = mark;
    for (const { labels } of this.items) for (const [one, label] of labels) label.hidden = one !== mark;
    this.roving.over(`[data-mark="${mark}"] input`);
    const next = this.options.marks[this.options.marks.indexOf(mark) + 1];
    this.onward.hidden = next === undefined;
    if (next) find("button", this.onward).textContent = this.ui("onward", { mark: this.words.marks[next].label });
    this.#show(false);
  }

  #show(isByLearner) {
    const value = this.read();
    const shared = together(this.options, value);
    for (const item of this.items) {
      const also = this.options.marks.filter((mark) => mark !== this.turn && value[mark].includes(item.id));
      item.show(this.turn, shared.includes(item.id), also.map((mark) => this.words.marks[mark].short).join(", "));
    }
    for (const tally of findAll("[data-tally]", this.root)) tally.textContent = value[tally.dataset.tally].length;
    if (this.options.together.length > 0) this.#showShared(shared, isByLearner);
  }

  #showShared(shared, isByLearner) {
    const isNew = (id) => !this.shared.includes(id);
    const named = (id) => this.words.items[id];
    if (isByLearner && shared.some(isNew)) {
      const item = shared.filter(isNew).map(named).join(", ");
      find("[data-status]", this.root).textContent = `${this.words.together}: ${item}`;
    }
    this.shared = shared;
    find("[data-none]", this.root).hidden = shared.length > 0;
    find("[data-shared]", this.root).replaceChildren(...shared.map((id) => make("li", {}, named(id))));
  }
}

class Item {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.item;
    this.labels = new Map(findAll("[data-mark]", element).map((label) => [label.dataset.mark, label]));
    this.boxes = new Map([...this.labels].map(([mark, label]) => [mark, find("input", label)]));
    this.both = find("[data-both]", element);
    this.also = find("[data-also]", element);
  }

  show(turn, isShared, also) {
    this.element.classList.toggle("is-marked", Boolean(this.boxes.get(turn)?.checked));
    this.element.classList.toggle("is-shared", isShared);
    if (this.both) this.both.hidden = !isShared;
    if (this.also) this.also.textContent = also;
    for (const sign of findAll("[data-sign]", this.element)) {
      sign.classList.toggle("is-on", this.boxes.get(sign.dataset.sign).checked);
    }
  }
}
