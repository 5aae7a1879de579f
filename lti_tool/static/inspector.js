/** The launch inspector: takes the secret out of the address, keeps its token in the history entry, shows the overview. */
import { addCopyButtons } from "./copy.js";

const overview = document.getElementById("overview");
const secret = location.hash.slice(1);
let token = history.state?.inspector ?? history.state?.operator;

// The operator's page leads here without another document between: the way back needs a new one.
addEventListener("popstate", () => location.reload());
begin();

async function begin() {
  if (secret) {
    history.replaceState(null, "", location.pathname);
    const answer = await call("session", { method: "POST", body: new URLSearchParams({ secret }) });
    token = answer && (await answer.json()).token;
    history.replaceState({ inspector: token }, "", location.pathname);
  }
  if (token) show(await call("overview"));
  else closed();
}

overview.addEventListener("submit", async (event) => {
  event.preventDefault();
  const wanted = new URLSearchParams(new FormData(event.target));
  if (await show(await call(`overview?${wanted}`))) document.getElementById("shown")?.focus();
});

async function call(what, options = {}) {
  const trouble = document.getElementById("trouble");
  trouble.hidden = true;
  try {
    const headers = token ? { Authorization: `Bearer ${token}` } : {};
    const answer = await fetch(`/inspector/${what}`, { ...options, headers });
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
  if (!answer) return false;
  overview.innerHTML = await answer.text();
  addCopyButtons(overview);
  return true;
}

function closed() {
  token = undefined;
  history.replaceState(null, "", location.pathname);
  overview.replaceChildren();
  document.getElementById("closed").hidden = false;
}
