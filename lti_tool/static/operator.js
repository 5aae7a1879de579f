/** The operator's page: takes the secret out of the address, keeps its token in the history entry, shows the overview. */
import { addCopyButtons } from "./copy.js";

const overview = document.getElementById("overview");
const secret = location.hash.slice(1);
let token = history.state?.operator;

begin();

async function begin() {
  if (secret) {
    history.replaceState(null, "", location.pathname);
    const answer = await call("session", new URLSearchParams({ secret }));
    token = answer && (await answer.json()).token;
    history.replaceState({ operator: token }, "", location.pathname);
  }
  if (token) show(await call("overview"));
  else closed();
}

overview.addEventListener("submit", async (event) => {
  event.preventDefault();
  const values = new FormData(event.target, event.submitter);
  const answer = await call(new URL(event.target.action).pathname.slice("/operator/".length), new URLSearchParams(values));
  await show(answer);
  document.getElementById("said")?.focus();
});

overview.addEventListener("click", (event) => {
  const door = event.target.closest("[data-door]");
  if (door) door.hash = token;
  const way = event.target.closest("[data-keeps-token]");
  if (!way) return;
  event.preventDefault();
  // By way of the history entry: the token is then in no address.
  history.pushState({ operator: token }, "", way.getAttribute("href"));
  location.reload();
});

addEventListener("popstate", () => location.reload());

async function call(what, form) {
  const trouble = document.getElementById("trouble");
  trouble.hidden = true;
  try {
    const answer = await fetch(`/operator/${what}`, {
      method: form ? "POST" : "GET",
      headers: token ? { Authorization: `Bearer ${token}` } : {},
      body: form,
    });
    if (answer.ok) return answer;
    if (answer.status === 401) {
      closed();
      return null;
    }
  } catch {
    // No connection: said below, and what is on the page stays.
  }
  trouble.hidden = false;
  return null;
}

async function show(answer) {
  if (!answer) return;
  overview.innerHTML = await answer.text();
  addCopyButtons(overview);
}

function closed() {
  token = undefined;
  history.replaceState(null, "", location.pathname);
  overview.replaceChildren();
  document.getElementById("closed").hidden = false;
}
