import { Activity } from "../../runtime/activity.js";
import { find, findAll, make } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { numbered } from "../../runtime/text.js";

/** What others said, side by side per question, and what the learner makes of it. */
export default class Compare extends Activity {
  connect() {
    super.connect();
    this.radios = findAll("input[type=radio]", this.root);
    this.area = find("textarea", this.root);
    grow(this.root);
  }

  read() {
    return { verdict: this.radios.find((radio) => radio.checked)?.value ?? "", text: this.area.value };
  }

  write(value = { verdict: "", text: "" }) {
    for (const radio of this.radios) radio.checked = radio.value === value.verdict;
    setText(this.area, value.text);
  }

  look(answers) {
    const sources = this.options.from.map((id) => ({ id, people: this.#people(id, answers[id] ?? []) }));
    const people = sources.flatMap((source) => source.people);
    this.#showOwn();
    find("[data-sides]", this.root).replaceChildren(...this.#questions(people));
    this.#showWhatLacks(sources, people.length);
  }

  /** What the learner said of themselves, in short: the lines that answer an activity's own task. */
  #showOwn() {
    const place = find("[data-own]", this.root);
    if (!place) return;
    const cards = this.options.own.flatMap((id) =>
      this.linesOf(id)
        .filter(({ label }) => label === "")
        .map(({ text }) => card(this.wordsOf(id).title, text)),
    );
    place.hidden = cards.length === 0;
    place.replaceChildren(...cards);
  }

  /** Who answered something in one activity, each with what they said by question. */
  #people(id, value) {
    const words = this.wordsOf(id);
    const most = this.optionsOf(id).people;
    return value
      .map(({ who, answers }, index) => ({ name: who || numbered(words.person, index, most), answers, words }))
      .filter((person) => Object.keys(person.answers).length > 0);
  }

  /** A section for each question that somebody answered; the same id is the same question. */
  #questions(people) {
    const ids = [...new Set(this.options.from.flatMap((id) => this.optionsOf(id).questions))];
    return ids
      .map((id) => ({ id, said: people.filter(({ answers }) => Object.hasOwn(answers, id)) }))
      .filter(({ said }) => said.length > 0)
      .map(({ id, said }) =>
        make(
          "section",
          { className: "compare-question" },
          make("p", { className: "compare-asked" }, said[0].words.questions[id]),
          make("dl", { className: "compare-answers" }, said.map(({ name, answers }) => card(name, answers[id]))),
        ),
      );
  }

  #showWhatLacks(sources, count) {
    const unasked = sources.filter(({ people }) => people.length === 0);
    const links = (count < 2 && unasked.length === 0 ? sources : unasked).map(({ id }) => this.#link(id));
    find("[data-why]", this.root).textContent = count === 0 ? this.ui("empty") : count === 1 ? this.ui("one") : "";
    find("[data-links]", this.root).replaceChildren(...links);
    find("[data-empty]", this.root).hidden = count >= 2;
  }

  #link(id) {
    const onclick = () => this.go(id);
    return make("button", { type: "button", className: "link-button", onclick }, this.ui("go", this.wordsOf(id)));
  }
}

const card = (name, text) =>
  make("div", { className: "compare-card" }, make("dt", { dir: "auto" }, name), make("dd", { dir: "auto" }, text));
