/** At the end, where an attest can be had: how it stands with the learner's own, in a few lines, and the way to it. */
import { door } from "../door.js";
import { find, make } from "../dom.js";

export async function showAttest(view, call) {
  const { lang } = document.documentElement;
  const told = await call("GET", `/attest?language=${lang}`);
  if (!told.title) return;
  const lines = told.lines.map((line) => make("li", { dir: "auto" }, line));
  const [link] = door(view, "attest", "mine.open");
  link.firstChild.textContent = told.open;
  const section = make("section", { className: "contact" }, make("h2", {}, told.title), make("p", {}, told.text));
  if (lines.length) section.append(make("ul", {}, ...lines));
  section.append(make("p", { className: "contact-ways" }, link));
  section.dataset.attest = told.state;
  // The end is looked at again and again: it may stand otherwise by now.
  find("[data-attest]")?.remove();
  find(".finish").after(section);
}
