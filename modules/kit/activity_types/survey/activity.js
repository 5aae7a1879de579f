import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { RATHER_NOT, clean, isAsked } from "./rules.js";

/** Questions of which some come and go with the answers to earlier ones. */
export default class Survey extends Activity {
  connect() {
    super.connect();
    this.questions = this.options.questions.map((options) => new Question(this.root, options));
    this.all = find("[data-questions]", this.root);
    this.rather = find("[data-rather-not]", this.root);
    this.status = find("[data-status]", this.root);
    for (const question of this.questions) {
      question.clear?.addEventListener("click", () => {
        question.answer = "";
        question.first.focus(); // the button goes
        this.#show(true);
        this.changed();
      });
    }
    this.root.addEventListener("input", () => this.#show(true));
    grow(this.root);
  }

  read() {
    const answers = Object.fromEntries(this.questions.map((question) => [question.id, question.answer]));
    return { ...answers, [RATHER_NOT]: this.rather.checked };
  }

  write(value = {}) {
    this.rather.checked = RATHER_NOT in value;
    for (const question of this.questions) question.answer = value[question.id] ?? "";
    this.#show(false);
  }

  #show(byLearner) {
    const answers = clean(this.options, { ...this.read(), [RATHER_NOT]: false }).value ?? {};
    const changed = this.questions.filter((question) => question.show(answers));
    this.all.hidden = this.rather.checked;
    find("[data-rather-not-note]", this.root).hidden = !this.rather.checked;
    if (byLearner && changed.length) this.#say(changed);
  }

  /** Say what came, or that something went: it happens below the answer, where a screen reader is not yet. */
  #say(changed) {
    const asks = changed.filter(({ isShown }) => isShown).map(({ id }) => this.words.questions[id].ask);
    this.status.textContent = asks.length ? this.ui("came", { questions: asks.join(" ") }) : this.ui("went");
  }
}

class Question {
  #options;

  constructor(root, options) {
    this.#options = options;
    this.id = options.id;
    this.element = find(`[data-question="${options.id}"]`, root);
    this.area = find("textarea", this.element);
    this.boxes = findAll("input", this.element);
    this.clear = find("[data-clear] button", this.element);
  }

  get first() {
    return this.area ?? this.boxes[0];
  }

  get isShown() {
    return !this.element.hidden;
  }

  get answer() {
    if (this.area) return this.area.value;
    const chosen = this.boxes.filter((box) => box.checked).map((box) => box.value);
    return this.#options.kind === "multi" ? chosen : (chosen[0] ?? "");
  }

  set answer(answer) {
    if (this.area) setText(this.area, answer);
    for (const box of this.boxes) box.checked = [answer].flat().includes(box.value);
  }

  /** Show the question where it is asked. Returns whether that changed. */
  show(answers) {
    const was = this.isShown;
    this.element.hidden = !isAsked(this.#options, answers);
    if (this.clear) this.clear.parentElement.hidden = !(this.id in answers);
    return was !== this.isShown;
  }
}
