/** A shared recording: fetched with the page's token when somebody wants to hear it, and kept for as long as it is shown. */
import { ask } from "./sheet.js";

class SharedRecording extends HTMLElement {
  connectedCallback() {
    this.button = this.querySelector("button");
    this.player = this.querySelector("audio");
    this.said = this.querySelector("p");
    this.button.addEventListener("click", () => this.fetch());
    this.player.addEventListener("loadedmetadata", () => this.measure(), { once: true });
    this.player.addEventListener("error", () => this.say("unplayable"));
  }

  disconnectedCallback() {
    if (this.address) URL.revokeObjectURL(this.address);
  }

  async fetch() {
    if (this.button.ariaDisabled === "true") return;
    this.button.ariaDisabled = "true";
    this.said.textContent = "";
    try {
      const answer = await ask(this.dataset.address);
      if (answer.ok) this.play(await answer.blob());
      else this.say(answer.status === 404 ? "gone" : "trouble");
    } catch {
      this.say("trouble");
    }
    this.button.ariaDisabled = "false";
  }

  play(blob) {
    this.address = URL.createObjectURL(blob);
    this.player.src = this.address;
    this.player.hidden = false;
    this.player.focus();
    this.button.hidden = true;
  }

  /** A recording made in pieces does not say how long it is, until somebody has looked for its end. */
  measure() {
    const { player } = this;
    const begin = () => player.play().catch(() => {}); // where it may not begin by itself, its own button does
    if (Number.isFinite(player.duration)) return begin();
    const back = () => {
      player.currentTime = 0;
      begin();
    };
    player.addEventListener("timeupdate", back, { once: true });
    player.currentTime = 1e7;
  }

  say(what) {
    this.said.textContent = this.said.dataset[what];
  }
}

customElements.define("shared-recording", SharedRecording);
