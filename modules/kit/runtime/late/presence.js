/**
 * "Ben je er?": on the steps on campus, and at the start while a meeting is open, a learner types the code that is on the
 * wall. A code that the QR's page of this browser hands over (`here.js`) needs no typing.
 */
import { find, make } from "../dom.js";
import { clock, localeOf } from "../words.js";

const KEY = "wegwijs.here";
const BETWEEN = 3000; // ms between two tries where there is no connection
let box = null;

export function showPresence(view, call) {
  // The page in another language has a new view, and one box.
  box?.close();
  box = new Presence(view, call);
}

class Presence {
  #closing = new AbortController();
  #observer = new MutationObserver(() => this.#place());
  #channel = new BroadcastChannel(KEY);
  #step = null;
  #wantsField = false;
  #taken = 0;
  #turn = 0;

  constructor(view, call) {
    Object.assign(this, { view, call, loaded: view.session.loaded });
    this.element = make("section", { className: "presence" });
    this.#observer.observe(find("main"), { subtree: true, attributeFilter: ["class"] });
    const { signal } = this.#closing;
    document.addEventListener("visibilitychange", () => !document.hidden && this.#back(), { signal });
    addEventListener("storage", ({ key }) => key === KEY && this.#takeOver(), { signal });
    this.#channel.onmessage = ({ data }) => data.code && this.#take(data);
    // The load answer is in the language of the first page.
    if (this.now.asked !== view.module.language) this.#ask();
    this.#draw();
    this.#place();
    this.#takeOver();
  }

  close() {
    this.#closing.abort();
    this.#observer.disconnect();
    this.#channel.close();
    this.element.remove();
  }

  get now() {
    return this.loaded.presence;
  }

  get #path() {
    return `/presence?language=${this.view.module.language}`;
  }

  /** Where the learner is: on a step on campus, at the start, or elsewhere. */
  #place() {
    const screen = find(".screen.is-now");
    if (!screen || this.element.parentElement?.closest(".screen") === screen) return;
    const { step, activity } = screen.dataset;
    const isCampus = this.now.steps.includes(step);
    if (isCampus && step !== this.#step) this.#ask();
    this.#step = isCampus ? step : null;
    const isWanted = isCampus ? !activity || !this.now.at : screen.dataset.screen === "start" && this.now.meeting;
    if (!isWanted) this.element.remove();
    // On top where there is something to do; where there is not, it stays out of the way.
    else if (activity || (this.now.meeting && !this.now.at)) find("div", screen).prepend(this.element);
    else find(".prose", screen).after(this.element);
  }

  #back() {
    this.#takeOver();
    if (this.#step || find(".screen.is-now")?.dataset.screen === "start") this.#ask();
  }

  /** Once: whether a meeting is open by now. Without an answer all stays as it is. */
  async #ask() {
    const { presence } = await this.call("GET", this.#path).catch(() => ({}));
    if (presence) this.#learn(presence);
  }

  #learn(presence) {
    const before = this.now;
    this.loaded.presence = presence;
    const isOther = ["meeting", "at", "asked"].some((name) => presence[name] !== before[name]);
    // Who is typing goes on typing.
    if (isOther && !this.element.contains(document.activeElement)) this.#draw();
    this.#place();
  }

  #draw() {
    const { words, at, meeting } = this.now;
    const heading = make("h2", { className: "presence-title" }, words.title);
    this.status = make("p", { role: "status", className: "presence-status" });
    const parts = at ? this.#said() : meeting || this.#wantsField ? this.#form() : this.#soon();
    this.element.replaceChildren(heading, ...parts);
  }

  #said() {
    const { words, at, how } = this.now;
    const text = how === "tick" ? words.ticked : words.present;
    const said = make("p", { className: "presence-said", tabIndex: -1 }, text.replace("{time}", this.#time(at)));
    // It is seen above, and told to who can't see it.
    this.status.className = "visually-hidden";
    return [said, this.status];
  }

  #time(at) {
    const { language } = this.view.module;
    const moment = new Date(at);
    if (moment.toDateString() === new Date().toDateString()) return clock(moment, language);
    const day = new Intl.DateTimeFormat(localeOf(language), { day: "numeric", month: "long" }).format(moment);
    return `${day}, ${clock(moment, language)}`;
  }

  #soon() {
    const { words } = this.now;
    const onclick = () => {
      this.#wantsField = true;
      this.#draw();
      find("input", this.element).focus();
      this.#ask();
    };
    return [
      make("p", { className: "quiet" }, words.waiting),
      make("button", { type: "button", className: "secondary", onclick }, words.seen),
      this.status,
    ];
  }

  #form() {
    const { words, length } = this.now;
    const field = make("input", {
      id: "presence-code",
      autocomplete: "off",
      autocapitalize: "characters",
      spellcheck: false,
      maxLength: length * 3,
      dir: "ltr",
    });
    const form = make(
      "form",
      { className: "presence-form" },
      make("label", { htmlFor: field.id }, words.label),
      this.status,
      make("p", { className: "presence-row" }, field, make("button", { className: "primary" }, words.send)),
    );
    form.onsubmit = (event) => {
      event.preventDefault();
      if (field.value.trim()) this.#send(field.value);
      else this.#tell(words.empty);
    };
    const isTryOut = this.loaded.role === "facilitator";
    return isTryOut ? [form, make("p", { className: "quiet" }, words["try-out-note"])] : [form];
  }

  #tell(text) {
    this.status.textContent = text;
  }

  /** Send a code; without a connection, again until its time is over. */
  async #send(code, reply = () => {}) {
    const turn = ++this.#turn;
    const until = Date.now() + this.now.seconds * 1000;
    this.#tell(this.now.words.sending);
    while (turn === this.#turn) {
      try {
        return this.#settle(await this.call("POST", this.#path, { code }), reply);
      } catch (error) {
        if (turn !== this.#turn) return;
        const outcome = !error.retry ? "failed" : Date.now() < until ? "offline" : "late";
        this.#tell(this.now.words.said[outcome]);
        reply(outcome === "offline" ? "waiting" : outcome);
        if (outcome !== "offline") return;
        await this.#online();
      }
    }
  }

  #settle({ outcome, presence }, reply) {
    const hadFocus = this.element.contains(document.activeElement);
    // A link may show other steps by now, and none on campus.
    this.loaded.presence = presence ?? this.now;
    reply(outcome);
    if (outcome !== "here") {
      this.#tell(this.now.words.said[outcome]);
      if (hadFocus) find("input", this.element)?.select();
      return;
    }
    this.#draw();
    this.#tell(find(".presence-said", this.element).textContent);
    if (hadFocus) find(".presence-said", this.element).focus();
  }

  #online() {
    return new Promise((resolve) => {
      setTimeout(resolve, BETWEEN);
      addEventListener("online", resolve, { once: true, signal: this.#closing.signal });
    });
  }

  /** What the QR's page left on this device a moment ago, for a module that was not open yet. */
  #takeOver() {
    try {
      const given = JSON.parse(localStorage.getItem(KEY));
      if (given) this.#take(given);
    } catch {
      // Nothing may be kept here: a code is typed.
    }
  }

  async #take({ meeting, code, at }) {
    if (this.now.at || Date.now() - at > this.now.seconds * 1000) return;
    if (this.now.meeting !== meeting) await this.#ask();
    // It is heard, and found in the storage as well.
    if (this.now.meeting !== meeting || this.now.at || this.#taken === at) return;
    this.#taken = at;
    try {
      localStorage.removeItem(KEY);
    } catch {
      // Then it stays there for its minute.
    }
    this.#send(code, (outcome) => this.#channel.postMessage({ meeting, outcome }));
  }
}
