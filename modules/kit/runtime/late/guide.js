/** The facilitator's side: a banner, and the guide beside each activity. */
import { find, findAll, make } from "../dom.js";
import { door } from "../door.js";

export async function showGuide(view) {
  const { host } = view.session;
  document.body.classList.add("is-facilitator");
  const actions = make("p", { className: "banner-actions" }, door(view, "class", "facilitator.class"));
  if (view.module.activities.some(({ totals }) => totals))
    actions.append(...door(view, "class", "facilitator.picture", "picture"));
  const banner = make("div", { className: "banner" }, make("p", {}, view.ui("facilitator.banner")), actions);
  find(".notices").before(banner);
  if (!host.guide) return;
  try {
    const guide = await host.guide(view.module.language);
    for (const place of findAll("[data-guide]")) place.innerHTML = guide[place.dataset.guide] ?? "";
    if (!guide[""]) return;
    actions.append(
      openButton(view),
      printButton(view, "guide", "facilitator.print-guide"),
      printButton(view, "sheets", "facilitator.print-sheets"),
    );
  } catch (error) {
    console.error(error);
    find(".notices").append(make("p", { className: "notice", role: "alert" }, view.ui("facilitator.trouble")));
  }
}

function openButton(view) {
  // The guide of what is on the screen; elsewhere, that of the whole session.
  const onclick = () => {
    if (!find(".guide", view.current)) view.go("start");
    const heading = find(".guide h2", view.current);
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    heading.closest(".guide").scrollIntoView();
  };
  return make("button", { type: "button", className: "secondary", onclick }, view.ui("facilitator.open"));
}

/** In an LMS the browser's own printing prints the LMS: what a facilitator needs on paper has a button. */
function printButton(view, what, key) {
  const onclick = () => {
    view.go("start"); // from the end screen the booklet would be printed
    document.body.dataset.print = what;
    addEventListener("afterprint", () => delete document.body.dataset.print, { once: true });
    print();
  };
  return make("button", { type: "button", className: "quiet-button", onclick }, view.ui(key));
}
