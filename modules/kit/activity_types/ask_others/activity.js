import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { HandOver } from "../../runtime/hand_over.js";
import { isBlank } from "../../runtime/text.js";

/** The same questions for one or more people, who may type their answers themselves. */
export default class AskOthers extends Activity {
  connect() {
    super.connect();
    this.people = findAll("[data-person]", this.root).map((element) => new Person(element));
    const hand = new HandOver(find("[data-hand]", this.root), (key, values) => (key === "welcome-text" && this.words.intro) || this.ui(key, values));
    this.people.forEach((person, index) => {
      person.open(index === 0);
      person.give.hidden = false;
      find("button", person.give).addEventListener("click", () => hand.start(this.#questionsFor(person)));
    });
    this.root.addEventListener("input", () => this.#show());
    grow(this.root);
    this.#offerLinks();
  }

  read() {
    return this.people.map(({ who, answers }) => ({
      who: who.value,
      answers: Object.fromEntries(answers.map((area) => [area.dataset.question, area.value])),
    }));
  }

  write(value = []) {
    this.people.forEach((person, index) => {
      const { who, answers } = value[index] ?? { who: "", answers: {} };
      if (person.who.value !== who) person.who.value = who;
      for (const area of person.answers) setText(area, answers[area.dataset.question] ?? "");
    });
    this.#show();
  }

  /** Who answered everything is closed, and the next person stands open. */
  look() {
    const [next, ...later] = this.people.filter((person) => !person.isComplete);
    for (const person of this.people) if (!later.includes(person)) person.open(person === next);
    void this.links?.look();
  }

  /** Where the host can, people answer on their own phones. What that needs loads when it is wanted. */
  #offerLinks() {
    if (!this.asks) return;
    const load = async () => {
      const { Links } = await import("./links.js");
      return (this.links ??= new Links(this, this.people));
    };
    this.people.forEach((person, index) => {
      person.ask.hidden = false;
      find("button", person.ask).addEventListener("click", async () => (await load()).make(index));
    });
    if (this.asks.now.some(({ activity }) => activity === this.id)) void load().then((links) => links.look());
  }

  #questionsFor({ who, answers }) {
    const questions = answers.map((area) => ({ title: this.words.questions[area.dataset.question], field: area }));
    return isBlank(who.value) ? [{ title: this.ui("name"), field: who }, ...questions] : questions;
  }

  #show() {
    for (const person of this.people) person.show();
  }
}

class Person {
  constructor(element) {
    this.element = element;
    this.who = find("[data-who]", element);
    this.answers = findAll("[data-question]", element);
    this.give = find("[data-give]", element);
    this.ask = find("[data-ask]", element);
  }

  /** Whether a link is out for this person. */
  waits(isWaiting) {
    const sign = find("[data-waits]", this.element);
    if (sign) sign.hidden = !isWaiting;
  }

  get isAnswered() {
    return this.answers.some((area) => !isBlank(area.value));
  }

  get isComplete() {
    return this.answers.every((area) => !isBlank(area.value));
  }

  open(isOpen) {
    if ("open" in this.element) this.element.open = isOpen;
  }

  show() {
    const name = find("[data-name]", this.element);
    if (!name) return; // one person has no head to show it in
    name.textContent = this.who.value;
    find("[data-tick]", this.element).hidden = !this.isAnswered;
    this.element.classList.toggle("is-answered", this.isAnswered);
  }
}
