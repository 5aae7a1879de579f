/** The civic team's page: a link's secret becomes a token once, and from then on the page is one as others (`sheet.js`). */
import "./unsaved.js";

const secret = location.pathname === "/civic" ? location.hash.slice(1) : "";

if (await enter()) await import("./sheet.js");

/** Whether the page has what it needs to go on; a link that no longer works is said there. */
async function enter() {
  if (!secret) return true;
  let answer;
  try {
    answer = await fetch("/civic/session", { method: "POST", body: new URLSearchParams({ secret }), credentials: "omit" });
  } catch {
    // No connection: said below. The link is still in the address and not used, so that a reload tries it again.
  }
  if (answer?.ok || answer?.status === 401) {
    const token = answer.ok ? (await answer.json()).token : undefined;
    history.replaceState(token ? { sheet: token } : null, "", `/civic/${document.documentElement.lang}`);
    return true;
  }
  document.getElementById("waiting").hidden = true;
  document.getElementById("trouble").hidden = false;
  return false;
}
