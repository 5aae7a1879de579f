/** One activity on the page: its class, its rules, its answer, and what is said under it. */
import { Who } from "./audience.js";
import { find, make } from "./dom.js";
import { isDone } from "./progress.js";
import { typeSpeaker } from "./words.js";

export class Task {
  #session;
  #page;

  constructor(element, definition, session, page) {
    this.element = element;
    this.definition = definition;
    this.id = definition.id;
    this.#session = session;
    this.#page = page;
    this.ui = typeSpeaker(page.module.ui, definition.type);
  }

  get answer() {
    return this.#session.autosave.answers[this.id];
  }

  get done() {
    return Boolean(this.rules) && isDone(this.definition, this.rules, this.answer);
  }

  /** Bring the activity to life. One that fails says so on its own screen and stops no other. */
  async start() {
    const { host, loaded } = this.#session;
    try {
      const { Kind, rules } = await import(`../types/${this.definition.type}/activity.js`);
      this.rules = rules;
      this.activity = new Kind(find(".inputs", this.element), this.definition, {
        ui: this.ui,
        activity: this.#page.activity,
        lines: this.#page.lines,
        dates: loaded.dates ?? {},
        choices: { ...this.#page.module.choices, ...loaded.choices },
        carryRoom: host.carryRoom,
        asks: host.asks && { call: host.asks, now: loaded.asks ?? [], renew: () => this.#renew() },
        uploads: loaded.uploads && this.#uploads(host, loaded.uploads),
        carry: host.carry && (async (change) => (loaded.carried = await host.carry(change))),
        step: this.#page.step,
        stepTitle: (id) => this.#page.module.steps.find((step) => step.id === id)?.title,
        go: this.#page.go,
        key: host.key,
        changed: () => this.#changed(),
      });
      this.activity.connect();
      this.write();
    } catch (error) {
      this.#fail(error);
    }
    this.#startFoot();
  }

  look(answers) {
    try {
      this.activity?.look(answers, this.#session.loaded.carried ?? {});
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Show the answer as the session has it. */
  write() {
    const answer = this.answer;
    try {
      this.activity?.write(this.#session.drafts[this.id] ?? answer?.value);
    } catch (error) {
      this.#fail(error);
    }
    const paper = find("[data-part=paper]", this.element);
    if (paper) paper.checked = answer?.how === "paper";
    this.who?.show(answer?.audience);
  }

  /** The answer, or another one, as readable lines. */
  lines(answer = this.answer) {
    if (!answer || answer.value === undefined || !this.rules) return [];
    return this.rules.lines(this.definition.options, this.definition.words, answer.value);
  }

  say(text) {
    find("[data-part=trouble]", this.element).textContent = text;
  }

  refused(reason) {
    const key = `refused.${reason}`;
    this.say(this.ui(key in this.#page.module.ui ? key : "refused.other"));
  }

  /** Take in what came from elsewhere: what others answered stands among the answers the host has. */
  async #renew() {
    const { autosave, host } = this.#session;
    if (!(await autosave.flush())) return;
    autosave.renew(this.id, (await host.load()).answers[this.id]);
    this.write();
    this.#page.changed();
  }

  /** Where recordings of a shared answer go; undefined where the answer is never shared. */
  #uploads({ ask }, uploads) {
    if (this.definition.widest === "learner") return undefined;
    return { ...uploads, ask, answer: () => this.answer, saved: () => this.#session.autosave.flush() };
  }

  #startFoot() {
    const paper = find("[data-part=paper]", this.element);
    paper?.addEventListener("change", () => this.#change({ how: paper.checked ? "paper" : "screen" }));
    this.who = new Who(find(".who", this.element), this.definition, this.#session.host.place, this.ui, (audience) => {
      this.#change({ audience });
      this.activity?.shared?.();
    });
    this.who.show(this.answer?.audience);
  }

  #changed() {
    this.#change({});
  }

  #change(part) {
    try {
      const raw = this.activity.read();
      const cleaned = this.rules.clean(this.definition.options, raw);
      if (cleaned.refusal) {
        this.#session.drafts[this.id] = raw;
        this.refused(cleaned.refusal);
        return;
      }
      delete this.#session.drafts[this.id];
      this.say("");
      this.#session.autosave.change(this.id, { value: cleaned.value, ...part });
      this.#page.changed();
    } catch (error) {
      this.#fail(error);
    }
  }

  #fail(error) {
    console.error(error);
    find(".inputs", this.element).before(make("p", { className: "notice" }, this.ui("trouble.activity")));
    this.activity = undefined;
  }
}
