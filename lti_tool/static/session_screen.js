/** The second screen, for the class: what there is to do, big, and the clock. It follows the facilitator's window. */
import "./live_look.js";
import { showClock, stayAwake } from "./session_clock.js";
import { SessionLink } from "./session_link.js";
import { awake, fresh } from "./session_state.js";

class SessionScreen extends HTMLElement {
  connectedCallback() {
    const session = JSON.parse(this.dataset.session);
    this.words = JSON.parse(this.dataset.words);
    this.link = new SessionLink(session, (state) => this.show(state), (trouble) => this.apart(trouble));
    const minutesOf = (id) => session.exercises.find((one) => one.id === id)?.minutes ?? 0;
    this.show(awake(session.state ?? fresh(), this.link.now, minutesOf));
    setInterval(() => this.tick(), 1000);
    const full = this.querySelector("[data-do=full]");
    full.hidden = !document.fullscreenEnabled;
    full.addEventListener("click", () => document.documentElement.requestFullscreen());
    document.addEventListener("fullscreenchange", () => (full.hidden = Boolean(document.fullscreenElement)));
  }

  show(state) {
    const screens = [...this.querySelectorAll("[data-screen]")];
    const at = screens.some(({ dataset }) => dataset.screen === state.at) ? state.at : "start";
    const isOther = at !== this.state?.at;
    this.state = { ...state, at };
    for (const screen of screens) screen.hidden = screen.dataset.screen !== at;
    // Who shows what the class shared listens to this, and puts it in `.live`.
    if (isOther) this.dispatchEvent(new CustomEvent("exercise", { bubbles: true, detail: { id: at } }));
    this.tick();
  }

  tick() {
    const { at, clock } = this.state;
    const isExercise = at !== "start" && at !== "end";
    const isUsed = clock.ends !== null || clock.left < clock.whole;
    this.querySelector(".clock").hidden = !isExercise || !isUsed;
    showClock(this.querySelector(".clock"), this.state, this.link.now, this.words.clock);
    stayAwake();
  }

  apart(trouble) {
    const place = this.querySelector("[data-part=trouble]");
    const text = this.words[trouble] ?? "";
    if (place.textContent !== text) place.textContent = text;
  }
}

customElements.define("session-screen", SessionScreen);
