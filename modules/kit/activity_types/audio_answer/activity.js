import { Activity } from "../../runtime/activity.js";
import { find } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";

/** A text, and a recording of which the answer holds how long it is and where, never the sound. */
export default class AudioAnswer extends Activity {
  connect() {
    super.connect();
    this.text = find("[data-text]", this.root);
    grow(this.root);
  }

  read() {
    return { text: this.text.value, audio: this.audio };
  }

  write(value = { text: "" }) {
    setText(this.text, value.text);
    this.audio = value.audio;
    this.sound?.show();
  }

  /** The screen opens. Without the script for sound there is still the text, which counts as much. */
  look() {
    this.loading ??= import("./sound.js").then(({ Sound }) => (this.sound = new Sound(this)), console.warn);
  }
}
