/** A session as its facilitator guides it: one exercise at a time, its questions, the clock, and the way on. */
import "./feedback.js";
import "./live_look.js";
import { showClock, stayAwake } from "./session_clock.js";
import { SessionLink } from "./session_link.js";
import { awake, extend, fresh, goTo, hold, isRunning, left, mark, run } from "./session_state.js";

const LONGER = 120;
// Minutes that a session may be behind its plan before that is worth a word: it begins a little late anyway.
const SPARE = 3;

class SessionGuide extends HTMLElement {
  connectedCallback() {
    this.session = JSON.parse(this.dataset.session);
    this.words = JSON.parse(this.dataset.words);
    this.link = new SessionLink(this.session, (state, who) => this.follow(state, who), (trouble) => this.apart(trouble));
    this.addEventListener("click", ({ target }) => this.press(target.closest("[data-do], [data-go]")));
    const unsent = this.link.takeUp();
    const kept = unsent ?? this.session.state ?? fresh();
    this.state = awake(kept, this.link.now, (id) => this.minutesOf(id));
    this.show();
    if (this.state !== kept && this.state.at !== "start") this.say(this.words.stale);
    if (unsent) this.link.tell(this.state);
    setInterval(() => this.tick(), 1000);
    document.addEventListener("visibilitychange", () => this.tick());
  }

  get planned() {
    return this.session.exercises.filter(({ weight }) => weight !== "later");
  }

  minutesOf(id) {
    return this.session.exercises.find((one) => one.id === id)?.minutes ?? 0;
  }

  /** The places of the session, where the exercises that can wait are passed by. */
  beside(step) {
    const isPlanned = ({ id, weight }) => weight !== "later" || id === this.state.at;
    const road = ["start", ...this.session.exercises.filter(isPlanned).map(({ id }) => id), "end"];
    return road[road.indexOf(this.state.at) + step];
  }

  press(button) {
    if (!button || button.ariaDisabled === "true") return;
    const { now } = this.link;
    this.state = awake(this.state, now, (id) => this.minutesOf(id));
    const { at } = this.state;
    const isExercise = at !== "start" && at !== "end";
    if (button.dataset.go) return this.go(this.state, button.dataset.go);
    const steps = {
      previous: () => this.go(this.state, this.beside(-1)),
      next: () => this.go(isExercise ? mark(this.state, "done", at) : this.state, this.beside(1)),
      skip: () => this.go(mark(this.state, "skipped", at), this.beside(1)),
      clock: () => this.change(isRunning(this.state) ? hold(this.state, now) : run(this.state, now)),
      extend: () => this.change(extend(this.state, LONGER, now)),
      again: () => this.go(fresh(), "start"),
      overview: () => this.querySelector("dialog").showModal(),
      close: () => this.querySelector("dialog").close(),
    };
    steps[button.dataset.do]();
  }

  go(state, at) {
    this.querySelector("dialog").close();
    this.change(goTo(state, at, this.minutesOf(at)));
    this.querySelector("[data-screen]:not([hidden]) h2").focus({ preventScroll: true });
    scrollTo(0, 0);
  }

  change(state) {
    this.state = state;
    this.link.tell(state);
    this.say("");
    this.show();
  }

  follow(state, who) {
    const isElsewhere = state.at !== this.state?.at;
    this.state = state;
    this.show();
    if (who === "person" && isElsewhere) this.say(this.words.followed);
  }

  show() {
    const screens = [...this.querySelectorAll("[data-screen]")];
    if (!screens.some(({ dataset }) => dataset.screen === this.state.at)) this.state = goTo(this.state, "start", 0);
    const { at, done, skipped } = this.state;
    for (const screen of screens) screen.hidden = screen.dataset.screen !== at;
    const isExercise = at !== "start" && at !== "end";
    for (const part of this.querySelectorAll("[data-exercise-only]")) part.hidden = !isExercise;
    this.button("previous").hidden = at === "start";
    this.button("next").hidden = at === "end";
    const { begin, next, finish } = this.words.move;
    this.button("next").textContent = at === "start" ? begin : this.beside(1) === "end" ? finish : next;
    for (const way of this.querySelectorAll("[data-go]")) this.showWay(way, { at, done, skipped });
    this.showEnd({ done, skipped });
    this.tick();
  }

  showWay(way, { at, done, skipped }) {
    const id = way.dataset.go;
    const { weight } = this.session.exercises.find((one) => one.id === id);
    const how = id === at ? "now" : done.includes(id) ? "done" : skipped.includes(id) ? "skipped" : weight;
    way.closest("li").className = `is-${how}`;
    const said = this.words.move.states[how];
    way.querySelector(".state").textContent = said ? `· ${said}` : "";
    way.ariaCurrent = id === at ? "step" : null;
  }

  showEnd({ done, skipped }) {
    const planned = this.planned.map(({ id }) => id);
    const count = planned.filter((id) => done.includes(id)).length;
    const text = this.words.end.done.replace("{done}", count).replace("{all}", planned.length);
    this.querySelector("[data-part=count]").textContent = text;
    for (const item of this.querySelectorAll("[data-skipped]")) item.hidden = !skipped.includes(item.dataset.skipped);
    this.querySelector("[data-part=skipped]").hidden = !skipped.length;
  }

  tick() {
    const { clock, move } = this.words;
    showClock(this.querySelector(".clock"), this.state, this.link.now, clock);
    const isGoing = isRunning(this.state);
    const isPaused = !isGoing && this.state.clock.left < this.state.clock.whole;
    this.button("clock").textContent = isGoing ? clock.pause : isPaused ? clock["go-on"] : clock.start;
    this.showPlan(clock.plan);
    if (isGoing) stayAwake();
  }

  /** What is still to be done, beside the time there still is. */
  showPlan(words) {
    const { begun, at, done, skipped } = this.state;
    const place = this.querySelector("[data-part=plan]");
    place.hidden = begun === null || at === "end";
    if (place.hidden) return;
    const here = this.session.exercises.findIndex(({ id }) => id === at);
    const isToCome = (one, index) => index > here && one.weight !== "later" && ![...done, ...skipped].includes(one.id);
    const minutes = this.session.exercises.filter(isToCome).reduce((sum, one) => sum + one.minutes, 0);
    const todo = minutes + Math.max(0, Math.ceil(left(this.state, this.link.now) / 60));
    const rest = Math.floor(this.session.available - (this.link.now - begun) / 60);
    const isShort = todo > rest + SPARE;
    const standing = isShort ? words.short : words.fits;
    const text = rest < 1 ? words.ended : standing;
    place.textContent = text.replace("{todo}", todo).replace("{left}", rest);
  }

  button(what) {
    return this.querySelector(`[data-do=${what}]`);
  }

  say(text) {
    const place = this.querySelector("[data-part=said]");
    if (place.textContent !== text) place.textContent = text;
  }

  apart(trouble) {
    const place = this.querySelector("[data-part=trouble]");
    const text = this.words[trouble] ?? "";
    if (place.textContent !== text) place.textContent = text;
  }
}

customElements.define("session-guide", SessionGuide);
