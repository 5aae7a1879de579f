/** Two windows, one answer: shows both and lets the learner choose. Nothing is overwritten unseen. */
import { find, make } from "./dom.js";

export class Conflicts {
  #view;

  constructor(view, signal) {
    this.#view = view;
    const { autosave } = view.session;
    for (const [id, theirs] of autosave.conflicts) this.#show(id, theirs);
    autosave.addEventListener("conflict", ({ detail }) => this.#show(detail.id, detail.theirs), { signal });
  }

  #show(id, theirs) {
    const { ui } = this.#view;
    const task = this.#view.tasks.get(id);
    if (!task) return;
    const note = make(
      "section",
      { className: "notice conflict", role: "alert" },
      make("h2", {}, ui("conflict.title")),
      make("p", {}, ui("conflict.text", { title: task.definition.words.title })),
      make(
        "div",
        { className: "versions" },
        this.#version(task, task.answer, "mine", () => this.#settle(id, true, note)),
        this.#version(task, theirs, "theirs", () => this.#settle(id, false, note)),
      ),
    );
    find(".notices").append(note);
    note.scrollIntoView({ block: "start" });
  }

  #version(task, answer, which, onclick) {
    const { ui } = this.#view;
    const lines = task.lines(answer).map(({ label, text }) => make("p", {}, label ? `${label}: ${text}` : text));
    if (answer.how === "paper") lines.unshift(make("p", {}, ui("booklet.paper")));
    return make(
      "div",
      { className: "version" },
      make("h3", {}, ui(`conflict.${which}`)),
      ...(lines.length ? lines : [make("p", { className: "quiet" }, ui("conflict.empty"))]),
      make("button", { type: "button", className: "secondary", onclick }, ui(`conflict.keep-${which}`)),
    );
  }

  #settle(id, keepMine, note) {
    note.remove();
    this.#view.session.autosave.settle(id, keepMine);
    this.#view.tasks.get(id).write();
    find(".heading", this.#view.current).focus();
  }
}
