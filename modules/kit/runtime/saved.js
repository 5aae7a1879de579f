/** The small honest line: what is saved, and what is not yet. */
import { find } from "./dom.js";
import { clock } from "./words.js";

export function showSaved(view, signal) {
  const { autosave, host } = view.session;
  const line = find("[data-part=saved]");

  function show({ state, code, at }) {
    const known = (key) => (key in view.module.ui ? key : "trouble.other");
    const { keeps } = host.place;
    const saved = `saved.${state}.${keeps}` in view.module.ui ? `saved.${state}.${keeps}` : `saved.${state}`;
    const nowhere = keeps === "nowhere" && state !== "trouble";
    line.textContent = nowhere
      ? view.ui("saved.nowhere")
      : view.ui(state === "trouble" ? known(`trouble.${code}`) : saved, {
          time: at && clock(at, view.module.language),
        });
    line.dataset.state = state;
    // Each "saved" read aloud would be noise; trouble must be heard.
    line.setAttribute("aria-live", state === "trouble" ? "assertive" : "off");
  }

  show(autosave.state);
  for (const [id, reason] of autosave.refusals) view.tasks.get(id)?.refused(reason);
  autosave.addEventListener("state", ({ detail }) => show(detail), { signal });
  autosave.addEventListener("refused", ({ detail }) => view.tasks.get(detail.id)?.refused(detail.reason), { signal });
}
