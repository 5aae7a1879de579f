/** The page while it lives: one screen at a time, from the start over every step to the end. */
import { ReadAloud } from "./aloud.js";
import { Conflicts } from "./conflict.js";
import { find, findAll, make } from "./dom.js";
import { Ending } from "./ending.js";
import { explainTerms } from "./glossary.js";
import { offerLanguages } from "./language.js";
import { progressOf } from "./progress.js";
import { Road } from "./road.js";
import { showSaved } from "./saved.js";
import { Task } from "./task.js";
import { speaker } from "./words.js";

export class View {
  #closing = new AbortController();
  #onLanguage;

  constructor(session, module, { onLanguage }) {
    this.session = session;
    this.module = module;
    this.ui = speaker(module.ui);
    this.#onLanguage = onLanguage;
    this.screens = findAll(".screen");
    const byId = new Map(module.activities.map((definition) => [definition.id, definition]));
    const page = {
      module,
      activity: (id) => byId.get(id),
      lines: (id) => this.tasks.get(id)?.lines() ?? [],
      step: () => this.current?.dataset.step ?? null,
      go: (id) => this.go(id),
      changed: () => this.#refresh(),
    };
    this.tasks = new Map(
      findAll("[data-activity]").map((element) => {
        const id = element.dataset.activity;
        return [id, new Task(element, byId.get(id), session, page)];
      }),
    );
  }

  async open() {
    const { signal } = this.#closing;
    await Promise.all([...this.tasks.values()].map((task) => task.start()));
    this.road = new Road(this);
    this.ending = new Ending(this, signal);
    this.aloud = new ReadAloud(find("[data-action=aloud]"), this, signal);
    new Conflicts(this, signal);
    explainTerms(this.module.glossary, signal);
    offerLanguages(this, this.#onLanguage);
    showSaved(this, signal);
    const { notice } = this.session.host;
    if (notice) find(".notices").append(make("p", { className: "notice", role: "status" }, this.ui(`notice.${notice}`)));
    if (this.session.loaded.role === "facilitator") this.#showGuide();
    this.session.host.opened?.(this);
    this.#startScreens(signal);
  }

  async #showGuide() {
    const { showGuide } = await import("./late/guide.js");
    showGuide(this);
  }

  close() {
    this.aloud.stop();
    this.#closing.abort();
  }

  /** Tell the host how far the learner is; called before each save. */
  report() {
    const lines = {};
    for (const task of this.tasks.values()) {
      const found = task.lines();
      if (found.length) lines[task.id] = found;
    }
    return this.session.host.report({ ...progressOf(this.module, this.doneIds()), lines });
  }

  doneIds() {
    return [...this.tasks.values()].filter((task) => task.done).map((task) => task.id);
  }

  /** Show a screen by name: `start`, `step:<id>`, an activity's id, `end`. */
  show(name, { push = true, focus = true } = {}) {
    const screen = this.screens.find((one) => one.dataset.screen === name) ?? this.screens[0];
    this.aloud.stop();
    this.current = screen;
    for (const one of this.screens) one.classList.toggle("is-now", one === screen);
    document.body.dataset.screen = screen.dataset.step ? "step" : screen.dataset.screen;
    this.tasks.get(screen.dataset.activity)?.look(this.values());
    this.ending.look(screen);
    this.#refresh();
    this.#showBar();
    if (push) history.pushState({ ...history.state, screen: screen.dataset.screen }, "");
    const heading = find(".heading", screen);
    // One screen is one page to a screen reader: its heading is the first.
    heading.setAttribute("aria-level", "1");
    document.title = screen === this.screens[0] ? this.module.title : `${heading.textContent} – ${this.module.title}`;
    if (focus) {
      scrollTo(0, 0);
      heading.focus({ preventScroll: true });
    }
  }

  values() {
    return Object.fromEntries(Object.entries(this.session.autosave.answers).map(([id, { value }]) => [id, value]));
  }

  #startScreens(signal) {
    const on = (action, listener) => (find(`[data-action=${action}]`).onclick = listener);
    on("begin", () => this.go(this.#resumeAt || this.screens[1].dataset.screen));
    find("[data-part=kept]").textContent = this.ui(`start.kept.${this.session.host.place.keeps}`);
    on("next", () => this.go(this.#beside(1)));
    on("back", () => this.go(this.#beside(-1)));
    this.#startQuestions(on);
    find(".skip").onclick = (event) => {
      event.preventDefault(); // the address may not change: an LMS watches it
      find(".heading", this.current).focus();
    };
    addEventListener("popstate", (event) => this.show(event.state?.screen ?? "start", { push: false }), { signal });
    for (const part of findAll(".start-action, .promise, .end-live, .bar, [data-action=ask]")) part.hidden = false;
    const screen = history.state?.screen ?? "start";
    history.replaceState({ ...history.state, screen }, "");
    this.show(screen, { push: false, focus: false });
  }

  #startQuestions(on) {
    const dialog = find("dialog.ask");
    const task = this.tasks.get("my-questions");
    on("ask", () => {
      task.look(this.values());
      task.who.open(true); // a question that nobody sees gets no answer: the choice is in sight
      dialog.showModal();
    });
    on("close-ask", () => dialog.close());
  }

  /** Show a screen and remember it as the place to come back to. */
  go(name) {
    this.show(name);
    const { step, screen } = this.current.dataset;
    const first = this.module.steps.find((one) => one.id === step)?.activities[0];
    if (screen !== "start") this.session.autosave.moveTo(screen.startsWith("step:") ? first : screen);
  }

  get #resumeAt() {
    const { position } = this.session.autosave;
    return this.screens.slice(1).some(({ dataset }) => dataset.screen === position) && position;
  }

  #beside(distance) {
    return this.screens[this.screens.indexOf(this.current) + distance].dataset.screen;
  }

  #showBar() {
    const index = this.screens.indexOf(this.current);
    const next = find("[data-action=next]");
    find(".bar").hidden = index === 0;
    next.hidden = index === this.screens.length - 1;
    find("[data-action=begin]").textContent = this.ui(this.#resumeAt ? "start.again" : "start.begin");
    next.textContent = this.ui(index === this.screens.length - 2 ? "bar.finish" : "bar.next");
  }

  #refresh() {
    if (this.current) this.road.show(this.current, this.doneIds());
  }
}
