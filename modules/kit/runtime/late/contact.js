/** Asked once, at the end, of a learner who did not choose yet: may who guides the course send a message? */
import { find, make } from "../dom.js";

export async function askForContact({ module }, call) {
  if (find("[data-contact]")) return;
  const { wish, words } = await call("GET", `/contact?language=${module.language}`);
  // Two looks at once: one asks.
  if (wish || find("[data-contact]")) return;
  find(".finish").after(question(words, call));
}

function question(words, call) {
  const how = make("input", { id: "contact-how", maxLength: 200, autocomplete: "off", dir: "auto" });
  how.setAttribute("aria-describedby", "contact-hint");
  const hint = make("p", { id: "contact-hint", className: "quiet" }, words.hint);
  const ways = make("div", { hidden: true }, make("label", { htmlFor: how.id }, words.how), how, hint);
  const said = make("p", { role: "status" });
  const heading = make("h2", { tabIndex: -1 }, words.ask);
  const section = make("section", { className: "contact" }, heading, make("p", { className: "quiet" }, words.who));
  section.dataset.contact = "";

  async function keep(wish) {
    try {
      await call("POST", "/contact", { wish, how: wish === "yes" ? how.value : "" });
    } catch {
      said.textContent = words.trouble;
      return;
    }
    done(words.said[wish]);
  }
  function done(text) {
    for (const part of [ways, buttons, sending]) part.remove();
    said.textContent = text;
    heading.focus();
  }
  function open() {
    ways.hidden = sending.hidden = false;
    buttons.hidden = true;
    how.focus();
  }
  const buttons = row(button(words.yes, open), button(words.no, () => keep("no")), button(words.later, () => done(words.said.later)));
  const sending = row(button(words.send, () => keep("yes"), "primary"), button(words.back, () => back()));
  sending.hidden = true;
  function back() {
    ways.hidden = sending.hidden = true;
    buttons.hidden = false;
    find("button", buttons).focus();
  }
  section.append(buttons, ways, sending, said);
  return section;
}

const row = (...buttons) => make("p", { className: "contact-ways" }, ...buttons);

const button = (text, onclick, className = "secondary") => make("button", { type: "button", className, onclick }, text);
