/**
 * What a class shared, as it is now: asked for again and again, and answered with nothing as long as nothing changed. Without
 * a connection the last picture stays. Windows of this browser tell each other that somebody pressed a button.
 */
import { fitToScreen } from "./live_fit.js";
import { ask } from "./sheet.js";

const BETWEEN = { wall: 800, steer: 800, guide: 1600 };
const UNSEEN = 15000;
const LONGEST = 15000;
const BETWEEN_WORDS = 12000;

class LiveLook extends HTMLElement {
  #timer = 0;
  #failures = 0;
  #turn = 0;
  #told = { text: "", at: 0 };

  connectedCallback() {
    this.view = this.dataset.view;
    this.words = JSON.parse(this.dataset.words ?? "{}");
    this.version = this.dataset.version ?? "";
    this.look = this.querySelector("[data-live=look]") ?? this.#add("div", "look");
    this.trouble = this.#add("p", "trouble", { className: "notice", role: "status" });
    if (this.view !== "wall") this.told = this.#add("p", "told", { className: "unseen", role: "status" });
    this.screen = this.closest("session-screen");
    this.screen?.addEventListener("exercise", this.#isElsewhere);
    this.addEventListener("submit", this.#press);
    this.channel = new BroadcastChannel("wegwijs-live");
    this.channel.onmessage = () => this.#soon();
    for (const event of ["online", "resize", "visibilitychange"]) addEventListener(event, this);
    if (this.look.firstElementChild) this.#dress();
    this.#soon();
  }

  disconnectedCallback() {
    clearTimeout(this.#timer);
    this.channel.close();
    this.screen?.removeEventListener("exercise", this.#isElsewhere);
    for (const event of ["online", "resize", "visibilitychange"]) removeEventListener(event, this);
  }

  handleEvent({ type }) {
    if (type === "resize") this.#fit();
    else if (!document.hidden) this.#soon();
  }

  get activity() {
    return this.view === "wall" ? (this.screen?.state?.at ?? "start") : this.dataset.activity;
  }

  #add(tag, name, properties = {}) {
    const made = Object.assign(document.createElement(tag), properties);
    made.dataset.live = name;
    return this.appendChild(made);
  }

  // Nothing of another exercise may stand under the words of this one.
  #isElsewhere = () => {
    this.#turn += 1;
    this.#show("", "");
    this.#soon();
  };

  #soon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), 0);
  }

  async #ask() {
    // What belongs to an exercise waits until that is at hand.
    if ((this.closest("[data-screen]") ?? document.body).checkVisibility()) await this.#update();
    if (!this.isConnected) return;
    const again = BETWEEN[this.view] * 2 ** Math.min(this.#failures, 5);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ask(), document.hidden ? UNSEEN : Math.min(again, LONGEST));
  }

  async #update() {
    const turn = (this.#turn += 1);
    const { view, activity, version } = this;
    const query = new URLSearchParams({ view, activity, seen: version, language: document.documentElement.lang });
    let answer = null;
    try {
      answer = await ask(`/class/live/look?${query}`);
      if (answer.status === 200) {
        const html = await answer.text();
        // Somebody pressed a button meanwhile: what that brought is newer.
        if (turn === this.#turn && !this.#isRead()) this.#show(html, answer.headers.get("Wegwijs-Version"));
      }
    } catch {
      // No connection: said below.
    }
    const isFine = answer?.ok ?? false;
    this.#failures = isFine ? 0 : this.#failures + 1;
    // Once may be a hiccup that nobody need hear of.
    if (isFine) this.#say("");
    else if (answer?.status === 401) this.#say(this.words.expired);
    else if (this.#failures > 1) this.#say(this.words["no-connection"]);
  }

  /** Who is selecting a text to copy is not interrupted. */
  #isRead() {
    const chosen = getSelection();
    return this.view !== "wall" && Boolean(chosen.toString()) && this.look.contains(chosen.anchorNode);
  }

  #press = async (event) => {
    event.preventDefault();
    event.stopPropagation();
    const { target: form, submitter } = event;
    if (submitter.ariaDisabled === "true") return;
    submitter.ariaDisabled = "true";
    this.#turn += 1;
    const turn = this.#turn;
    try {
      const query = new URLSearchParams({ language: document.documentElement.lang });
      const answer = await ask(`/class/live/mark?${query}`, new URLSearchParams(new FormData(form, submitter)));
      if (!answer.ok) throw new Error(answer.status);
      const html = await answer.text();
      if (turn !== this.#turn) return this.#soon();
      this.#show(html, answer.headers.get("Wegwijs-Version"));
      this.querySelector(".live-said")?.focus({ preventScroll: this.view === "guide" });
      this.#say("");
      this.channel.postMessage("");
    } catch {
      this.#say(this.words.failed);
    } finally {
      submitter.ariaDisabled = null;
    }
  };

  #show(html, version) {
    this.version = version;
    const held = this.look.contains(document.activeElement) ? document.activeElement.id : "";
    const open = [...this.look.querySelectorAll("details[open][id]")].map(({ id }) => id);
    const before = new Set([...this.look.querySelectorAll("[data-item]")].map(({ dataset }) => dataset.item));
    this.look.innerHTML = html;
    for (const id of open) this.querySelector(`#${CSS.escape(id)}`)?.setAttribute("open", "");
    if (held) this.querySelector(`#${CSS.escape(held)}`)?.focus({ preventScroll: true });
    if (before.size) {
      for (const item of this.look.querySelectorAll("[data-item]")) item.classList.toggle("is-new", !before.has(item.dataset.item));
    }
    this.#dress();
  }

  #dress() {
    const told = this.look.querySelector("[data-told]")?.dataset.told;
    if (told && this.told) this.#tell(told);
    if (!this.screen) return;
    const title = this.look.querySelector("[data-activity]");
    this.screen.classList.toggle("has-live", Boolean(title));
    // The exercise at hand has its name above; another one, with none at hand, says its own.
    if (title) this.screen.classList.toggle("has-own-title", title.dataset.activity !== this.activity);
    this.#fit();
  }

  #fit() {
    if (this.screen && this.isConnected) fitToScreen(this.look);
  }

  /** How many shared is said now and then, not at each of thirty. */
  #tell(text) {
    if (text === this.#told.text) return;
    const isFirst = !this.#told.text;
    this.#told.text = text;
    if (isFirst) return;
    const wait = Math.max(0, this.#told.at + BETWEEN_WORDS - Date.now());
    this.#told.at = Date.now() + wait;
    clearTimeout(this.#told.timer);
    this.#told.timer = setTimeout(() => (this.told.textContent = this.#told.text), wait);
  }

  #say(text = "") {
    if (this.trouble.textContent !== text) this.trouble.textContent = text;
  }
}

customElements.define("live-look", LiveLook);
