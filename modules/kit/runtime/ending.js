/** The end: what is done, what is open, handing in, and the booklet. */
import { find, findAll, make } from "./dom.js";
import { door } from "./door.js";
import { clock } from "./words.js";

const booklet = () => import("./late/booklet.js");
const LOOK_AGAIN = [3000, 6000, 12000, 24000, 48000]; // ms between looks at a grade that is under way

export class Ending {
  #view;
  #signal;
  #root = find("#end");
  #timer = 0;

  constructor(view, signal) {
    this.#view = view;
    this.#signal = signal;
    // A facilitator's try-out is not graded: there is nothing to hand in.
    find(".finish", this.#root).hidden = view.session.loaded.role === "facilitator";
    const on = (action, listener) => (this.#part(`action=${action}`).onclick = listener);
    on("finish", () => this.#finish());
    on("resend", () => this.#send(() => view.session.host.resend()));
    on("print", () => print());
    on("save-booklet", async () => (await booklet()).saveBooklet(view, this.#part("part=booklet")));
    find(".booklet-actions", this.#root).append(...door(view, "booklet", "booklet.all"));
    if (view.session.host.exit) this.#offerExit();
  }

  look(screen) {
    if (screen !== this.#root) return;
    this.#showSum();
    this.#showGrade();
    this.#lookAgain(0);
    this.#showBooklet();
    this.#offerToTake();
    this.#view.session.host.atEnd?.(this.#view).catch(() => {}); // it offers more, and nobody waits for that
  }

  async #showBooklet() {
    const { makeBooklet } = await booklet();
    // A drawing of earlier answers is made when its screen opens, which may have been on another day.
    for (const task of this.#view.tasks.values()) task.look(this.#view.values());
    this.#part("part=booklet").replaceChildren(makeBooklet(this.#view));
  }

  /** Where nothing goes to a later session by itself, the learner takes it along. */
  async #offerToTake() {
    if (!this.#view.session.host.carryRoom || !this.#view.module.carries.length) return;
    const { offerToTake } = await import("./late/take_along.js");
    offerToTake(this.#view, this.#part("part=take"));
  }

  /** The platform that opened the page wants the learner back. */
  #offerExit() {
    const { autosave, host } = this.#view.session;
    const onclick = async () => {
      if (!(await autosave.flush())) return this.#say(this.#view.ui("end.not-saved"));
      await host.exit().catch(() => this.#say(this.#view.ui("end.not-finished")));
    };
    const button = make("button", { type: "button", className: "secondary", onclick }, this.#view.ui("end.exit"));
    this.#part("part=finish-note").after(make("p", { className: "finish-action" }, button));
  }

  #part(name) {
    return find(`[data-${name}]`, this.#root);
  }

  #showSum() {
    const { module, tasks } = this.#view;
    for (const [name, wanted] of [["done", true], ["open", false]]) {
      const activities = module.activities.filter(({ id, step }) => step && tasks.get(id).done === wanted);
      this.#part(`part=${name}-part`).hidden = !activities.length;
      this.#part(`part=${name}`).replaceChildren(...activities.map((activity) => this.#link(activity)));
    }
  }

  #link({ id, words }) {
    const onclick = () => this.#view.go(id);
    return make("li", {}, make("button", { type: "button", className: "link-button", onclick }, words.title));
  }

  async #finish() {
    const { autosave, host, loaded } = this.#view.session;
    if (!this.#anyDone) return this.#say(this.#view.ui("grade.none.nothing-done"));
    const isSaved = await autosave.flush();
    if (!isSaved && host.place.keeps !== "nowhere") return this.#say(this.#view.ui("end.not-saved"));
    await this.#view.report();
    await this.#send(async () => {
      const result = await host.finish();
      loaded.finished = true;
      return result;
    });
    // The button that was pressed is gone: on to the words of farewell.
    if (loaded.finished) find(".heading", this.#root).focus();
  }

  async #send(action) {
    const buttons = findAll(".finish button", this.#root);
    for (const button of buttons) button.disabled = true;
    try {
      this.#view.session.loaded.grade = (await action()).grade;
      this.#showGrade();
      this.#lookAgain(0);
    } catch (error) {
      const key = `trouble.${error.message}`;
      this.#say(this.#view.ui(error.message === "expired" ? key : "end.not-finished"));
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  /** A grade is delivered behind the page's back: look a few times whether it arrived. */
  #lookAgain(turn) {
    const { host, loaded } = this.#view.session;
    if (loaded.grade?.state !== "waiting" || turn >= LOOK_AGAIN.length) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(async () => {
      if (this.#signal.aborted) return;
      loaded.grade = (await host.load().catch(() => loaded)).grade;
      this.#showGrade();
      this.#lookAgain(turn + 1);
    }, LOOK_AGAIN[turn]);
  }

  #showGrade() {
    const { session, ui } = this.#view;
    const { grade } = session.loaded;
    const isFinished = session.loaded.finished && this.#anyDone;
    const isThanked = isFinished || session.loaded.role === "facilitator";
    this.#root.classList.toggle("is-finished", isThanked);
    find(".heading", this.#root).textContent = ui(isThanked ? "end.title-finished" : "end.title");
    this.#say([isFinished && ui("end.finished"), this.#gradeText(grade)].filter(Boolean).join(" "));
    // What is done later counts by itself: handing in once more helps only where no grade is under way.
    const finish = this.#part("action=finish");
    finish.hidden = isFinished && grade?.state !== "none";
    finish.textContent = ui(isFinished ? "end.finish-again" : "end.finish");
    finish.className = isFinished ? "secondary" : "primary";
    this.#part("action=resend").hidden = !(grade?.state === "refused" && session.host.resend);
  }

  get #anyDone() {
    const { module, tasks } = this.#view;
    return module.activities.some(({ id, step }) => step && tasks.get(id).done);
  }

  #gradeText(grade) {
    const { module, ui } = this.#view;
    if (!grade) return "";
    const own = `grade.${grade.state}.${grade.reason}`; // most grades that are not there need no words
    if (own in module.ui || grade.state === "none") return own in module.ui ? ui(own) : "";
    const key = `grade.reason.${grade.reason}`;
    return ui(`grade.${grade.state}`, {
      time: grade.at ? clock(grade.at, module.language) : "",
      reason: ui(key in module.ui ? key : "grade.reason.other"),
    });
  }

  #say(text) {
    this.#part("part=grade").textContent = text;
  }
}
