/**
 * Takes a recording along once its answer is shared, and keeps at it: on a train nothing is lost. Loaded when there is one.
 *
 * What is on this device stays here until the server said that it has it, and afterwards as well. `sent` on the shelf is
 * the digest of what went: a recording that was sent, and is not the one that is there now, was replaced elsewhere.
 */
import { find } from "../../runtime/dom.js";
import { PhotoShelf } from "../../runtime/photos.js";

const FIRST_RETRY = 4000; // ms; doubles up to the longest
const LONGEST_RETRY = 60000;
const MUCH_LATER = 600000;
const PATIENCE = 180000; // of one sending
const NEVER = { 413: "too-large", 415: "kind" };

export class Sending {
  #timer = 0;
  #retryIn = FIRST_RETRY;
  #busy = false;
  #again = false;

  /** @param {AudioAnswer} activity its `uploads` is what the place offers */
  constructor(activity) {
    this.activity = activity;
    this.shelf = new PhotoShelf(activity.deviceKey);
    addEventListener("online", () => this.look());
  }

  get isShared() {
    return (this.activity.uploads.answer()?.audience ?? "learner") !== "learner";
  }

  /** The digest of what the server has. */
  get #here() {
    return this.activity.uploads.here[this.activity.id];
  }

  set #here(digest) {
    this.activity.uploads.here[this.activity.id] = digest;
  }

  /** Whether a recording of this device was replaced by one from elsewhere. */
  isReplaced({ sent }) {
    return Boolean(sent && this.#here && sent !== this.#here);
  }

  /** Something may have changed: what is recorded, or with whom it is shared. */
  async look() {
    clearTimeout(this.#timer);
    this.#again = true;
    if (this.#busy || !this.activity.root.isConnected) return;
    this.#busy = true;
    try {
      while (this.#again) {
        this.#again = false;
        await this.#step();
      }
    } catch (error) {
      console.warn(error);
      this.#later("waiting");
    } finally {
      this.#busy = false;
    }
  }

  /** The recording that the server has, for another device. */
  async fetch() {
    const answer = await this.activity.uploads.ask("GET", `/uploads/${this.activity.id}`);
    return answer.ok ? answer.blob() : null;
  }

  async #step() {
    const { audio, id, root } = this.activity;
    if (root.classList.contains("is-recording")) return; // what is on the shelf is half of it; looked at when it ends
    if (!audio || !this.isShared) {
      this.#here = undefined; // the server lets go of it with the answer
      this.#mark("device");
      return this.#say("");
    }
    const recording = await this.shelf.get(id);
    if (!recording || this.isReplaced(recording)) return this.#say(audio.where === "server" ? "sent" : "");
    if (!recording.sent || recording.sent !== this.#here) {
      const digest = await this.#send(recording);
      if (!digest) return;
      this.#here = digest;
      // What was recorded meanwhile is looked at in the next turn.
      if ((await this.shelf.get(id))?.blob !== recording.blob) return void (this.#again = true);
      await this.shelf.put(id, Object.assign(recording, { sent: digest }));
    }
    if (this.#again) return;
    // Only what the answer says to be there can be heard.
    this.#mark("server");
    if (!(await this.#isSaved())) return this.#later("waiting");
    this.#retryIn = FIRST_RETRY;
    return this.#say("sent");
  }

  /** Returns the digest once the server has it, else nothing; it is tried again where that may help. */
  async #send({ blob }) {
    const { uploads, id } = this.activity;
    if (blob.size > uploads.most) return this.#say("too-large");
    this.#say("sending");
    const content = await blob.arrayBuffer();
    const digest = hex(await crypto.subtle.digest("SHA-256", content));
    // The server takes it when the answer there says that it is shared.
    if (!(await this.#isSaved())) return this.#later("waiting");
    const answer = await this.#put(`/uploads/${id}`, content, blob.type, digest);
    if (answer?.ok) return digest;
    if (NEVER[answer?.status]) return this.#say(NEVER[answer.status]);
    if (answer?.status === 429) return this.#later("too-much", MUCH_LATER);
    return this.#later("waiting");
  }

  /** A save that was under way already may be of an answer from before. */
  async #isSaved() {
    const { saved } = this.activity.uploads;
    return (await saved()) || saved();
  }

  async #put(path, body, type, digest) {
    const headers = { "Content-Type": type.split(";")[0] || "application/octet-stream", "Wegwijs-Digest": digest };
    try {
      return await this.activity.uploads.ask("PUT", path, body, { headers, signal: AbortSignal.timeout(PATIENCE) });
    } catch {
      return null; // no connection
    }
  }

  #later(why, wait = this.#retryIn) {
    this.#say(why);
    this.#timer = setTimeout(() => this.look(), wait);
    this.#retryIn = Math.min(this.#retryIn * 2, LONGEST_RETRY);
  }

  /** Where the answer says that the recording is. Facilitators hear what is at the server and called so. */
  #mark(where) {
    const { activity } = this;
    // A page in another language took this one's place: what it holds is no longer what is written.
    if (!activity.audio || activity.audio.where === where || !activity.root.isConnected) return;
    activity.audio = { ...activity.audio, where };
    activity.changed();
  }

  async #say(key) {
    const { activity } = this;
    const [said, tell] = [find("[data-sent]", activity.root), find("[data-stays]", activity.root)];
    const lasts = await this.shelf.lasts();
    const name = key === "waiting" && !lasts ? "waiting-now" : key;
    const text = name ? activity.ui(name) : "";
    if (said.textContent !== text) said.textContent = text;
    said.dataset.sent = key;
    tell.textContent = activity.ui(this.isShared ? "goes" : lasts ? "stays-until" : "stays-until-now");
  }
}

const hex = (bytes) => Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
