/** Finding the platform's SCORM API and talking to it, so that nothing it does can break the page. */

const PATIENCE = 3000; // ms that a platform may take to put its API up after it opened our page
const LOOK_AGAIN = 100; // ms

/**
 * Open the session with the platform.
 *
 * @param {{object: string, initialize: string, finish: string, get: string, set: string, commit: string,
 *   error: string}} names what this version of SCORM calls the API object and its functions
 * @param {string} probe an element that always has a value
 * @returns {Promise<ScormApi|null>} null where there is no API that works
 */
export async function openApi(names, probe) {
  const until = performance.now() + PATIENCE;
  for (;;) {
    const { api, home, hope } = findApi(names);
    const session = api && new ScormApi(api, names, home);
    if (session?.open(probe)) return session;
    // A page on its own, or inside pages of another site, waits for nothing: no API can appear there.
    if (!hope || performance.now() > until) return null;
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
}

/** Every window that may hold the API, nearest first: all parents, then who opened them, and theirs. */
function* windows() {
  const seen = new Set();
  const starts = [window];
  for (const start of starts) {
    for (let here = start; here && !seen.has(here); here = here.parent) {
      seen.add(here);
      yield here;
      if (here.opener) starts.push(here.opener);
    }
  }
}

function findApi({ object, initialize }) {
  let hope = false;
  for (const here of windows()) {
    try {
      // Something else may have that name, such as an element with it as its id.
      if (here[object]?.[initialize]) return { api: here[object], home: here, hope: true };
      hope ||= here !== window;
    } catch {
      // A window of another site: nothing to read here, but the one above it may be the platform's.
    }
  }
  return { api: null, home: null, hope };
}

/** One session with the platform. Every call is safe: an API that throws counts as one that says no. */
export class ScormApi {
  #api;
  #names;
  #home;
  #accepted = new Map(); // element → the last value the platform took, so that nothing is sent twice

  constructor(api, names, home) {
    this.#api = api;
    this.#names = names;
    this.#home = home;
    this.ended = false;
    this.continued = false;
  }

  /** Start the session, or go on with one that an earlier page of ours left open. */
  open(probe) {
    if (this.#call("initialize", "") === "true") return true;
    // Not by the error code: some platforms leave that of the call before. A session that is over gives nothing.
    this.continued = this.get(probe) !== "";
    return this.continued;
  }

  /** An element's value; empty where the platform has none. */
  get(element) {
    return this.#call("get", element);
  }

  /** Set an element; whether the platform has the value now. */
  set(element, value) {
    const text = String(value);
    if (this.#accepted.get(element) === text) return true;
    const taken = this.#call("set", element, text) === "true";
    if (taken) this.#accepted.set(element, text);
    return taken;
  }

  /** Whether the platform took this value in this session. */
  has(element, value) {
    return this.#accepted.get(element) === String(value);
  }

  /** Have the platform keep what was set; whether it says that it did. */
  commit() {
    return this.#call("commit", "") === "true";
  }

  /** End the session; the second time does nothing. */
  finish() {
    if (this.ended) return;
    this.#call("finish", "");
    this.ended = true;
  }

  /** The code of the last call's error; "0" is none. */
  error() {
    return this.#call("error");
  }

  #call(verb, ...values) {
    // The API of a window that was closed still says yes to everything, and keeps nothing.
    if (this.ended || this.#home.closed) return "";
    try {
      return String(this.#api[this.#names[verb]](...values) ?? "");
    } catch {
      return "";
    }
  }
}
