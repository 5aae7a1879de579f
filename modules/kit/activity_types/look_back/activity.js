import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";

const MANY = 5; // answers that would make the screen long

/** What the learner wrote before, as it stands now, and a text field for each prompt. */
export default class LookBack extends Activity {
  #carried = {};
  #left = new Map(); // what was left behind while this page is open, for hosts that forget it at once

  connect() {
    super.connect();
    this.areas = findAll("[data-prompt]", this.root);
    grow(this.root);
    this.#offerToBring();
  }

  read() {
    return Object.fromEntries(this.areas.map((area) => [area.dataset.prompt, area.value]));
  }

  write(value = {}) {
    for (const area of this.areas) setText(area, value[area.dataset.prompt] ?? "");
  }

  look(answers, carried) {
    this.#carried = carried;
    this.#show();
  }

  #show() {
    const cards = this.options.from.map((name) => this.#cardOf(name)).filter(Boolean);
    find("[data-sources]", this.root).replaceChildren(...cards);
    find("[data-nothing]", this.root).hidden = cards.some((card) => !card.classList.contains("is-left"));
  }

  #cardOf(name) {
    const own = this.wordsOf(name);
    if (own) return this.#card({ title: own.title, lines: this.linesOf(name) });
    // What stands in another part of this module comes as from another module.
    if (!name.includes("/")) name = Object.keys(this.#carried).find((key) => key.endsWith(`/${name}`));
    const entry = this.#carried[name];
    if (entry && !entry.left) return this.#card(entry, this.#leaver(name, entry));
    const left = entry ?? this.#left.get(name);
    return left && this.#leftCard(name, left);
  }

  #card({ module, title, lines }, ...more) {
    if (lines.length === 0) return null;
    return make(
      "section",
      { className: "back-card", "aria-label": title },
      head(title, module && this.ui("from", { module })),
      ...this.#folded(
        title,
        lines.flatMap(({ label, text }) => [
          label ? make("p", { className: "back-label", dir: "auto" }, label) : null,
          make("p", { className: "back-text", dir: "auto" }, text),
        ]),
      ),
      ...more,
    );
  }

  /** Of many answers one sees first what there is. */
  #folded(title, texts) {
    if (this.options.from.length < MANY) return texts;
    const more = make("span", { className: "visually-hidden" }, `: ${title}`);
    return [make("details", {}, make("summary", {}, this.ui("read"), more), ...texts)];
  }

  /** What is left behind: where it still is, and the way to take it along after all. */
  #leftCard(name, entry) {
    return make(
      "section",
      { className: "back-card is-left", "aria-label": entry.title },
      head(entry.title, this.ui("from", entry)),
      make("p", { role: "status" }, this.ui("left", entry)),
      this.carry && this.#button("take", name, entry.title, () => this.#change(name, this.#left.get(name) ?? entry)),
    );
  }

  #leaver(name, entry) {
    if (!this.carry) return null;
    return this.#button("leave", name, entry.title, () => {
      this.#left.set(name, entry);
      return this.#change(name, null);
    });
  }

  #button(key, name, title, onclick) {
    const more = make("span", { className: "visually-hidden" }, `: ${title}`);
    const button = make("button", { type: "button", className: "link-button", onclick }, this.ui(key), more);
    button.dataset.source = name;
    return make("p", { className: "back-action" }, button);
  }

  /** Where nothing comes by itself, the learner brings what stands in no screen of this page. */
  #offerToBring() {
    if (!this.carryRoom || this.options.from.every((name) => this.wordsOf(name))) return;
    import("./bring.js").then(({ offer }) => offer(this, (carried) => this.#take(carried))).catch(console.warn);
  }

  async #take(change) {
    this.#carried = await this.carry(change);
    this.#show();
  }

  async #change(name, entry) {
    try {
      await this.#take({ [name]: entry });
    } catch {
      find("[data-trouble]", this.root).textContent = this.ui("trouble");
      return;
    }
    find("[data-trouble]", this.root).textContent = "";
    findAll("[data-source]", this.root).find(({ dataset }) => dataset.source === name)?.focus();
  }
}

const head = (title, from) => [
  make("p", { className: "back-title" }, title),
  from ? make("p", { className: "back-module" }, from) : null,
];
