/** The road of steps: where you are, what is done. Every step can be opened at any time. */
import { find, findAll } from "./dom.js";

export class Road {
  #view;

  constructor(view) {
    this.#view = view;
    for (const item of findAll(".road li")) {
      find("a", item).onclick = (event) => {
        event.preventDefault(); // the address may not change: an LMS watches it
        view.go(item.dataset.step ? `step:${item.dataset.step}` : "end");
      };
    }
  }

  show(screen, done) {
    const { module, ui } = this.#view;
    const { step: here, screen: name } = screen.dataset;
    for (const item of findAll(".road li")) {
      const step = module.steps.find((one) => one.id === item.dataset.step);
      const isDone = Boolean(step?.activities.every((id) => done.includes(id)));
      const isHere = step ? step.id === here : name === "end";
      item.classList.toggle("is-done", isDone);
      item.classList.toggle("is-here", isHere);
      const link = find("a", item);
      if (isHere) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
      find("[data-part=state]", item)?.replaceChildren(isDone ? `, ${ui("page.done")}` : "");
    }
    find(".road-now").textContent = name === "end" ? ui("page.end") : this.#where(here);
  }

  #where(here) {
    const { module, ui } = this.#view;
    const index = module.steps.findIndex((step) => step.id === here);
    if (index < 0) return "";
    return ui("page.step-name", { number: index + 1, total: module.steps.length, name: module.steps[index].title });
  }
}
