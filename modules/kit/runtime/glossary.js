/** A hard word opens its meaning in place. */
import { findAll, make } from "./dom.js";

export function explainTerms(glossary, signal) {
  let opener = null;
  const card = make("div", { className: "term-card", role: "status" });
  document.body.append(card);

  function close() {
    opener?.setAttribute("aria-expanded", "false");
    opener = null;
    card.replaceChildren();
  }

  function open(term) {
    close();
    opener = term;
    term.setAttribute("aria-expanded", "true");
    const word = term.dataset.term;
    const { left, bottom } = term.getBoundingClientRect();
    card.append(make("p", {}, make("strong", {}, word), ": ", glossary[word]));
    const room = document.documentElement.clientWidth - card.offsetWidth - 16;
    card.style.insetBlockStart = `${bottom + scrollY + 8}px`;
    card.style.left = `${Math.max(16, Math.min(left, room))}px`;
  }

  for (const term of findAll("dfn.term")) {
    Object.entries({ role: "button", tabindex: "0", "aria-expanded": "false" }).forEach((pair) =>
      term.setAttribute(...pair),
    );
    const toggle = (event) => {
      event.preventDefault(); // in a label, the click belongs to the word and not to the field
      event.stopPropagation();
      if (opener === term) close();
      else open(term);
    };
    term.addEventListener("click", toggle);
    term.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") toggle(event);
    });
  }
  // By keyboard, or into a field: whoever goes on is done with the word.
  document.addEventListener("focusin", (event) => event.target === opener || close(), { signal });
  document.addEventListener("click", (event) => event.target.closest(".term-card") || close(), { signal });
  document.addEventListener("keydown", (event) => event.key === "Escape" && close(), { signal });
}
