/** The microphone, for as long as somebody records. Loaded when somebody does. */

const PIECE = 1000; // ms
const KEEP_EVERY = 5; // pieces
const KINDS = ["audio/webm;codecs=opus", "audio/mp4", "audio/ogg;codecs=opus"];
const BITS = 32000; // a second: clear speech, one megabyte in four minutes

export class Recorder {
  #most;
  #page;
  #pieces = [];
  #stream = null;
  #machine = null;
  #begun = 0;
  #timer = 0;
  #why = "done";

  /**
   * @param {number} most seconds; then it ends by itself
   * @param {{heard: function, tick: function, ended: function}} page `heard` gets what there is so far every few seconds,
   *   `ended` all of it, and why: done, full or interrupted
   */
  constructor(most, page) {
    this.#most = most;
    this.#page = page;
  }

  /** Ask for the microphone and begin; rejects with what `troubleOf` explains. */
  async start() {
    this.#stream = await navigator.mediaDevices.getUserMedia({ audio: { echoCancellation: true, noiseSuppression: true } });
    try {
      const mimeType = KINDS.find((kind) => MediaRecorder.isTypeSupported(kind));
      this.#machine = new MediaRecorder(this.#stream, { mimeType, audioBitsPerSecond: BITS });
      this.#machine.addEventListener("dataavailable", ({ data }) => this.#hear(data));
      this.#machine.addEventListener("stop", () => this.#end());
      this.#machine.addEventListener("error", () => this.stop("interrupted"));
      // A call comes in, a headset is unplugged, the permission is taken back.
      for (const track of this.#stream.getTracks()) track.addEventListener("ended", () => this.stop("interrupted"));
      this.#machine.start(PIECE);
    } catch (error) {
      this.#letGo();
      throw error;
    }
    this.#begun = performance.now();
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), 500);
    addEventListener("pagehide", this.#leave);
  }

  stop(why = "done") {
    if (this.#machine?.state !== "recording") return;
    this.#why = why;
    this.#machine.stop();
  }

  #leave = () => this.stop("interrupted");

  get #seconds() {
    return Math.min(this.#most, Math.floor((performance.now() - this.#begun) / 1000));
  }

  get #recording() {
    return { blob: new Blob(this.#pieces, { type: this.#machine.mimeType }), seconds: this.#length };
  }

  #length = 0;

  #tick() {
    this.#page.tick(this.#seconds);
    if (this.#seconds >= this.#most) this.stop("full");
  }

  #hear(data) {
    if (data.size === 0) return;
    this.#pieces.push(data);
    this.#length = this.#seconds;
    if (this.#pieces.length % KEEP_EVERY === 0) this.#page.heard(this.#recording);
  }

  #end() {
    clearInterval(this.#timer);
    removeEventListener("pagehide", this.#leave);
    this.#letGo();
    this.#page.ended(this.#recording, this.#why);
  }

  /** The sign that the microphone is on goes out. */
  #letGo() {
    for (const track of this.#stream.getTracks()) track.stop();
  }
}

/** Which word explains why there is no microphone. */
export function troubleOf({ name }) {
  if (name === "NotAllowedError" || name === "SecurityError") return "refused";
  if (name === "NotFoundError" || name === "OverconstrainedError") return "no-microphone";
  if (name === "NotReadableError" || name === "AbortError") return "in-use";
  return "trouble";
}
