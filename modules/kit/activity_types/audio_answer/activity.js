import { Activity } from "../../runtime/activity.js";
import { find } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { PhotoShelf } from "../../runtime/photos.js";
import { clockTime } from "./rules.js";

/**
 * A text, and a recording that stays on this device: {blob, seconds} on the shelf where photos are too, so that it goes
 * when they go. The answer holds how long it is and where, never the sound.
 */
export default class AudioAnswer extends Activity {
  #kept = null; // the recording that is on this device
  #deleted = null; // and the one that may come back
  #audio; // what the answer says of it
  #address = null;
  #recorder = null;

  connect() {
    super.connect();
    this.shelf = new PhotoShelf(this.deviceKey);
    this.text = find("[data-text]", this.root);
    this.part = (name) => find(`[data-${name}]`, this.root);
    const acts = { start: () => this.#start(), stop: () => this.#recorder?.stop(), delete: () => this.#delete(), undo: () => this.#putBack() };
    for (const [name, act] of Object.entries(acts)) this.part(name).addEventListener("click", act);
    this.part("player").addEventListener("loadedmetadata", ({ target }) => knowLength(target));
    this.part("box").hidden = false;
    grow(this.root);
    void this.#find();
  }

  read() {
    return { text: this.text.value, audio: this.#audio };
  }

  write(value = { text: "" }) {
    setText(this.text, value.text);
    this.#audio = value.audio ?? (this.#kept ? { seconds: this.#kept.seconds, where: "device" } : undefined);
    this.#show();
  }

  /** What is on this device from before; also what an interrupted recording left. */
  async #find() {
    this.part("stays").textContent = this.ui((await this.shelf.lasts()) ? "stays" : "stays-now");
    const found = await this.shelf.get(this.id);
    if (found && !this.#recorder) this.#take(found);
    else this.#show();
  }

  async #start() {
    this.#say("asking");
    let trouble = "trouble";
    try {
      const { Recorder, troubleOf } = await import("./recorder.js");
      trouble = troubleOf;
      this.#deleted = null;
      this.#recorder = new Recorder(this.options.most * 60, {
        heard: (recording) => void this.shelf.put(this.id, recording), // every few seconds: nothing is lost on the way
        tick: (seconds) => (this.part("now").textContent = this.ui("now", { time: clockTime(seconds), most: clockTime(this.options.most * 60) })),
        ended: (recording, why) => this.#end(recording, why),
      });
      await this.#recorder.start();
      this.#show();
      this.#say("recording");
      this.part("stop").focus();
    } catch (error) {
      this.#recorder = null;
      this.#show();
      this.#say(typeof trouble === "function" ? trouble(error) : trouble);
    }
  }

  async #end(recording, why) {
    this.#recorder = null;
    this.part("now").textContent = "";
    if (recording.seconds < 1) {
      await this.shelf.remove(this.id);
      this.#show();
      return this.#say("too-short");
    }
    await this.shelf.put(this.id, recording);
    this.#take(recording);
    this.#say(why);
    this.part("player").focus();
  }

  /** A recording is here: the answer says so. */
  #take(recording) {
    this.#kept = recording;
    const seconds = Math.min(recording.seconds, this.options.most * 60);
    const isNew = this.#audio?.seconds !== seconds;
    this.#audio = { seconds, where: "device" };
    this.#show();
    if (isNew) this.changed();
  }

  async #delete() {
    this.#deleted = this.#kept;
    this.#kept = null;
    this.#audio = undefined;
    this.#show();
    this.#say("deleted");
    this.part("undo").focus();
    this.changed();
    await this.shelf.remove(this.id);
  }

  async #putBack() {
    const recording = this.#deleted;
    this.#deleted = null;
    this.#take(recording);
    this.#say(null);
    this.part("player").focus();
    await this.shelf.put(this.id, recording);
  }

  #show() {
    const isRecording = this.#recorder !== null;
    const { blob } = this.#kept ?? {};
    const canRecord = Boolean(globalThis.MediaRecorder && navigator.mediaDevices?.getUserMedia);
    this.part("start").hidden = isRecording || Boolean(blob) || !canRecord;
    this.part("stop").hidden = !isRecording;
    for (const name of ["player", "save", "delete"]) this.part(name).hidden = !blob;
    this.part("undo").hidden = !this.#deleted || isRecording;
    this.root.classList.toggle("is-recording", isRecording);
    this.#play(blob);
    if (!isRecording && !blob && this.#audio) this.#say("elsewhere");
    else if (!canRecord && !blob) this.#say("unsupported");
  }

  #play(blob) {
    if (this.#address?.blob === blob) return;
    if (this.#address) URL.revokeObjectURL(this.#address.url);
    this.#address = blob ? { blob, url: URL.createObjectURL(blob) } : null;
    const [player, save] = [this.part("player"), this.part("save")];
    if (!blob) return player.removeAttribute("src");
    player.src = save.href = this.#address.url;
    save.download = `${this.ui("file")}.${blob.type.includes("mp4") ? "m4a" : blob.type.includes("ogg") ? "ogg" : "webm"}`;
  }

  #say(key) {
    const values = this.#audio && { time: clockTime(this.#audio.seconds) };
    this.part("said").textContent = key ? this.ui(key, values) : "";
  }
}

/** A recording made in pieces does not say how long it is, until somebody has looked for its end. */
function knowLength(player) {
  if (Number.isFinite(player.duration)) return;
  player.addEventListener("timeupdate", () => (player.currentTime = 0), { once: true });
  player.currentTime = 1e7;
}
