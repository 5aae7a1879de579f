/** At the end of a module in the LTI tool: the way to all that is kept of somebody, and once the question of contact. */
import { door } from "../door.js";
import { find } from "../dom.js";

export async function showMine(view, call) {
  const doors = find(".booklet-actions");
  if (!find("[data-mine]", doors)) {
    const [link] = door(view, "mine", "mine.open");
    link.dataset.mine = "";
    link.className = "door quiet-button";
    doors.append(link);
  }
  if (view.session.loaded.role !== "learner") return;
  if (view.session.loaded.attest) (await import("./attest.js")).showAttest(view, call).catch(() => {});
  const { askForContact } = await import("./contact.js");
  await askForContact(view, call);
}
