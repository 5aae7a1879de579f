/** Work that people judge: the rubric in the course's own words, what is handed in and who reads it, what came of it. */
import { find, findAll, make } from "../dom.js";

export async function showJudged(view, call) {
  const { rubric, verdict } = view.session.loaded;
  if (rubric) useRubric(view, rubric);
  if (!verdict) return;
  sayWhatNeverCounts(view, verdict);
  const handIn = new HandIn(view, verdict, call);
  const { showVerdict } = await import("./verdict.js");
  handIn.after = showVerdict(view, verdict, call);
}

/** Its learners weigh with the words that its assessors use. */
function useRubric(view, { activity, criteria, added }) {
  const task = view.tasks.get(activity);
  if (!task) return;
  const { words } = task.definition;
  for (const item of findAll("[data-criterion]", task.element)) {
    const own = criteria[item.dataset.criterion];
    if (own) reword(item, own, words.criteria[item.dataset.criterion]);
    else item.append(make("p", { className: "note" }, view.ui("rubric.left")));
  }
  if (added.length) find(".entries", task.element).after(...addedOnes(added, view.ui));
}

function reword(item, { label, competence, levels }, words) {
  words.label = label;
  find(".rubric-label", item).textContent = label;
  const shown = find(".rubric-competence", item);
  if (shown && !competence) shown.remove();
  else if (shown) shown.lastChild.textContent = competence;
  for (const input of findAll("[data-field=level]", item)) {
    words.levels[input.value] = levels[input.value];
    find(".rubric-text", input.parentElement).textContent = levels[input.value];
  }
}

function addedOnes(added, ui) {
  const lists = added.map(({ label, levels }) =>
    make(
      "details",
      { className: "rubric-added" },
      make("summary", {}, label),
      make("ul", {}, ...levels.map(([name, text]) => make("li", {}, make("strong", {}, name), ` ${text}`))),
    ),
  );
  return [make("p", { className: "note" }, ui("rubric.added")), ...lists];
}

/** Where the piece is written, and where it is weighed. */
function sayWhatNeverCounts(view, { activity, work }) {
  for (const id of [...work, activity]) {
    const element = view.tasks.get(id)?.element;
    if (element) find(".answer-foot", element).before(make("p", { className: "note" }, view.ui("rubric.never")));
  }
}

/** Handing in shares what assessors read: said before the button is pressed, and shown at each answer after. */
class HandIn {
  #view;
  #call;
  #work;

  /** Done once it is handed in. */
  after = () => {};

  constructor(view, { activity, work }, call) {
    this.#view = view;
    this.#call = call;
    this.#work = [...work, activity].map((id) => view.tasks.get(id)).filter((task) => canBeShared(task));
    view.session.host.finish = () => this.#handIn();
    view.module.ui["end.finish"] = view.ui("handin.do");
    find(".finish-action").before(this.#words());
  }

  #words() {
    const { ui, module, session } = this.#view;
    this.which = make("p", {}, ui(session.loaded.finished ? "handin.done" : "handin.which"));
    const titles = this.#work.map(({ id, definition: { words } }) =>
      make("li", {}, make("button", { type: "button", className: "link-button", onclick: () => this.#view.go(id) }, words.title)),
    );
    return make(
      "div",
      { className: "hand-in", lang: module.language },
      this.which,
      make("ul", {}, ...titles),
      make("p", { className: "quiet" }, ui("handin.who")),
    );
  }

  /** As if the learner chose it at each answer: what hangs on sharing, such as a recording, follows. */
  async #handIn() {
    const { autosave } = this.#view.session;
    for (const task of this.#work) {
      const answer = autosave.answers[task.id];
      if (!answer || answer.audience === "facilitator" || answer.audience === "class") continue;
      find(".who input[value=facilitator]", task.element)?.click();
    }
    if (!(await autosave.flush())) throw new Error("not-saved");
    const answer = await this.#call("POST", "/attempt/finish");
    this.which.textContent = this.#view.ui("handin.done");
    this.after();
    return answer;
  }
}

const canBeShared = (task) => task && task.definition.widest !== "learner";
