/** What a platform tells a cmi5 page at its launch, and the token it gives once. cmi5 1.0, sections 8.1 and 8.2. */
import { make } from "../dom.js";
import { HostError } from "../host_error.js";

const NAME = "wegwijs.cmi5";

/**
 * The launch that stands in an address; null where none does, or one that nothing can be done with.
 *
 * @param {string} search the address's query
 * @returns {{endpoint: string, fetch: string, actor: object, registration: string, activityId: string}|null}
 */
export function launchIn(search) {
  const given = new URLSearchParams(search);
  const [registration, activityId] = ["registration", "activityId"].map((name) => given.get(name));
  const [endpoint, fetch] = ["endpoint", "fetch"].map((name) => webAddress(given.get(name)));
  const actor = agent(given.get("actor"));
  if (!endpoint || !fetch || !actor || !registration || !activityId) return null;
  return { endpoint: endpoint.replace(/\/*$/, "/"), fetch, actor, registration, activityId };
}

/** The address in full, where it is one of the web; otherwise null. It may not be a script. */
export function webAddress(text) {
  try {
    const { href, protocol } = new URL(text || "", text?.includes(":") ? undefined : location.href);
    return text && /^https?:$/.test(protocol) ? href : null;
  } catch {
    return null;
  }
}

function agent(text) {
  try {
    const actor = JSON.parse(text);
    return actor?.account || actor?.mbox || actor?.mbox_sha1sum || actor?.openid ? actor : null;
  } catch {
    return null;
  }
}

/**
 * From here on the page may call these addresses' sites and its own, and nobody else. The page itself is the same for
 * every platform, so its own policy can't name the one that a launch comes from.
 */
export function callOnly(...addresses) {
  const sites = new Set(addresses.map((address) => new URL(address).origin));
  const content = ["connect-src 'self'", ...sites].join(" ");
  document.head.append(make("meta", { httpEquiv: "Content-Security-Policy", content }));
}

/**
 * One session with the platform, from its launch until the learner leaves.
 *
 * The token comes once, so this tab keeps it: a reload goes on in the same session. It is in no address.
 */
export class Session {
  #kept;

  /** Begin a session with the launch's token, or go on with the one that an earlier page of this tab began. */
  static async open({ fetch: address }) {
    const kept = recall(address) ?? { fetch: address, token: await fetchToken(address), since: Date.now() };
    return new Session(kept);
  }

  constructor(kept) {
    this.#kept = kept;
    this.#keep({});
  }

  get token() {
    return this.#kept.token;
  }

  /** Whether the platform knows that the page began. */
  get isBegun() {
    return Boolean(this.#kept.begun);
  }

  /** Whether its last statement was sent: after that one no other may come. */
  get isOver() {
    return Boolean(this.#kept.over);
  }

  /** When it began, in ms since 1970. */
  get since() {
    return this.#kept.since;
  }

  /** How long it lasts, in ms. */
  get duration() {
    return Math.max(0, Date.now() - this.since);
  }

  begun() {
    this.#keep({ begun: true });
  }

  over() {
    this.#keep({ over: true });
  }

  #keep(more) {
    Object.assign(this.#kept, more);
    // In two places: a frame may have no storage, and an address that is opened anew has no history.
    history.replaceState({ ...history.state, cmi5: this.#kept }, "");
    inStorage((storage) => storage.setItem(NAME, JSON.stringify(this.#kept)));
  }
}

function recall(address) {
  const places = [inStorage((storage) => JSON.parse(storage.getItem(NAME))), history.state?.cmi5];
  return places.find((kept) => kept?.fetch === address);
}

function inStorage(action) {
  try {
    return action(sessionStorage);
  } catch {
    return null; // forbidden in this frame
  }
}

async function fetchToken(address) {
  let response;
  try {
    response = await fetch(address, { method: "POST", cache: "no-store", credentials: "omit" });
  } catch {
    throw new HostError("offline", { retry: true });
  }
  const answer = await response.json().catch(() => ({}));
  if (response.status >= 500 || response.status === 429) throw new HostError("busy", { retry: true });
  // Error 1: the token was given before, so this launch is an old one.
  if (!answer["auth-token"]) throw new HostError("expired", { retry: false });
  return answer["auth-token"];
}
