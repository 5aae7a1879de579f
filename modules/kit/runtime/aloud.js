/** Read-aloud, with a voice that lives on the device: no text leaves it. Without such a voice, no button. */
import { find, findAll } from "./dom.js";

const READABLE = "h1,h2,h3,h4,p,li,label,legend,dt,dd,summary,textarea,input[type=text]";
const SILENT = ".bar, .who-chooser, .guide-place, [hidden], .visually-hidden, [aria-hidden=true]";

export class ReadAloud {
  #button;
  #view;
  #speech = globalThis.speechSynthesis;

  constructor(button, view, signal) {
    this.#button = button;
    this.#view = view;
    if (!this.#speech) return;
    const offer = () => (button.hidden = !this.#voice());
    offer();
    this.#speech.addEventListener?.("voiceschanged", offer, { signal });
    button.onclick = () => (this.#reading ? this.stop() : this.#read());
  }

  #reading = false;

  stop() {
    if (!this.#reading) return;
    this.#speech.cancel();
    this.#show(false);
  }

  #voice() {
    const { language } = this.#view.module;
    return this.#speech
      .getVoices()
      .find((voice) => voice.localService && voice.lang.toLowerCase().startsWith(language));
  }

  #read() {
    const texts = textsOf(this.#view.current);
    this.#speech.cancel();
    this.#show(true);
    texts.forEach((text, index) => {
      const part = new SpeechSynthesisUtterance(text);
      part.voice = this.#voice();
      part.lang = part.voice.lang;
      part.rate = 0.95;
      if (index === texts.length - 1) part.onend = () => this.#show(false);
      this.#speech.speak(part);
    });
  }

  #show(reading) {
    this.#reading = reading;
    this.#button.setAttribute("aria-pressed", reading);
    find("span", this.#button).textContent = this.#view.ui(reading ? "aloud.stop" : "aloud.start");
  }
}

/** What is to be heard on a screen, in order: its texts and what the learner wrote. */
function textsOf(screen) {
  return findAll(READABLE, screen)
    .filter((node) => node.offsetParent && !node.closest(SILENT) && !node.parentElement.closest("p,li,label,legend"))
    .map((node) => (node.value ?? node.textContent).trim())
    .filter(Boolean);
}
