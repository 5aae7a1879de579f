/**
 * Keeps answers: after each pause, on hide, on leaving; again and again until the host has them.
 *
 * Events: `state` ({state, code, at}), `conflict` ({id, theirs}), `refused` ({id, reason}).
 */
import { sameJson } from "./dom.js";
import { deviceStore } from "./device_store.js";

const PAUSE = 800; // ms without a change before saving
const FIRST_RETRY = 2000; // ms; doubles up to the longest
const LONGEST_RETRY = 60000;

export class Autosave extends EventTarget {
  #host;
  #before;
  #device;
  #dirty = new Map(); // id → counts the changes since the page opened
  #sent = new Map(); // id → what was sent and may have arrived without our knowing
  #conflicts = new Map(); // id → their answer
  refusals = new Map(); // id → why the host does not take what is here
  #positionDirty = false;
  #changes = 0;
  #timer = 0;
  #retryIn = FIRST_RETRY;
  #running = null;

  /**
   * @param host where answers go
   * @param loaded what the host had: answers and position
   * @param before called before each save, so that the host may hear of progress first
   */
  constructor(host, { answers, position }, before) {
    super();
    this.#host = host;
    this.#before = before;
    this.answers = { ...answers };
    this.position = position;
    this.state = { state: Object.keys(answers).length ? "kept" : "empty" };
    this.#device = deviceStore(host.key);
    this.#takeFromDevice();
    addEventListener("online", () => this.flush());
    document.addEventListener("visibilitychange", () => document.hidden && this.flush());
    addEventListener("pagehide", () => {
      if (this.#pending()) void this.#before();
      this.#host.leave(this.#changesToSend()); // also with nothing to send: some hosts have a session to end
    });
  }

  /** The conflicts that wait for the learner's choice: id → their answer. */
  get conflicts() {
    return this.#conflicts;
  }

  change(id, part) {
    const before = this.answers[id] ?? { value: undefined, how: "screen", audience: "learner", revision: 0 };
    const answer = { ...before, ...part };
    if (sameJson(answer, before)) return;
    this.answers[id] = answer;
    this.#dirty.set(id, ++this.#changes);
    this.refusals.delete(id);
    this.#device.put(id, answer);
    this.#say({ state: "unsaved" });
    this.#schedule(PAUSE);
  }

  /** Take an answer as the host has it, unless one is being written here. */
  renew(id, answer) {
    if (answer && !this.#dirty.has(id)) this.answers[id] = answer;
  }

  moveTo(position) {
    if (this.position === position) return;
    this.position = position;
    this.#positionDirty = true;
    this.#schedule(PAUSE);
  }

  /** Settle a conflict: keep what is here, or take the other. */
  settle(id, keepMine) {
    const theirs = this.#conflicts.get(id);
    this.#conflicts.delete(id);
    if (keepMine) {
      this.answers[id] = { ...this.answers[id], revision: theirs.revision };
      this.#dirty.set(id, ++this.#changes);
      this.#schedule(0);
    } else {
      this.answers[id] = theirs;
      this.#forget(id);
      this.#schedule(0);
    }
  }

  /** Save now. Resolves to whether all is saved. */
  async flush() {
    clearTimeout(this.#timer);
    this.#running ??= this.#save().finally(() => (this.#running = null));
    await this.#running;
    return !this.#pending();
  }

  async #save() {
    if (!this.#pending()) return;
    const sending = this.#changesToSend();
    const counts = new Map(this.#dirty);
    const positionWas = this.position;
    for (const [id, answer] of Object.entries(sending.answers)) this.#remember(id, answer);
    try {
      await this.#before();
      const { saved = {}, conflicts = {}, refused = {} } = await this.#host.save(sending);
      if (positionWas === this.position) this.#positionDirty = false;
      for (const [id, revision] of Object.entries(saved)) this.#saved(id, revision, counts.get(id));
      for (const [id, theirs] of Object.entries(conflicts)) this.#conflict(id, theirs);
      for (const [id, reason] of Object.entries(refused)) this.#refused(id, reason);
      this.#retryIn = FIRST_RETRY;
      this.#afterSave();
    } catch (error) {
      // Whatever went wrong, the answers stay here; only a host that says so ends the trying.
      const retry = error.retry ?? true;
      this.#say({ state: "trouble", code: error.retry === undefined ? "offline" : error.message, retry });
      if (!retry) return;
      this.#schedule(this.#retryIn);
      this.#retryIn = Math.min(this.#retryIn * 2, LONGEST_RETRY);
    }
  }

  #afterSave() {
    if (this.#pending()) this.#schedule(PAUSE);
    else if (this.#conflicts.size) this.#say({ state: "unsaved" });
    else if (this.refusals.size) this.#say({ state: "trouble", code: "refused" });
    else this.#say({ state: "saved", at: new Date() });
  }

  #saved(id, revision, count) {
    this.answers[id] = { ...this.answers[id], revision };
    if (this.#dirty.get(id) === count) this.#forget(id);
    else this.#sent.delete(id);
  }

  #conflict(id, theirs) {
    // A reply that got lost, or the last save of a page that was left: the "other" answer is our own.
    if ([...(this.#sent.get(id) ?? []), this.answers[id]].some((ours) => sameAnswer(ours, theirs))) {
      this.answers[id] = { ...this.answers[id], revision: theirs.revision };
      if (sameAnswer(this.answers[id], theirs)) this.#forget(id);
      return;
    }
    this.#conflicts.set(id, theirs);
    this.dispatchEvent(new CustomEvent("conflict", { detail: { id, theirs } }));
  }

  #refused(id, reason) {
    this.refusals.set(id, reason);
    this.#dirty.delete(id); // the text stays on the screen and on the device; sending it again would not help
    this.dispatchEvent(new CustomEvent("refused", { detail: { id, reason } }));
  }

  #remember(id, answer) {
    this.#sent.set(id, [...(this.#sent.get(id) ?? []), answer].slice(-8));
  }

  #forget(id) {
    this.#dirty.delete(id);
    this.#sent.delete(id);
    this.#device.remove(id);
  }

  #pending() {
    return this.#positionDirty || [...this.#dirty.keys()].some((id) => !this.#conflicts.has(id));
  }

  #changesToSend() {
    const ids = [...this.#dirty.keys()].filter((id) => !this.#conflicts.has(id));
    return { answers: Object.fromEntries(ids.map((id) => [id, this.answers[id]])), position: this.position };
  }

  #takeFromDevice() {
    for (const [id, mine] of this.#device.all()) {
      const theirs = this.answers[id];
      if (theirs && sameAnswer(mine, theirs)) {
        this.#device.remove(id);
        continue;
      }
      this.answers[id] = theirs ? mine : { ...mine, revision: 0 };
      this.#dirty.set(id, ++this.#changes);
      if (theirs && theirs.revision !== mine.revision) this.#conflicts.set(id, theirs);
    }
    if (this.#dirty.size) {
      this.state = { state: "unsaved" };
      this.#schedule(0);
    }
  }

  #schedule(delay) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.flush(), delay);
  }

  #say(state) {
    this.state = state;
    this.dispatchEvent(new CustomEvent("state", { detail: state }));
  }
}

function sameAnswer(a, b) {
  return sameJson([a.value, a.how, a.audience], [b.value, b.how, b.audience]);
}
