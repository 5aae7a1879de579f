/**
 * The host of an XBlock: answers go to the handlers of the block, in Open edX's own site.
 *
 * The page stands in a frame of the course, or in a window of its own. A session of Open edX and its token against
 * forgery are the browser's cookies, so the page holds nothing of who the learner is.
 */
import { HostError } from "../host_error.js";
import { fitFrame } from "./xblock_frame.js";

const MOST_BYTES = 60000; // browsers refuse more than 64 KiB of a page that goes away

export async function connect(settings, module) {
  fitFrame();
  // In Studio, and for somebody without an account, there is nothing to keep it in.
  if (settings.kept === false) return (await import("./preview.js")).connect(settings, module);
  const { verbs } = settings;
  let savedPosition = null;

  function post(verb, body, more) {
    return fetch(verbs[verb], {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": forgeryToken() },
      body: JSON.stringify({ ...body, language: document.documentElement.lang }),
      cache: "no-store",
      credentials: "same-origin",
      ...more,
    });
  }

  async function call(verb, body = {}) {
    const response = await post(verb, body).catch(() => {
      throw new HostError("offline", { retry: true });
    });
    if (response.status >= 500 || response.status === 429) throw new HostError("busy", { retry: true });
    // Who is no longer logged in gets a refusal, or the page to log in.
    const isAnswer = response.headers.get("Content-Type")?.startsWith("application/json");
    if (response.status === 401 || response.status === 403 || (response.ok && !isAnswer))
      throw new HostError("expired", { retry: false });
    if (!response.ok) throw new HostError("refused", { retry: false });
    return response.json();
  }

  const host = {
    // Open edX keeps the history of a learner's work, so what was shared once stays on record.
    place: { name: "", keeps: "lms", shares: ["learner", "facilitator"], remembers: true },
    async load() {
      const loaded = await call("load");
      host.key = loaded.key;
      savedPosition = loaded.position;
      return loaded;
    },
    async save(changes) {
      const result = await inTurn(host.key, () => call("save", changes));
      savedPosition = changes.position;
      return result;
    },
    report: async () => {}, // the block works out progress and score itself
    finish: () => call("finish"),
    guide: async () => (await call("guide")).html,
    async carry(change) {
      const wanted = Object.entries(change).map(([name, entry]) => [name, entry !== null]);
      return (await call("carry", { wanted: Object.fromEntries(wanted) })).carried;
    },
    leave({ answers, position }) {
      if (!Object.keys(answers).length && position === savedPosition) return;
      // The reply to this call reaches nobody: what did not arrive is on the device, if it keeps anything.
      post("save", { answers: thatFit(answers), position }, { keepalive: true }).catch(() => {});
    },
  };
  return host;
}

/** Open edX keeps a learner's work as one document and compares nothing: windows of one browser write one by one. */
const inTurn = (key, action) =>
  key && navigator.locks ? navigator.locks.request(`wegwijs.${key}`, action) : action();

/** Read each time: whoever logs in again gets another. The name is Open edX's own, also in its own scripts. */
const forgeryToken = () => document.cookie.match(/(?:^|;\s*)csrftoken=([^;]+)/)?.[1] ?? "";

/** As many answers as one call of a leaving page may carry. */
function thatFit(answers) {
  let room = MOST_BYTES;
  const fits = ([id, answer]) => (room -= new TextEncoder().encode(JSON.stringify({ [id]: answer })).length) > 0;
  return Object.fromEntries(Object.entries(answers).filter(fits));
}
