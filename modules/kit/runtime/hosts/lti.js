/** The host of the LTI tool: answers go to the tool's API with the attempt's token. */
import { HostError } from "../host_error.js";

const KEEPALIVE_LIMIT = 60000; // bytes; browsers refuse more than 64 KiB on a page that goes away

export async function connect(settings) {
  const api = settings.api ?? "/api";
  let token = takeTokenFromAddress() ?? history.state?.token;
  let savedPosition = null;

  function keep(newToken) {
    token = newToken;
    history.replaceState({ ...history.state, token }, "");
  }
  // Older entries of the history hold an older token, and a reload would use it.
  addEventListener("popstate", () => keep(token));

  function headers() {
    return { Authorization: `Bearer ${token}`, "Content-Type": "application/json" };
  }

  /** The answer itself, whatever it says. */
  async function ask(method, path, body, more) {
    const all = { ...headers(), ...more?.headers };
    let response;
    try {
      response = await fetch(api + path, { method, body, cache: "no-store", credentials: "omit", ...more, headers: all });
    } catch {
      throw new HostError("offline", { retry: true });
    }
    const renewed = response.headers.get("Wegwijs-Token");
    if (renewed) keep(renewed);
    return response;
  }

  async function call(method, path, body) {
    const response = await ask(method, path, body && JSON.stringify(body));
    if (response.ok) return response.json();
    const code = { 401: "expired", 410: "gone" }[response.status];
    if (code) throw new HostError(code, { retry: false });
    if (response.status >= 500 || response.status === 429) throw new HostError("busy", { retry: true });
    throw new HostError("refused", { retry: false });
  }

  const host = {
    place: { name: "", keeps: "school-tool", shares: ["learner", "facilitator", "class"], totals: 5 },
    async load() {
      const loaded = await call("GET", `/attempt?${spoken()}`);
      host.place.name = loaded.lms?.title ?? "";
      host.key = loaded.key;
      savedPosition = loaded.position;
      return loaded;
    },
    async save(changes) {
      const result = await call("PATCH", "/attempt", changes);
      savedPosition = changes.position;
      return result;
    },
    report: async () => {}, // the tool works out progress and score itself
    finish: () => call("POST", "/attempt/finish"),
    resend: () => call("POST", "/attempt/resend"),
    page(name, language, part) {
      const place = location.pathname.split("/").slice(2, 4).join("/");
      return `/${name}/${place}/${language}${part ? `?part=${part}` : ""}#${token}`;
    },
    ask,
    asks: (method, whom) => call(method, "/asks", whom),
    async carry(change) {
      const wanted = Object.entries(change).map(([name, entry]) => [name, entry !== null]);
      return (await call("POST", `/carried?${spoken()}`, Object.fromEntries(wanted))).carried;
    },
    async opened(view) {
      const { presence, replies, rubric, verdict } = view.session.loaded;
      if (presence || replies || rubric || verdict) (await import("../late/came.js")).showWhatCame(view, call);
    },
    atEnd: async (view) => (await import("../late/mine.js")).showMine(view, call),
    guide: async (language) => (await call("GET", `/guide?language=${language}`)).html,
    leave({ answers, position }) {
      if (!Object.keys(answers).length && position === savedPosition) return;
      const body = JSON.stringify({ answers: thatFit(answers), position });
      // The answer to this call reaches nobody: what did not arrive is on the device, if it keeps anything.
      fetch(`${api}/attempt`, { method: "PATCH", headers: headers(), body, keepalive: true, credentials: "omit" }).catch(
        () => {},
      );
    },
  };
  return host;
}

const spoken = () => `language=${document.documentElement.lang}`;

/** `/learn/…#<token>` → `/learn/…`: the token then is in no address, and a reload keeps it. */
function takeTokenFromAddress() {
  const token = location.hash.slice(1);
  if (!token) return undefined;
  history.replaceState({ ...history.state, token }, "", location.pathname + location.search);
  return token;
}

/** The smallest answers first, as many as one call of a leaving page may carry. */
function thatFit(answers) {
  const fit = {};
  let room = KEEPALIVE_LIMIT;
  const sized = Object.entries(answers).map(([id, answer]) => [id, answer, byteLength(JSON.stringify({ [id]: answer }))]);
  for (const [id, answer, size] of sized.sort((a, b) => a[2] - b[2])) {
    if ((room -= size) < 0) break;
    fit[id] = answer;
  }
  return fit;
}

const byteLength = (text) => new TextEncoder().encode(text).length;
