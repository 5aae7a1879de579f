import { Activity } from "../../runtime/activity.js";
import { find, findAll, make, sameJson } from "../../runtime/dom.js";
import { grow } from "../../runtime/grow.js";
import { isBlank } from "../../runtime/text.js";

const STATES = ["open", "answered", "passed"];

/** A board per theme with notes on it: a question, how far one is with it, and what one found. */
export default class QuestionWall extends Activity {
  #removed = null;
  #made = 0;
  #mine = []; // questions of this module
  #carried = {};
  #left = {}; // what was left behind while this page is open, for hosts that forget it at once

  connect() {
    super.connect();
    this.boards = findAll("[data-theme]", this.root).map((element) => this.#board(element));
    this.status = find("[data-status]", this.root);
    this.undo = find("[data-undo]", this.root);
    this.undo.addEventListener("click", () => this.#putBack());
    find("[data-leave]", this.root).addEventListener("click", () => this.#leaveOrTake());
    this.root.addEventListener("input", () => this.#show());
  }

  read() {
    return this.boards.flatMap(({ theme, notes }) => [...notes.children].map((note) => readNote(theme, note)));
  }

  write(value = []) {
    const there = this.read().filter(({ text, answer }) => !isBlank(text) || !isBlank(answer));
    // What is on the screen already may hold the caret, and an empty note to begin in.
    if (sameJson(there, value)) return this.#show();
    for (const { theme, notes } of this.boards) {
      notes.replaceChildren(...value.filter((asked) => asked.theme === theme).map((asked) => this.#note(asked)));
      grow(notes);
    }
    this.#show();
  }

  /** Questions asked elsewhere, in this module or an earlier one, may go on a board. */
  look(answers, carried) {
    this.#forget();
    this.#mine = answers["my-questions"] ?? [];
    this.#carried = carried;
    this.#show();
  }

  #board(element) {
    const theme = element.dataset.theme;
    const notes = find("[data-notes]", element);
    const add = find("[data-add]", element);
    add.hidden = false;
    add.addEventListener("click", () => this.#add(theme));
    const toggle = find("[data-toggle]", element);
    const examples = find("[data-examples]", element);
    const open = (isOpen) => {
      examples.hidden = !isOpen;
      toggle.setAttribute("aria-expanded", String(isOpen));
    };
    if (toggle) {
      toggle.hidden = false;
      toggle.addEventListener("click", () => open(examples.hidden));
      open(false);
    }
    findAll("[data-take]", element).forEach((take, index) => {
      take.hidden = false;
      take.addEventListener("click", () => this.#add(theme, this.words.themes[theme].examples[index]));
    });
    return { theme, notes, examples };
  }

  /** Put a question on a board, or an empty note to write one on, and go there. */
  #add(theme, text = "") {
    const { notes } = this.boards.find((board) => board.theme === theme);
    const empty = [...notes.children].find((note) => isBlank(textOf(note).value));
    const note = empty ?? this.#note({ theme, text, state: "open", answer: "" });
    textOf(note).value = text;
    notes.append(note);
    grow(notes);
    textOf(note).focus();
    this.#show();
    if (text) this.changed();
  }

  #show() {
    const texts = this.read().map(({ text }) => text);
    for (const { theme, notes, examples } of this.boards) {
      for (const note of notes.children) showNote(note);
      if (!examples) continue;
      [...examples.children].forEach((item, index) => {
        item.hidden = texts.includes(this.words.themes[theme].examples[index]);
      });
    }
    this.#showEarlier(texts);
  }

  /** What was asked elsewhere and is not on the wall yet. */
  #showEarlier(texts) {
    const values = this.options.from.map((name) => this.#carried[name]?.value ?? []);
    const asked = [...this.#mine, ...values.flat()].map((one) => one.text ?? one);
    const waiting = [...new Set(asked)].filter((text) => !texts.includes(text));
    const list = find("[data-earlier-list]", this.root);
    if (!sameJson(waiting, findAll("p", list).map((text) => text.textContent))) {
      list.replaceChildren(...waiting.map((text) => this.#earlier(text)));
    }
    find("[data-earlier-title]", this.root).hidden = waiting.length === 0;
    const leave = find("[data-leave]", this.root);
    leave.hidden = !this.carry || (this.#along.length === 0 && this.#behind.length === 0);
    leave.textContent = this.ui(this.#along.length > 0 ? "leave" : "take-along");
    find("[data-earlier]", this.root).hidden = waiting.length === 0 && leave.hidden;
  }

  /** The earlier modules whose questions come along. */
  get #along() {
    return this.options.from.filter((name) => this.#carried[name] && !this.#carried[name].left);
  }

  get #behind() {
    return this.options.from.filter((name) => this.#carried[name]?.left || this.#left[name]);
  }

  /** Earlier questions belong to the learner: they need not come along, and may come back. */
  async #leaveOrTake() {
    const names = this.#along.length > 0 ? this.#along : this.#behind;
    const change = names.map((name) => [name, this.#along.includes(name) ? null : this.#entry(name)]);
    for (const name of this.#along) this.#left[name] = this.#carried[name];
    try {
      this.#carried = await this.carry(Object.fromEntries(change));
      this.status.textContent = "";
    } catch {
      this.status.textContent = this.ui("trouble");
    }
    this.#show();
  }

  #entry(name) {
    return this.#left[name] ?? this.#carried[name];
  }

  /** A question from elsewhere, with a button for each board. */
  #earlier(text) {
    const id = this.#id();
    const buttons = this.boards.map(({ theme }) => {
      const { label } = this.words.themes[theme];
      const button = make("button", { type: "button", className: "link-button" }, label);
      button.setAttribute("aria-label", this.ui("put", { theme: label }));
      button.setAttribute("aria-describedby", id);
      button.addEventListener("click", () => this.#add(theme, text));
      return button;
    });
    return make("li", { className: "wall-asked" }, make("p", { id, dir: "auto" }, text), ...buttons);
  }

  #note({ text, state, answer }) {
    const id = this.#id();
    const area = make("textarea", { id, rows: 2, dir: "auto", value: text });
    area.dataset.text = "";
    const found = make("textarea", { id: `${id}-found`, rows: 2, dir: "auto", value: answer });
    found.dataset.answer = "";
    const remove = make("button", { type: "button", className: "quiet-button" }, this.ui("remove"));
    remove.setAttribute("aria-describedby", id);
    const note = make(
      "li",
      { className: "wall-note" },
      make("label", { className: "field-label", htmlFor: id }, this.ui("question")),
      area,
      this.#states(id, state),
      make(
        "div",
        { className: "wall-found", hidden: true },
        make("label", { className: "field-label", htmlFor: found.id }, this.words.answer),
        found,
      ),
      make("p", { className: "note wall-passed", hidden: true }, this.ui("passed")),
      remove,
    );
    remove.addEventListener("click", () => this.#remove(note));
    return note;
  }

  #states(id, state) {
    const choices = STATES.map((name) => {
      const radio = make("input", { type: "radio", name: `${id}-state`, value: name, checked: name === state });
      return make("label", { className: "wall-state" }, radio, make("span", {}, this.words.states[name]));
    });
    const legend = make("legend", { className: "visually-hidden" }, this.ui("state"));
    return make("fieldset", { className: "wall-states" }, legend, ...choices);
  }

  #remove(note) {
    this.#removed = { note, list: note.parentElement, before: note.nextElementSibling };
    note.remove();
    this.status.textContent = this.ui("removed");
    this.undo.hidden = false;
    this.undo.focus();
    this.#show();
    this.changed();
  }

  #putBack() {
    const { note, list, before } = this.#removed;
    list.insertBefore(note, before?.isConnected ? before : null);
    this.#forget();
    this.#show();
    textOf(note).focus();
    this.changed();
  }

  #forget() {
    this.#removed = null;
    this.status.textContent = "";
    this.undo.hidden = true;
  }

  #id() {
    this.#made += 1;
    return `${this.id}-note-${this.#made}`;
  }
}

const textOf = (note) => find("[data-text]", note);
const answerOf = (note) => find("[data-answer]", note);

function readNote(theme, note) {
  const state = find("input:checked", note).value;
  return { theme, text: textOf(note).value, state, answer: answerOf(note).value };
}

/** How far one is asks itself only of a question, and what one found only where there is something. */
function showNote(note) {
  const hasText = !isBlank(textOf(note).value);
  const hasAnswer = !isBlank(answerOf(note).value);
  const state = find("input:checked", note).value;
  note.dataset.state = state;
  find(".wall-states", note).hidden = !hasText && !hasAnswer;
  find(".wall-found", note).hidden = !hasAnswer && state !== "answered";
  find(".wall-passed", note).hidden = state !== "passed";
}
