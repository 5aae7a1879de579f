/** Where answers stay on one device: the learner saves them as a file, goes on elsewhere, or erases them here. */
import { find, make, sameJson } from "../dom.js";
import { localeOf } from "../words.js";
import { asWorkFile, readWorkFile, Unusable } from "./work_file.js";

/** Offer it on the start screen and at the end. */
export function offerWork(view) {
  find(".promise").append(new Work(view, "start").element);
  find(".booklet-place").before(new Work(view, "end").element);
}

class Work {
  #view;
  #ui;

  constructor(view, name) {
    this.#view = view;
    this.#ui = view.ui;
    this.said = make("p", { role: "status" });
    this.inside = make("div", { className: "work-inside", tabIndex: -1 });
    this.element = make(
      "details",
      { className: "work" },
      make("summary", {}, view.ui("work.title")),
      make("p", {}, view.ui(view.session.host.erase ? "work.intro" : "work.intro-nowhere")),
      ...this.#ways(`work-${name}`),
      this.said,
      this.inside,
      view.session.host.erase && this.#eraser(),
    );
    this.element.addEventListener("input", (event) => event.stopPropagation()); // none of it is an answer
  }

  #ways(id) {
    const ui = this.#ui;
    this.file = make("input", { type: "file", id });
    this.file.onchange = async () => this.file.files.length && this.#read(this.file.files[0]);
    return [
      make("p", {}, button(ui("work.save"), "secondary", () => this.#save())),
      make("div", { className: "field" }, make("label", { className: "field-label", htmlFor: id }, ui("work.open")), this.file),
    ];
  }

  #save() {
    const { module, session } = this.#view;
    const { answers, position } = session.autosave;
    if (!Object.values(answers).some(({ value, how }) => value !== undefined || how === "paper"))
      return this.#say(this.#ui("work.nothing"));
    const day = new Date().toISOString().slice(0, 10);
    const text = asWorkFile(module, { answers, position, carried: session.loaded.carried }, day);
    download(`${module.id}-${this.#ui("work.file")}-${day}.wegwijs`, text);
    return this.#say(this.#ui("work.saved"));
  }

  async #read(file) {
    this.inside.replaceChildren();
    this.#say("");
    try {
      const text = file.size > 8000000 ? "" : await file.text().catch(() => "");
      this.#show(readWorkFile(text, this.#view.module.id));
    } catch (error) {
      if (!(error instanceof Unusable)) throw error;
      this.#say(this.#ui(`work.${error.message}`, { title: error.title }));
      this.file.value = "";
    }
  }

  /** What is inside, beside what is here, before anything is done with it: nothing here is ever replaced unasked. */
  #show(work) {
    const ui = this.#ui;
    const { fitting, left } = this.#fitting(work.answers);
    const found = fitting.filter(({ task, answer }) => !same(answer, task.answer));
    const date = work.saved && new Intl.DateTimeFormat(localeOf(this.#view.module.language), { dateStyle: "long" }).format(new Date(work.saved));
    const choices = found.map((one) => this.#choice(one));
    const isNews = found.length > 0 || Object.keys(work.carried).length > 0;
    this.inside.replaceChildren(
      make("p", { className: "work-head" }, date ? ui("work.inside", { date }) : ui("work.contents")),
      ...choices.map(({ element }) => element),
      left ? make("p", { className: "quiet" }, ui("work.left", { n: left })) : "",
      isNews ? "" : make("p", {}, ui("work.same")),
      make(
        "p",
        { className: "work-actions" },
        isNews ? button(ui("work.use"), "primary", () => this.#use(choices, work)) : null,
        button(ui(isNews ? "work.not" : "work.close"), "quiet-button", () => this.#close("")),
      ),
    );
    this.inside.focus();
  }

  /** What still fits this session, cleaned as if it had been typed. */
  #fitting(answers) {
    const fitting = [];
    let left = 0;
    for (const [id, { value, how }] of Object.entries(answers)) {
      const task = this.#view.tasks.get(id);
      const answer = task && cleaned(task, value, how);
      if (answer) fitting.push({ task, answer });
      else left += value !== undefined || how === "paper" ? 1 : 0;
    }
    return { fitting, left };
  }

  #choice({ task, answer }) {
    const ui = this.#ui;
    const title = task.definition.words.title || task.definition.words.ask;
    if (isEmpty(task.answer)) {
      const element = make("div", { className: "work-entry" }, make("p", { className: "back-title" }, title), ...this.#lines(task, answer));
      return { element, task, answer, isWanted: () => true };
    }
    const radio = (checked) => make("input", { type: "radio", name: `${this.file.id}-${task.id}`, checked });
    const [here, there] = [radio(true), radio(false)];
    const option = (input, key, shown) =>
      make("label", {}, input, make("span", {}, make("strong", {}, ui(key)), ...this.#lines(task, shown)));
    const element = make(
      "fieldset",
      { className: "work-entry take-choices" },
      make("legend", { className: "back-title" }, title),
      make("p", { className: "quiet" }, ui("work.differs")),
      option(here, "work.here", task.answer),
      option(there, "work.there", answer),
    );
    return { element, task, answer, isWanted: () => there.checked };
  }

  #lines(task, answer) {
    const said = task.lines(answer).map(({ label, text }) => (label ? `${label}: ${text}` : text));
    if (answer.how === "paper") said.unshift(this.#ui("booklet.paper"));
    return said.map((text) => make("span", { className: "take-said", dir: "auto" }, text));
  }

  async #use(choices, { position, carried }) {
    const { session, tasks, current } = this.#view;
    const { autosave, host, loaded } = session;
    for (const { task, answer, isWanted } of choices) {
      if (isWanted()) autosave.change(task.id, answer);
    }
    for (const task of tasks.values()) task.write();
    if (position && !autosave.position) autosave.moveTo(position);
    await this.#bringAlong(host, loaded, carried);
    await autosave.flush();
    this.#view.show(current.dataset.screen, { push: false, focus: false });
    this.#close(this.#ui("work.done"));
  }

  /** What came from earlier sessions, where there is nothing of that here yet. */
  async #bringAlong(host, loaded, carried) {
    const names = Object.keys(carried).filter((name) => !(name in (loaded.carried ?? {})));
    if (!host.carry || !names.length) return;
    try {
      const { readBundle } = await import("./bundle.js");
      loaded.carried = await host.carry(readBundle(JSON.stringify({ wegwijs: 1, carried }), names));
    } catch (error) {
      console.error(error); // a damaged part of the file: the learner's own answers are in
    }
  }

  /** On a computer that others use: away with it, after a second thought. */
  #eraser() {
    const ui = this.#ui;
    const sure = make("div", { className: "work-sure", hidden: true });
    const open = button(ui("work.erase"), "quiet-button", () => {
      sure.hidden = false;
      open.hidden = true;
      find("button", sure).focus();
    });
    const back = () => {
      sure.hidden = true;
      open.hidden = false;
      open.focus();
    };
    sure.append(
      make("p", {}, ui("work.erase-sure")),
      make(
        "p",
        { className: "work-actions" },
        button(ui("work.erase-not"), "secondary", back),
        button(ui("work.erase-yes"), "quiet-button", () => this.#erase()),
      ),
    );
    return make("div", { className: "work-eraser" }, open, sure);
  }

  #erase() {
    this.#view.session.host.erase();
    history.replaceState({ language: history.state?.language }, "");
    location.reload();
  }

  #close(text) {
    this.inside.replaceChildren();
    this.file.value = "";
    this.#say(text);
    this.file.focus();
  }

  #say(text) {
    this.said.textContent = text;
  }
}

function cleaned(task, value, how) {
  const isPaper = how === "paper" && task.definition.onPaper;
  if (value === undefined || value === null) return isPaper ? { value: undefined, how: "paper" } : null;
  try {
    const result = task.rules.clean(task.definition.options, value);
    return result.refusal ? null : { value: result.value, how: isPaper ? "paper" : "screen" };
  } catch {
    return null; // another shape than this version of the session has
  }
}

const isEmpty = (answer) => !answer || (answer.value === undefined && answer.how !== "paper");
const same = (a, b) => sameJson([a.value, a.how], [b?.value, b?.how ?? "screen"]);
const button = (text, className, onclick) => make("button", { type: "button", className, onclick }, text);

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
