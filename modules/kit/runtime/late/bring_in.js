/** On a screen that looks back, where nothing comes by itself: what a learner brings along as a file or a code. */
import { make } from "../dom.js";
import { readBundle, fitted, Unreadable } from "./bundle.js";

export class BringIn {
  #ui;
  #wanted;
  #room;
  #use;

  /**
   * @param {Element} place what the form is put into
   * @param {{ui: function, room: number, use: function}} options `use` gets what the learner agrees to, and
   *   resolves when it is kept
   */
  constructor(place, { ui, room, use }) {
    this.#ui = ui;
    // All that this page looks back at and does not hold, on whichever screen.
    this.#wanted = JSON.parse(document.getElementById("wegwijs-module").textContent).looksFor;
    this.#room = room;
    this.#use = use;
    this.trouble = make("p", { className: "back-trouble", role: "alert" });
    this.inside = make("div", { className: "bring-inside", tabIndex: -1 });
    place.addEventListener("input", (event) => event.stopPropagation()); // none of it is an answer
    place.replaceChildren(...this.#fields(place.id), this.trouble, this.inside);
  }

  #fields(id) {
    const ui = this.#ui;
    this.file = make("input", { type: "file", id: `${id}-file` });
    this.file.onchange = async () => this.file.files.length && this.#read(await textOf(this.file.files[0]));
    this.code = make("textarea", { id: `${id}-code`, rows: 3, dir: "ltr", spellcheck: false, autocomplete: "off" });
    const look = make("button", { type: "button", className: "secondary" }, ui("bring-read"));
    look.onclick = () => this.#read(this.code.value);
    const field = (input, key) =>
      make("div", { className: "field" }, make("label", { className: "field-label", htmlFor: input.id }, ui(key)), input);
    return [field(this.file, "bring-file"), field(this.code, "bring-code"), make("p", {}, look)];
  }

  #read(text) {
    this.inside.replaceChildren();
    this.trouble.textContent = "";
    try {
      this.#show(fitted(readBundle(text, this.#wanted), this.#room));
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.trouble.textContent = this.#ui(`bring-${error.message}`);
    }
  }

  /** What is inside, before anything is done with it: it may be somebody else's. */
  #show({ carried, isShort }) {
    const ui = this.#ui;
    const use = make("button", { type: "button", className: "primary" }, ui("bring-use"));
    use.onclick = () => this.#keep(carried);
    const not = make("button", { type: "button", className: "quiet-button" }, ui("bring-not"));
    not.onclick = () => {
      this.#clear();
      this.file.focus();
    };
    this.inside.replaceChildren(
      make("p", { className: "bring-title" }, ui("bring-inside")),
      ...Object.values(carried).map(({ title, lines }) =>
        make(
          "div",
          { className: "bring-entry" },
          make("p", { className: "back-title" }, title),
          ...lines.flatMap(({ label, text }) => [
            label ? make("p", { className: "back-label", dir: "auto" }, label) : null,
            make("p", { dir: "auto" }, text),
          ]),
        ),
      ),
      isShort ? make("p", { className: "quiet" }, ui("bring-short")) : "",
      make("p", { className: "bring-actions" }, use, not),
    );
    this.inside.focus();
  }

  async #keep(carried) {
    try {
      this.#clear();
      await this.#use(carried);
    } catch (error) {
      this.trouble.textContent = this.#ui(error.message === "no-room" ? "bring-no-room" : "trouble");
    }
  }

  #clear() {
    this.inside.replaceChildren();
    this.file.value = "";
    this.code.value = "";
  }
}

/** A file that is no text at all reads as what it is: strange. */
const textOf = (file) => (file.size > 2000000 ? "strange" : file.text().catch(() => "strange"));
