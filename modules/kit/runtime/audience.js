/** "Wie ziet dit?": says who sees an answer, and lets the learner share it or take that back. */
import { find, make } from "./dom.js";

const AUDIENCES = ["learner", "facilitator", "class"];

export class Who {
  #now;
  #about;
  #choices = [];
  #audience = "learner";
  #reopen = () => {};

  /** Show or hide the choices, where there are any. */
  open = () => {};

  constructor(root, definition, place, ui, onChoice) {
    this.ui = ui;
    this.keeps = place.keeps;
    this.remembers = place.remembers;
    this.counted = definition.counted;
    this.#now = find("[data-part=who]", root);
    const possible = AUDIENCES.slice(0, AUDIENCES.indexOf(definition.widest) + 1).filter(
      (audience) => audience === "learner" || place.shares.includes(audience),
    );
    if (definition.totals && place.totals)
      root.append(make("p", { className: "who-totals" }, ui("who.totals", { n: place.totals })));
    if (possible.length > 1) root.append(...this.#chooser(definition.id, possible, onChoice));
  }

  show(audience = "learner") {
    this.#audience = audience;
    this.#now.textContent = this.#name(audience);
    this.#now.dataset.audience = audience;
    for (const choice of this.#choices) choice.checked = choice.value === audience;
    // Of some answers the class sees a count only.
    const about = this.counted && audience === "class" ? "counted" : this.#key(audience);
    if (this.#about) this.#about.textContent = this.ui(`who.about.${about}`);
    this.#reopen();
  }

  /** Who reads what is not shared depends on where it is kept. */
  #key(audience) {
    return audience === "learner" ? `learner.${this.keeps}` : audience;
  }

  #name(audience) {
    return this.ui(`who.${this.#key(audience)}`);
  }

  #chooser(id, possible, onChoice) {
    const panel = make("fieldset", { className: "who-chooser", id: `who-${id}`, hidden: true });
    const opener = make("button", { type: "button", className: "link-button", "aria-controls": panel.id });
    const open = (isOpen) => {
      panel.hidden = !isOpen;
      opener.setAttribute("aria-expanded", isOpen);
      opener.textContent = this.ui(isOpen ? "who.close" : this.#audience === "learner" ? "who.share" : "who.change");
    };
    this.open = open;
    this.#reopen = () => open(!panel.hidden);
    opener.onclick = () => {
      open(panel.hidden);
      panel.scrollIntoView({ block: "nearest" });
    };
    open(false);
    this.#about = make("p", { role: "status" });
    panel.append(
      make("legend", {}, this.ui("who.choose")),
      ...possible.map((audience) => {
        const choice = make("input", { type: "radio", name: `who-${id}`, value: audience });
        choice.onchange = () => {
          this.show(audience);
          onChoice(audience);
        };
        this.#choices.push(choice);
        const warning = audience === "class" ? make("small", {}, this.ui("who.small")) : "";
        return make("label", {}, choice, make("span", {}, this.#name(audience), warning));
      }),
      this.#about,
      make("p", { className: "quiet" }, this.ui(this.remembers ? "who.revoke.remembers" : "who.revoke")),
    );
    return [opener, panel];
  }
}
