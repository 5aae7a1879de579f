import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";

/** What the learner wrote before, as it stands now, and a text field for each prompt. */
export default class LookBack extends Activity {
  #carried = {};
  #bringIn;
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
      ...lines.flatMap(({ label, text }) => [
        label ? make("p", { className: "back-label", dir: "auto" }, label) : null,
        make("p", { className: "back-text", dir: "auto" }, text),
      ]),
      ...more,
    );
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

  /** Where nothing comes by itself, the learner brings it: a file or a code of an earlier session. */
  #offerToBring() {
    const bring = find("[data-bring]", this.root);
    if (!bring || !this.carryRoom) return;
    bring.hidden = false;
    const [button, form] = [find("button", bring), find("[data-bring-form]", bring)];
    const open = (isOpen) => {
      form.hidden = !isOpen;
      button.setAttribute("aria-expanded", isOpen);
    };
    button.onclick = async () => {
      this.#bringIn ??= await this.#makeBringIn(form, open);
      open(form.hidden);
    };
  }

  async #makeBringIn(form, open) {
    const { BringIn } = await import("../../runtime/late/bring_in.js");
    return new BringIn(form, {
      ui: (key, values) => this.ui(key, values),
      wanted: this.options.from.filter((name) => name.includes("/")),
      room: this.carryRoom,
      use: async (carried) => {
        await this.#take(carried);
        open(false);
        find("[data-sources]", this.root).focus();
      },
    });
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
