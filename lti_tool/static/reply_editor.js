/** The field in which a facilitator writes back: ways to begin, and how much room is left. */
class ReplyEditor extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector("textarea");
    this.left = this.querySelector("[data-left]");
    this.whole = this.left.textContent;
    this.begun = this.field.value;
    this.querySelector("[data-openers]").hidden = false;
    this.addEventListener("click", ({ target }) => target.dataset.opener !== undefined && this.begin(target.textContent));
    this.field.addEventListener("input", () => this.count());
    addEventListener("beforeunload", (event) => this.keep(event));
    this.count();
  }

  /** The chosen words stand first; what was typed stays. */
  begin(words) {
    const typed = this.field.value.trimStart();
    this.field.value = typed ? `${words} ${typed}` : `${words} `;
    this.field.focus();
    const end = typed ? words.length : this.field.value.length;
    this.field.setSelectionRange(end, end);
    this.count();
  }

  /** Counted as the server does: an emoji of one sign is one. */
  count() {
    const left = Number(this.dataset.longest) - [...this.field.value].length;
    this.left.textContent = left > 100 ? this.whole : this.left.dataset.left.replace("{count}", left);
    this.left.classList.toggle("is-over", left < 0);
  }

  /** What was typed and not sent is not lost without asking. */
  keep(event) {
    if (this.isConnected && this.field.value !== this.begun) event.preventDefault();
  }
}

customElements.define("reply-editor", ReplyEditor);
