import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";

/** Closed pages in a row; the learner opens one, and what was open closes. */
export default class Pages extends Activity {
  connect() {
    this.opened = new Set();
    this.count = find("[data-count]", this.root);
    this.pages = findAll("[data-page]", this.root).map((element) => new Page(element));
    for (const page of this.pages) {
      page.toggle.addEventListener("click", () => this.#turn(page));
      page.open(false);
    }
  }

  read() {
    return [...this.opened];
  }

  write(value = []) {
    // A school may have taken a page away since.
    this.opened = new Set(value.filter((id) => this.options.pages.includes(id)));
    this.#show();
  }

  #turn(page) {
    const was = page.top;
    const isOpen = !page.isOpen;
    for (const other of this.pages) other.open(other === page && isOpen);
    // What closed above must not pull the page away from under the finger.
    scrollBy({ top: page.top - was, behavior: "instant" });
    if (!isOpen || this.opened.has(page.id)) return;
    this.opened.add(page.id);
    this.#show();
    this.changed();
  }

  #show() {
    for (const page of this.pages) page.show(this.opened.has(page.id) ? this.ui("read") : "");
    const words = this.ui("count", { n: this.opened.size, total: this.pages.length });
    if (this.count && this.count.textContent !== words) this.count.textContent = words;
  }
}

class Page {
  constructor(element) {
    this.element = element;
    this.id = element.dataset.page;
    this.toggle = find("button", element);
    this.toggle.hidden = false;
    find("h4", element).setAttribute("aria-level", "2"); // right below the task, which is the screen's first
    this.panel = find("[data-panel]", element);
    this.state = find("[data-state]", element);
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  get top() {
    return this.element.getBoundingClientRect().top;
  }

  open(isOpen) {
    this.panel.hidden = !isOpen;
    this.toggle.setAttribute("aria-expanded", String(isOpen));
    this.element.classList.toggle("is-open", isOpen);
  }

  show(read) {
    this.element.classList.toggle("is-answered", read !== "");
    this.state.textContent = read;
  }
}
