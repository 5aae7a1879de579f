/**
 * Where the QR of a meeting leads: shows the code that stands behind the # of the address, and hands it to a module of this
 * browser that is open in a window of its own, or soon will be (`late/presence.js`). It tells the server nothing.
 */
const KEY = "wegwijs.here";

class HereCode extends HTMLElement {
  connectedCallback() {
    this.words = JSON.parse(this.dataset.words);
    this.meeting = Number(this.dataset.meeting);
    this.channel = new BroadcastChannel(KEY);
    this.channel.onmessage = ({ data }) => this.#hear(data);
    addEventListener("hashchange", () => this.#show());
    this.#show();
  }

  #show() {
    const code = location.hash.slice(1).replace(/[^0-9a-z]/gi, "").slice(0, 12).toUpperCase();
    this.#part("code").textContent = code;
    this.#part("none").hidden = Boolean(code);
    this.#part("way").hidden = !code;
    this.#part("said").hidden = true;
    if (code) this.#handOver({ meeting: this.meeting, code, at: Date.now() });
  }

  #handOver(given) {
    try {
      localStorage.setItem(KEY, JSON.stringify(given));
    } catch {
      // A browser may keep nothing: a module that is open hears it all the same.
    }
    this.channel.postMessage(given);
  }

  /** What became of it, said by the module's page. */
  #hear({ meeting, outcome }) {
    const text = meeting === this.meeting && this.words[outcome];
    if (!text) return;
    this.#part("said").textContent = text;
    this.#part("said").hidden = false;
    this.#part("way").hidden = outcome === "here" || outcome === "try-out";
  }

  #part(name) {
    return this.querySelector(`[data-part=${name}]`);
  }
}

customElements.define("here-code", HereCode);
