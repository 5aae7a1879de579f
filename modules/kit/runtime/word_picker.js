/** Texts in which each word is a button, so that a learner picks words by tapping them. */
import { make } from "./dom.js";
import { Roving } from "./roving.js";
import { buttonsIn } from "./word_buttons.js";

const SHORT = 30; // characters

const folded = (word) => word.trim().toLocaleLowerCase();

export class WordPicker {
  #root;
  #roving;
  #buttons = [];

  /**
   * @param {Element} root what the texts are put into
   * @param {(word: string) => void} pick called with the word that is tapped
   */
  constructor(root, pick) {
    this.#root = root;
    this.#roving = new Roving(root);
    root.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) pick(button.textContent);
    });
  }

  /** @param {{title: string, texts: string[]}[]} sources each with a title, or "" for none */
  show(sources) {
    this.#root.replaceChildren(
      ...sources.flatMap(({ title, texts }) => [
        title === "" ? "" : make("p", { className: "words-from" }, title),
        ...flowing(texts).map((text) => make("p", { className: "words-text", dir: "auto" }, ...buttonsIn(text, "words"))),
      ]),
    );
    this.#buttons = this.#roving.over("button");
  }

  /** Show which words are chosen, each with its place among them. */
  mark(words) {
    const chosen = words.map(folded);
    for (const button of this.#buttons) {
      const card = chosen.indexOf(folded(button.textContent)) + 1;
      button.setAttribute("aria-pressed", String(card > 0));
      button.dataset.card = card || "";
    }
  }
}

/** Whether two words are the same word to a reader. */
export const sameWord = (one, other) => folded(one) === folded(other);

/** All texts inside a value of whatever type, in order. */
export function textsIn(value) {
  if (typeof value === "string") return value.trim() === "" ? [] : [value];
  return value && typeof value === "object" ? Object.values(value).flatMap(textsIn) : [];
}

/** Short texts in a row as one line, so that a list of words does not fill a phone. */
function flowing(texts) {
  return texts.reduce((lines, text) => {
    const last = lines.at(-1);
    const isOneLine = last !== undefined && Math.max(text.length, last.split(" · ").at(-1).length) <= SHORT;
    return isOneLine ? [...lines.slice(0, -1), `${last} · ${text}`] : [...lines, text];
  }, []);
}
