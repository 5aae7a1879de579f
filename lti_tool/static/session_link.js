/**
 * Keeps the windows of one session together: those of this browser at once, others by the server. What the server does not
 * have yet stays on this device until it has, also when the page is closed.
 */
import { ask } from "./sheet.js";

const BETWEEN = 4000;
const HEARD_LATELY = 20000;

export class SessionLink {
  #waiting = null;
  #isSending = false;
  #heardAt = 0;
  #turn = 0;

  /**
   * @param session What the page came with: `key`, `revision`, `state` and the server's `now`.
   * @param follow Called with the state that another window or another person brought, and who (`window` or `person`).
   * @param say Called with what keeps this page from the server: `no-connection`, `expired`, or `null` for nothing.
   */
  constructor({ key, revision, now }, follow, say) {
    Object.assign(this, { key: `wegwijs-session-${key}`, revision, follow, say });
    this.ahead = now - Date.now() / 1000;
    this.channel = new BroadcastChannel(this.key);
    this.channel.onmessage = ({ data }) => this.#hear(data);
    setInterval(() => this.#lookUp(), BETWEEN);
    addEventListener("online", () => this.#send());
  }

  /** The server's time. */
  get now() {
    return Math.round(Date.now() / 1000 + this.ahead);
  }

  /** The state moved on here. */
  tell(state) {
    this.#waiting = state;
    this.#remember({ state, was: this.revision });
    this.channel.postMessage({ state });
    this.#send();
  }

  /** The state that an earlier page could not bring away, unless somebody went on meanwhile. */
  takeUp() {
    const kept = this.#remembered();
    if (kept?.was === this.revision) return kept.state;
    this.#remember(null);
    return null;
  }

  #hear({ state, revision }) {
    this.#heardAt = Date.now();
    if (revision) this.revision = revision;
    else this.follow(state, "window");
  }

  async #send() {
    if (!this.#waiting || this.#isSending) return;
    this.#isSending = true;
    const state = this.#waiting;
    try {
      const answer = await ask("/guide/now", JSON.stringify({ was: this.revision, state }));
      if (answer.ok) this.#settle(state, await answer.json());
      // What the server will never take does not wait. A page that is too old is opened again, and takes it up then.
      else if (answer.status < 500 && answer.status !== 401) this.#waiting = null;
      this.say(troubleOf(answer));
    } catch {
      // No connection: what waits is sent with the next look.
      this.say("no-connection");
    }
    this.#isSending = false;
    if (this.#waiting !== null && this.#waiting !== state) this.#send();
  }

  #settle(sent, { taken, state, revision }) {
    this.revision = revision;
    if (!taken) {
      this.#waiting = null;
      this.follow(state, "person");
      this.channel.postMessage({ state });
    } else if (this.#waiting === sent) this.#waiting = null;
    this.#remember(this.#waiting && { state: this.#waiting, was: revision });
    this.channel.postMessage({ revision });
  }

  async #lookUp() {
    if (this.#waiting) return this.#send();
    // Who hears of it in this browser need not ask so often.
    const isNear = Date.now() - this.#heardAt < HEARD_LATELY;
    if (document.hidden || (isNear && this.#turn++ % 5)) return;
    try {
      const answer = await ask("/guide/now");
      this.say(troubleOf(answer));
      if (!answer.ok) return;
      const { state, revision, now } = await answer.json();
      this.ahead = now - Date.now() / 1000;
      if (this.#waiting || revision === this.revision || !state) return;
      this.revision = revision;
      this.follow(state, "person");
    } catch {
      this.say("no-connection");
    }
  }

  // A browser may allow no storage: then nothing is remembered, and all else works.
  #remember(what) {
    try {
      if (what) localStorage.setItem(this.key, JSON.stringify(what));
      else localStorage.removeItem(this.key);
    } catch {}
  }

  #remembered() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null;
    }
  }
}

function troubleOf({ ok, status }) {
  return ok ? null : status === 401 ? "expired" : "no-connection";
}
