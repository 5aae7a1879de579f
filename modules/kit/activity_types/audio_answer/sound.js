/**
 * The recording of an audio-answer: made, played, erased, saved as a file. Loaded when its screen opens.
 *
 * It stays on this device: {blob, seconds} on the shelf where photos are too, so that it goes when they go. Where its
 * answer can be shared, `sending.js` takes it along.
 */
import { find } from "../../runtime/dom.js";
import { PhotoShelf } from "../../runtime/photos.js";
import { clockTime } from "./rules.js";
import { Sending } from "./sending.js";

export class Sound {
  #kept = null; // the recording that is on this device
  #deleted = null; // and the one that may come back
  #address = null;
  #recorder = null;

  /** @param {AudioAnswer} activity its `audio` is what the answer says of the recording */
  constructor(activity) {
    this.activity = activity;
    this.id = activity.id;
    this.most = activity.options.most * 60;
    this.shelf = new PhotoShelf(activity.deviceKey);
    this.part = (name) => find(`[data-${name}]`, activity.root);
    const acts = { start: () => this.#start(), stop: () => this.#recorder?.stop(), delete: () => this.#delete(), undo: () => this.#putBack(), fetch: () => this.#fetch() };
    for (const [name, act] of Object.entries(acts)) this.part(name).addEventListener("click", act);
    this.part("player").addEventListener("loadedmetadata", ({ target }) => knowLength(target));
    this.part("box").hidden = false;
    if (activity.uploads) activity.sending ??= new Sending(activity);
    this.show();
    void this.#find();
  }

  /** What is on this device from before; also what an interrupted recording left. */
  async #find() {
    const { sending } = this.activity;
    if (!sending) this.part("stays").textContent = this.activity.ui((await this.shelf.lasts()) ? "stays" : "stays-now");
    const found = await this.shelf.get(this.id);
    if (found && !this.#recorder && !sending?.isReplaced(found)) this.#take(found, found.sent && this.activity.audio?.where);
    else this.show();
    void sending?.look();
  }

  /** From the server, where another device brought it. */
  async #fetch() {
    this.part("fetch").ariaDisabled = "true";
    const blob = await this.activity.sending.fetch().catch(() => null);
    this.part("fetch").ariaDisabled = "false";
    if (!blob || !this.activity.audio) return this.#say("not-fetched");
    const { seconds, where } = this.activity.audio;
    const recording = { blob, seconds, sent: this.activity.uploads.here[this.id] };
    await this.shelf.put(this.id, recording);
    this.#take(recording, where);
    this.#say("done");
    this.part("player").focus();
  }

  async #start() {
    this.#say("asking");
    let trouble = "trouble";
    try {
      const { Recorder, troubleOf } = await import("./recorder.js");
      trouble = troubleOf;
      this.#deleted = null;
      this.#recorder = new Recorder(this.most, {
        heard: (recording) => void this.shelf.put(this.id, recording), // every few seconds: nothing is lost on the way
        tick: (seconds) => this.#tick(seconds),
        ended: (recording, why) => this.#end(recording, why),
      });
      await this.#recorder.start();
      this.show();
      this.#say("recording");
      this.part("stop").focus();
    } catch (error) {
      this.#recorder = null;
      this.show();
      this.#say(typeof trouble === "function" ? trouble(error) : trouble);
    }
  }

  /** Nobody is recorded behind another screen. */
  #tick(seconds) {
    this.part("now").textContent = this.activity.ui("now", { time: clockTime(seconds), most: clockTime(this.most) });
    if (!this.activity.root.closest(".is-now")) this.#recorder.stop();
  }

  async #end(recording, why) {
    this.#recorder = null;
    this.part("now").textContent = "";
    if (recording.seconds < 1) {
      await this.shelf.remove(this.id);
      this.show();
      return this.#say("too-short");
    }
    await this.shelf.put(this.id, recording);
    this.#take(recording);
    this.#say(why);
    if (this.activity.root.closest(".is-now")) this.part("player").focus();
  }

  /** A recording is here: the answer says so. */
  #take(recording, where = "device") {
    this.#kept = recording;
    const { audio } = this.activity;
    const seconds = Math.min(recording.seconds, this.most);
    const isNew = audio?.seconds !== seconds || audio.where !== where;
    this.activity.audio = { seconds, where };
    this.show();
    if (!isNew) return;
    this.activity.changed();
    void this.activity.sending?.look();
  }

  async #delete() {
    this.#deleted = this.#kept;
    this.#kept = null;
    this.activity.audio = undefined;
    this.show();
    this.#say("deleted");
    this.part("undo").focus();
    this.activity.changed();
    await this.shelf.remove(this.id);
    void this.activity.sending?.look();
  }

  async #putBack() {
    const { blob, seconds } = this.#deleted;
    this.#deleted = null;
    await this.shelf.put(this.id, { blob, seconds });
    this.#take({ blob, seconds });
    this.#say(null);
    this.part("player").focus();
  }

  /** Show what there is; the answer may have come from elsewhere meanwhile. */
  show() {
    if (this.#kept) this.activity.audio ??= { seconds: this.#kept.seconds, where: "device" };
    const isRecording = this.#recorder !== null;
    const { blob } = this.#kept ?? {};
    const canRecord = Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
    const isThere = Boolean(this.activity.uploads?.here[this.id] && this.activity.audio);
    this.part("start").hidden = isRecording || Boolean(blob) || !canRecord;
    this.part("fetch").hidden = isRecording || Boolean(blob) || !isThere;
    this.part("stop").hidden = !isRecording;
    for (const name of ["player", "save", "delete"]) this.part(name).hidden = !blob;
    this.part("undo").hidden = !this.#deleted || isRecording;
    this.activity.root.classList.toggle("is-recording", isRecording);
    this.#play(blob);
    if (!isRecording && !blob && this.activity.audio) this.#say(isThere ? "at-server" : "elsewhere");
    else if (!canRecord && !blob) this.#say("unsupported");
  }

  #play(blob) {
    if (this.#address?.blob === blob) return;
    if (this.#address) URL.revokeObjectURL(this.#address.url);
    this.#address = blob ? { blob, url: URL.createObjectURL(blob) } : null;
    const [player, save] = [this.part("player"), this.part("save")];
    if (!blob) return player.removeAttribute("src");
    player.src = save.href = this.#address.url;
    save.download = `${this.activity.ui("file")}.${blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm"}`;
  }

  #say(key) {
    const values = this.activity.audio && { time: clockTime(this.activity.audio.seconds) };
    this.part("said").textContent = key ? this.activity.ui(key, values) : "";
  }
}

/** A recording made in pieces does not say how long it is, until somebody has looked for its end. */
function knowLength(player) {
  if (Number.isFinite(player.duration)) return;
  player.addEventListener("timeupdate", () => (player.currentTime = 0), { once: true });
  player.currentTime = 1e7;
}
