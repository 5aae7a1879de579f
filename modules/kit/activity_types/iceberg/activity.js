import { Activity } from "../../runtime/activity.js";
import { find, findAll, make, sameJson } from "../../runtime/dom.js";
import { Entries } from "../../runtime/entries.js";
import { grow } from "../../runtime/grow.js";
import { clean, kindOf, loops, told } from "./rules.js";

/** Layers with cards, arrows in a list, and the drawing that both make. */
export default class Iceberg extends Activity {
  connect() {
    super.connect();
    this.stage = find("[data-stage]", this.root);
    this.loops = find("[data-loops]", this.root);
    const ui = (key) => this.ui(key);
    const changed = () => {
      this.#show();
      this.changed();
    };
    this.layers = findAll("[data-layer]", this.root).map((element) => ({
      id: element.dataset.layer,
      cards: new Entries(element, { open: 1, changed, ui }),
    }));
    const place = find("[data-arrows]", this.root);
    this.arrows = place && new Entries(place, { open: 1, changed, ui });
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
  }

  read() {
    const cards = this.layers.map(({ id, cards: list }) => [id, list.read().map(({ text }) => text)]);
    return { cards: Object.fromEntries(cards), arrows: this.arrows?.read() ?? [] };
  }

  write(value = { cards: {}, arrows: [] }) {
    for (const { id, cards } of this.layers) cards.write((value.cards[id] ?? []).map((text) => ({ text })));
    this.arrows?.write(value.arrows);
    this.#show();
  }

  #show() {
    const { value: seen } = clean(this.options, this.read());
    if (!seen) return; // too long to be kept, which is said below
    const layers = this.options.layers.map((id) => ({
      label: this.words.layers[id].label,
      cards: (seen.cards[id] ?? []).map((text, at) => ({ id: `${id}-${at + 1}`, text })).filter(({ text }) => text !== ""),
    }));
    const texts = Object.fromEntries(layers.flatMap(({ cards }) => cards.map(({ id, text }) => [id, text])));
    this.#offer(texts);
    this.#say(loops(this.options, seen), texts);
    this.drawn = Object.keys(texts).length > 0 ? { layers, arrows: told(this.options, seen) } : null;
    if (this.drawn) this.#draw().catch(console.warn); // the lists say the same
    else this.stage.replaceChildren();
  }

  async #draw() {
    const { drawIceberg } = await import("./map.js");
    if (this.drawn) this.stage.replaceChildren(drawIceberg(this.drawn.layers, this.drawn.arrows, this.stage));
  }

  /** Arrows go from card to card: what stands on a card is what one chooses. */
  #offer(texts) {
    if (!this.arrows) return;
    const isEnough = Object.keys(texts).length > 1;
    find("[data-first]", this.root).hidden = isEnough;
    find("[data-arrows]", this.root).classList.toggle("is-early", !isEnough);
    for (const option of findAll("[data-arrows] option[value]:not([value=''])", this.root)) {
      const text = texts[option.value];
      const isChosen = option.parentElement.value === option.value;
      option.hidden = option.disabled = text === undefined && !isChosen;
      option.dataset.name ??= option.textContent;
      const words = text ?? option.dataset.name;
      if (option.textContent !== words) option.textContent = words;
    }
  }

  #say(found, texts) {
    const said = found.map((loop) => {
      const way = [loop[0].from, ...loop.map(({ to }) => to)].map((name) => texts[name]).join(" → ");
      const kind = this.words.loops[kindOf(loop)];
      return `${this.words.loop}: ${way}${kind ? ` · ${kind}` : ""}`;
    });
    if (sameJson(said, findAll("li", this.loops).map((item) => item.textContent))) return;
    this.loops.replaceChildren(...said.map((text) => make("li", { dir: "auto" }, text)));
  }
}
