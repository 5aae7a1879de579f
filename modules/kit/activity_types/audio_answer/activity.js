import { Activity } from "../../runtime/activity.js";
import { find } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { wordCount } from "../../runtime/text.js";

/** A text, and a recording of which the answer holds how long it is and where, never the sound itself. */
export default class AudioAnswer extends Activity {
  connect() {
    super.connect();
    this.text = find("[data-text]", this.root);
    this.most = this.options["most-words"];
    if (this.most) this.text.addEventListener("input", () => this.#count());
    grow(this.root);
  }

  read() {
    return { text: this.text.value, audio: this.audio };
  }

  write(value = { text: "" }) {
    setText(this.text, value.text);
    if (this.most) this.#count();
    this.audio = value.audio;
    this.sound?.show();
    this.send();
  }

  /** A recording goes along once the answer is shared, also when its screen is not open. */
  send() {
    if (!this.uploads || !(this.audio || this.sending)) return;
    this.loadingSender ??= import("./sending.js").then(({ Sending }) => (this.sending ??= new Sending(this)));
    this.loadingSender.then(
      (sending) => sending.look(),
      () => {
        this.loadingSender = undefined;
        addEventListener("online", () => this.send(), { once: true });
      },
    );
  }

  shared() {
    this.send();
  }

  /** How long the text is. A maximum is told and takes nothing away; passing it is said aloud once. */
  #count() {
    const [n, most] = [wordCount(this.text.value), this.most];
    find("[data-words]", this.root).textContent = n ? this.ui("words", { n, most }) : this.ui("most-words", { most });
    const over = n > most ? this.ui("over") : "";
    const said = find("[data-over]", this.root);
    if (said.textContent !== over) said.textContent = over;
  }

  /** The screen opens. Without the script for sound there is still the text, which counts as much. */
  look() {
    this.loading ??= import("./sound.js").then(({ Sound }) => (this.sound = new Sound(this)), console.warn);
  }
}
