import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { isBlank } from "../../runtime/text.js";
import { WordPicker, sameWord, textsIn } from "../../runtime/word_picker.js";

/** Word cards, and one's own earlier texts in which each word can be tapped on to a card. */
export default class WordCards extends Activity {
  connect() {
    super.connect();
    this.inputs = findAll("input", this.root);
    this.status = find("[data-status]", this.root);
    const texts = find("[data-texts]", this.root);
    this.picker = texts && new WordPicker(texts, (word) => this.#toggle(word));
    this.root.addEventListener("input", () => this.#show());
    this.inputs.forEach((input, index) => {
      input.addEventListener("keydown", (event) => {
        if (event.key === "Enter" && !event.isComposing) this.inputs[index + 1]?.focus();
      });
    });
  }

  read() {
    return this.inputs.map((input) => input.value);
  }

  write(value = []) {
    this.inputs.forEach((input, index) => {
      const word = value[index] ?? "";
      if (input.value !== word) input.value = word;
    });
    this.#show();
  }

  look(answers) {
    if (!this.picker) return;
    const sources = this.options.from
      .map((id) => ({ title: this.wordsOf(id)?.title ?? "", texts: textsIn(answers[id]) }))
      .filter(({ texts }) => texts.length > 0);
    this.picker.show(sources.length > 1 ? sources : sources.map(({ texts }) => ({ title: "", texts })));
    find("[data-source]", this.root).hidden = sources.length === 0;
    find("[data-own]", this.root).hidden = sources.length > 0;
    this.#show();
  }

  /** Put a word on the first empty card, or take it away where it stands already. */
  #toggle(word) {
    const there = this.inputs.find((input) => sameWord(input.value, word));
    const empty = this.inputs.find((input) => isBlank(input.value));
    if (there) there.value = "";
    else if (empty) empty.value = word;
    this.status.textContent = this.#outcome(word, there, empty);
    if (!there && !empty) return;
    this.#show();
    this.changed();
  }

  #outcome(word, there, empty) {
    if (there) return this.ui("dropped", { word });
    if (empty) return this.ui("picked", { word, n: this.inputs.indexOf(empty) + 1 });
    return this.ui("full");
  }

  #show() {
    for (const input of this.inputs) input.closest("li").classList.toggle("is-filled", !isBlank(input.value));
    this.picker?.mark(this.read());
  }
}
