import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { ruler } from "../../runtime/fit_text.js";
import { isBlank } from "../../runtime/text.js";

const SVG = "http://www.w3.org/2000/svg";
const MOST = 12; // words in one place, as in the rules
const LINES = 3; // of words in the drawing, then how many more there are
const [LINE, LETTER, SMALLEST, ROOM] = [22, 19, 12, 132]; // in the drawing's units

/** Choose or type a word, then tap a place on the body or in the list. */
export default class BodyMap extends Activity {
  placed = {};
  offered = [];
  chosen = null;

  connect() {
    this.ask = find("[data-ask]", this.root);
    this.status = find("[data-status]", this.root);
    this.chips = find("[data-words]", this.root);
    this.own = find("[data-own] input", this.root);
    find("[data-own]", this.root).hidden = false;
    this.places = new Map(this.options.places.map((place) => [place, this.#place(place)]));
    this.own.addEventListener("input", () => {
      this.#show();
      this.changed();
    });
    this.own.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing && this.#word()) find("[data-put]", this.root).focus();
    });
  }

  /** A word that is typed and not placed yet is kept too: it lies beside the body. */
  read() {
    const word = this.own.value.trim();
    if (isBlank(word) || !this.places.has("elsewhere")) return this.placed;
    const others = this.#without(word);
    return { ...others, elsewhere: [...(others.elsewhere ?? []), word] };
  }

  write(value = {}) {
    this.own.value = "";
    this.placed = Object.fromEntries(Object.entries(value).map(([place, words]) => [place, [...words]]));
    this.#chooseNext();
    this.#show();
  }

  look(answers) {
    this.offered = [...new Set(this.options.from.flatMap((id) => this.#choices(id, answers[id])))];
    this.#chooseNext();
    this.#show();
  }

  /** What a `top-of` or `words` says, as the learner reads it. */
  #choices(id, value) {
    const items = this.wordsOf(id)?.items ?? {};
    const chosen = Array.isArray(value) ? value : (value?.top ?? []);
    return chosen.map((one) => items[one]?.label ?? one).filter((word) => !isBlank(word));
  }

  #place(place) {
    const spot = find(`[data-place="${place}"]`, this.root);
    const item = find(`[data-list="${place}"]`, this.root);
    const put = find("[data-put]", item);
    const part = find(`[data-part="${place}"]`, this.root); // nothing is drawn for what lies elsewhere
    part?.classList.add(...[...item.classList].filter((name) => name.startsWith("body-hue-")));
    for (const one of [spot, put, part]) one?.addEventListener("click", () => this.#put(place));
    put.hidden = false;
    find("input", item).hidden = true;
    return { spot, item, put, part, here: find("[data-here]", item) };
  }

  /** The word that a tap would place: what is being typed, else what is chosen. */
  #word() {
    return isBlank(this.own.value) ? this.chosen : this.own.value.trim();
  }

  #placeOf(word) {
    return this.options.places.find((place) => this.placed[place]?.includes(word));
  }

  #chooseNext() {
    this.chosen = this.offered.find((word) => !this.#placeOf(word)) ?? null;
  }

  #put(place) {
    const word = this.#word();
    if (!word) return this.#say("first");
    if ((this.placed[place] ?? []).length >= MOST) return this.#say("full");
    this.placed = this.#without(word);
    this.placed[place] = [...(this.placed[place] ?? []), word];
    this.own.value = "";
    this.#chooseNext();
    this.#show();
    const at = this.ui("placed", { word, place: this.words.places[place].label });
    this.status.textContent = `${at} ${this.ask.textContent}`;
    this.changed();
  }

  #without(word) {
    return Object.fromEntries(Object.entries(this.placed).map(([place, words]) => [place, words.filter((one) => one !== word)]));
  }

  #take(place, word) {
    this.placed = this.#without(word);
    this.chosen = this.offered.includes(word) ? word : this.chosen;
    this.#show();
    this.places.get(place).put.focus();
    this.changed();
  }

  #say(key) {
    this.ask.textContent = this.ui(key);
    this.status.textContent = this.ui(key);
  }

  #show() {
    const word = this.#word();
    const hasAny = Object.values(this.placed).some((words) => words.length > 0);
    const ask = word ? this.ui("where", { word }) : this.ui(hasAny ? "more" : "type");
    if (this.ask.textContent !== ask) this.ask.textContent = ask;
    this.#showChips(word);
    for (const [place, parts] of this.places) this.#showPlace(place, parts, word);
  }

  #showChips(word) {
    const focused = this.chips.contains(document.activeElement) ? document.activeElement.dataset.word : null;
    const words = [...new Set([...this.offered, ...Object.values(this.placed).flat()])];
    this.chips.hidden = words.length === 0;
    this.chips.replaceChildren(...words.map((one) => this.#chip(one, one === word)));
    findAll("button", this.chips).find((chip) => chip.dataset.word === focused)?.focus();
  }

  #chip(word, isChosen) {
    const place = this.#placeOf(word);
    const at = place && make("span", { className: "body-at" }, ` · ${this.words.places[place].label}`);
    const chip = make("button", { type: "button", className: "body-chip", ariaPressed: String(isChosen) }, make("bdi", {}, word), at);
    chip.dataset.word = word;
    chip.addEventListener("click", () => {
      this.placed = this.read(); // what was being typed stays, beside the body
      this.own.value = "";
      this.chosen = word;
      this.#show();
    });
    return chip;
  }

  #showPlace(place, { spot, item, put, part, here }, word) {
    const words = this.placed[place] ?? [];
    put.setAttribute("aria-label", word ? this.ui("put-word", { word, place: this.words.places[place].label }) : "");
    for (const one of [spot, item, part]) one?.classList.toggle("is-filled", words.length > 0);
    here.hidden = words.length === 0;
    here.replaceChildren(...words.map((one) => this.#placedWord(place, one)));
    write(spot, words);
  }

  #placedWord(place, word) {
    const take = make("button", { type: "button", className: "body-take", ariaLabel: this.ui("take", { word }) }, "×");
    take.addEventListener("click", () => this.#take(place, word));
    return make("li", {}, make("span", { dir: "auto" }, word), take);
  }
}

/** Words in a spot of the drawing: under its label, in a card as high as they need. */
function write(spot, words) {
  const shown = words.length > LINES ? [...words.slice(0, LINES - 1), `+ ${words.length - LINES + 1}`] : words;
  const text = find("[data-text]", spot);
  const height = shown.length === 0 ? 48 : 36 + LINE * shown.length;
  const top = Number(spot.dataset.y) - height / 2;
  const { fontFamily: family } = getComputedStyle(spot);
  const card = find("rect", spot);
  card.setAttribute("y", top);
  card.setAttribute("height", height);
  find(".body-label", spot).setAttribute("y", top + (shown.length === 0 ? 30 : 22));
  text.replaceChildren(...shown.map((word, index) => line(word, Number(text.dataset.x), top + 28 + LINE * (index + 0.6), family)));
}

/** As large as fits beside the body; what is longer still ends in "…". */
function line(word, x, y, family) {
  const width = (text, size) => ruler(size, `700 ${family}`)(text);
  const size = Math.max(SMALLEST, Math.min(LETTER, Math.floor((LETTER * ROOM) / width(word, LETTER))));
  const letters = [...word];
  while (letters.length > 1 && width(`${letters.join("")}…`, size) > ROOM + size) letters.pop();
  const node = document.createElementNS(SVG, "text");
  for (const [name, value] of Object.entries({ class: "body-word", x, y, "font-size": size })) node.setAttribute(name, value);
  node.textContent = letters.length < [...word].length ? `${letters.join("")}…` : word;
  return node;
}
