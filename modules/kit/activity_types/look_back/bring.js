/** Bringing along what an earlier session holds, as a file or a code. Loaded only where nothing comes by itself. */
import { find } from "../../runtime/dom.js";

/**
 * Show the way to bring it in.
 *
 * @param {LookBack} activity where it is shown
 * @param {function} take keeps what is brought, and resolves when it is shown
 */
export function offer(activity, take) {
  const bring = find("[data-bring]", activity.root);
  const [button, form] = [find("button", bring), find("[data-bring-form]", bring)];
  const open = (isOpen) => {
    form.hidden = !isOpen;
    button.setAttribute("aria-expanded", isOpen);
  };
  const use = async (carried) => {
    await take(carried);
    open(false);
    find("[data-sources]", activity.root).focus();
  };
  let made;
  button.onclick = async () => {
    const { BringIn } = await import("../../runtime/late/bring_in.js");
    made ??= new BringIn(form, { ui: (key, values) => activity.ui(key, values), room: activity.carryRoom, use });
    open(form.hidden);
  };
  bring.hidden = false;
}
