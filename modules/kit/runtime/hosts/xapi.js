/** Calls to a learning record store (LRS). xAPI 1.0.3, part three: https://github.com/adlnet/xAPI-Spec */
import { HostError } from "../host_error.js";

const VERSION = "1.0.3";
const KEEPALIVE_ROOM = 60000; // bytes; browsers refuse more than 64 KiB on a page that goes away

/** An LRS as one learner's page sees it: of this activity, in this registration. */
export class Lrs {
  #endpoint;
  #token;
  #scope;
  #agent;

  constructor({ endpoint, actor, activityId, registration }, token) {
    this.#endpoint = endpoint;
    this.#token = token;
    this.#agent = JSON.stringify(actor);
    this.#scope = { activityId, agent: this.#agent, registration };
  }

  /** A document of this learner's work: `{document, etag}`; null where there is none. */
  readState(stateId) {
    return this.#read("activities/state", { ...this.#scope, stateId });
  }

  /** Put a document in its place, on a condition (headers). Returns the response's ETag, where it says one. */
  async writeState(stateId, document, condition) {
    const response = await this.#call("PUT", "activities/state", { ...this.#scope, stateId }, document, condition);
    return response.headers.get("ETag");
  }

  /** The same from a page that goes away. */
  writeStateLast(stateId, document, condition) {
    this.#callLast("PUT", "activities/state", { ...this.#scope, stateId }, document, condition);
  }

  /** A document about the learner, of whichever activity; null where there is none. */
  readProfile(profileId) {
    return this.#read("agents/profile", { agent: this.#agent, profileId });
  }

  /** Have statements recorded, all or none. */
  async send(statements) {
    await this.#call("POST", "statements", {}, statements);
  }

  /** The same from a page that goes away. */
  sendLast(statements) {
    this.#callLast("POST", "statements", {}, statements);
  }

  /**
   * Before it calls another site, a browser asks whether it may, and of a page that is gone it may forget to call after
   * that. So that site gets the call a second time, in the form that needs no asking (xAPI 1.0.3, part three, 1.3). It is
   * recorded once: statements have ids, and a document is taken only in the place of the one we know.
   */
  #callLast(method, resource, parameters, content, more) {
    this.#call(method, resource, parameters, content, more).catch(() => {});
    if (new URL(this.#endpoint).origin === location.origin) return;
    const headers = { ...this.#headers(more), "Content-Type": "application/json" };
    const body = new URLSearchParams({ ...parameters, ...headers, content: JSON.stringify(content) });
    const address = `${this.#endpoint}${resource}?method=${method}`;
    fetch(address, { method: "POST", body, mode: "no-cors", credentials: "omit", keepalive: true }).catch(() => {});
  }

  #headers(more) {
    return { Authorization: `Basic ${this.#token}`, "X-Experience-API-Version": VERSION, ...more };
  }

  async #read(resource, parameters) {
    const response = await this.#call("GET", resource, parameters);
    if (response.status === 404) return null;
    return { document: await response.json().catch(() => null), etag: response.headers.get("ETag") };
  }

  async #call(method, resource, parameters, content, more = {}) {
    const query = new URLSearchParams(parameters).toString();
    const body = content && JSON.stringify(content);
    const headers = this.#headers(more);
    if (body) headers["Content-Type"] = "application/json";
    let response;
    try {
      response = await fetch(this.#endpoint + resource + (query && `?${query}`), {
        method,
        headers,
        body,
        cache: "no-store",
        credentials: "omit",
        // What is being written goes on though the page goes away.
        keepalive: Boolean(body) && new TextEncoder().encode(body).length < KEEPALIVE_ROOM,
      });
    } catch {
      throw new HostError("offline", { retry: true });
    }
    if (response.ok || (method === "GET" && response.status === 404)) return response;
    throw new CallError(response.status);
  }
}

/** The LRS said no. */
export class CallError extends HostError {
  constructor(status) {
    const isBusy = status >= 500 || status === 429 || status === 408;
    super(isBusy ? "busy" : (REASONS[status] ?? "refused"), { retry: isBusy });
    this.status = status;
  }
}

const REASONS = { 401: "expired", 403: "expired", 413: "full" };
