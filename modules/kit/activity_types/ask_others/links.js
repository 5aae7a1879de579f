/** Links by which the learner asks people: made, shared, waiting, answered. Loaded when somebody wants one. */
import { find, make } from "../../runtime/dom.js";
import { localeOf } from "../../runtime/words.js";

const LOOK_AGAIN = 15000; // ms, while the screen is open and an answer is awaited

export class Links {
  #activity;
  #people;
  #timer = 0;

  /**
   * @param {Activity} activity the one that asks
   * @param {{ask: Element, show: function, hasLink: string}[]} people
   */
  constructor(activity, people) {
    this.#activity = activity;
    this.#people = people.map((person, index) => new Asked(activity, person, index, this));
    this.take(activity.asks.now);
  }

  /** Make a link for one person and show it. */
  make(index) {
    return this.#people[index].make();
  }

  /** The screen opens: has somebody answered? And again every now and then, as long as it stays open. */
  async look() {
    clearTimeout(this.#timer);
    if (!this.#people.some(({ state }) => state === "waiting")) return;
    await this.refresh().catch(() => {}); // without a connection there is nothing new
    this.#timer = setTimeout(() => this.#activity.root.closest(".is-now") && this.look(), LOOK_AGAIN);
  }

  async refresh() {
    this.take((await this.#activity.asks.call("GET")).asks);
  }

  /** Show what the host says of everybody who was asked; an answer that is new comes in. */
  take(asks) {
    const mine = asks.filter(({ activity }) => activity === this.#activity.id);
    for (const person of this.#people) person.take(mine.find((one) => one.person === person.index));
    if (mine.some((one) => one.new)) void this.#activity.asks.renew().catch(console.error);
  }
}

class Asked {
  #activity;
  #person;
  #links;
  #link = null; // {address, picture}: known only until the page closes

  constructor(activity, person, index, links) {
    this.#activity = activity;
    this.#person = person;
    this.#links = links;
    this.index = index;
    this.state = null;
  }

  take(ask) {
    if (ask?.state !== "waiting") this.#link = null;
    const changed = this.state !== (ask?.state ?? null);
    this.state = ask?.state ?? null;
    this.until = ask?.until;
    if (changed) this.#show();
  }

  async make() {
    const found = await this.#call("POST");
    if (!found) return;
    this.#links.take(found.asks);
    this.#link = found.address ? found : null;
    this.#show(found.refused === "too-many" ? this.#ui("too-many") : "");
    find("button", this.#place)?.focus();
    void this.#links.look();
  }

  async #withdraw() {
    const found = await this.#call("DELETE");
    if (!found) return;
    this.#links.take(found.asks);
    this.#show(this.#ui("withdrawn"));
    find("button", this.#person.ask).focus();
  }

  async #call(method) {
    try {
      return await this.#activity.asks.call(method, { activity: this.#activity.id, person: this.index });
    } catch {
      this.#show(this.#ui("link-trouble"));
      return null;
    }
  }

  #show(said = "") {
    const isWaiting = this.state === "waiting";
    find("[data-make]", this.#person.ask).hidden = this.state !== null;
    this.#person.waits(isWaiting);
    this.#said = make("p", { className: "ask-said", role: "status" }, said || (this.state === "answered" ? this.#ui("came") : ""));
    this.#place.replaceChildren(...(isWaiting ? this.#waiting() : []), this.#said);
  }

  #said = null;

  get #place() {
    return find("[data-place]", this.#person.ask);
  }

  #waiting() {
    const day = new Intl.DateTimeFormat(localeOf(document.documentElement.lang), { day: "numeric", month: "long" });
    const until = make("p", { className: "ask-until" }, this.#ui("waiting", { day: day.format(new Date(this.until)) }));
    const withdraw = button("quiet-button", this.#ui("withdraw"), () => this.#withdraw());
    if (this.#link) return [...this.#ways(), until, make("p", {}, withdraw)];
    const again = button("secondary", this.#ui("again"), () => this.make());
    return [until, make("p", { className: "ask-ways" }, again, withdraw), make("p", { className: "note" }, this.#ui("again-hint"))];
  }

  /** The link itself: to send, to copy, to let somebody scan. */
  #ways() {
    const { address, picture } = this.#link;
    const field = make("input", { type: "text", readOnly: true, value: address, dir: "ltr", "aria-label": this.#ui("link-label") });
    const copy = button("secondary", this.#ui("copy"), () => this.#copy(field));
    const share = button("primary", this.#ui("share"), () => this.#share(field));
    return [
      make("p", { className: "ask-ready" }, this.#ui("link-ready")),
      make("p", { className: "ask-ways" }, navigator.share ? share : null, copy),
      field,
      make("figure", { className: "ask-scan" }, make("img", { src: picture, alt: this.#ui("scan-alt") }), make("figcaption", {}, this.#ui("scan"))),
    ];
  }

  async #copy(field) {
    field.select();
    const isCopied = await navigator.clipboard.writeText(field.value).then(() => true, () => false);
    this.#said.textContent = this.#ui(isCopied ? "copied" : "copy-yourself");
  }

  async #share(field) {
    try {
      await navigator.share({ text: this.#ui("share-text"), url: field.value });
    } catch (error) {
      if (error.name !== "AbortError") await this.#copy(field); // a frame may not be allowed to share
    }
  }

  #ui(key, values) {
    return this.#activity.ui(key, values);
  }
}

const button = (className, text, onclick) => make("button", { type: "button", className, onclick }, text);
