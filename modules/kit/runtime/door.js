/** A link to another page of the tool, in a window of its own: it goes on with this attempt. */
import { make } from "./dom.js";

/** Return the link, or nothing where the host has no such pages. */
export function door({ session, module, ui }, name, key, part) {
  const { host } = session;
  if (!host.page) return [];
  const unseen = make("span", { className: "visually-hidden" }, ` (${ui("page.new-window")})`);
  const link = make("a", { className: "door secondary", target: "_blank", rel: "noopener" }, ui(key), unseen);
  // At the moment of use: the token may be newer by then.
  link.onfocus = link.onpointerdown = link.onclick = () => (link.href = host.page(name, module.language, part));
  link.onclick();
  return [link];
}
