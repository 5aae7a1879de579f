/** The code of a meeting: says when it is no longer renewed; on the wall it fills the screen and keeps the device awake. */
import { stayAwake } from "./session_clock.js";

const LONGEST = 40_000; // ms; a code is renewed every half a minute, and its page asks every few seconds

class PresenceCode extends HTMLElement {
  connectedCallback() {
    this.timer = setTimeout(() => (this.querySelector("[data-part=stale]").hidden = false), LONGEST);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }
}

class PresenceScreen extends HTMLElement {
  connectedCallback() {
    stayAwake();
    const full = this.querySelector("[data-do=full]");
    const show = () => (full.hidden = !document.fullscreenEnabled || Boolean(document.fullscreenElement));
    full.addEventListener("click", () => document.documentElement.requestFullscreen());
    document.addEventListener("fullscreenchange", show);
    this.forget = () => document.removeEventListener("fullscreenchange", show);
    show();
  }

  disconnectedCallback() {
    this.forget();
  }
}

customElements.define("presence-code", PresenceCode);
customElements.define("presence-screen", PresenceScreen);
