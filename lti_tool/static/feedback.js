/**
 * How an exercise went, in one tap. What the server does not have yet stays on this device until it has. The number of a
 * tap is made here at random: with it this device can still change the tap today, and nobody can tell whose it is.
 */
import { ask } from "./sheet.js";

const STORE = "wegwijs-feedback";
const BETWEEN = 15000;
const TURNS = 3;
const elements = new Set();
// By module and activity: {number, day, verdict, note: not sent yet, noted: the server has one, state: waits | kept | …}
let taps = remembered();
let isSending = false;
// What keeps this page from the server: `waits` (no connection), `expired`, or nothing.
let trouble = null;

class MaterialFeedback extends HTMLElement {
  connectedCallback() {
    elements.add(this);
    const { module, words } = document.getElementById("feedback-words").dataset;
    this.words = JSON.parse(words);
    this.key = `${module}/${this.dataset.activity}`;
    this.note = this.querySelector("textarea");
    for (const button of this.querySelectorAll("[data-verdict]"))
      button.addEventListener("click", () => this.tap(button.dataset.verdict));
    this.querySelector("[data-note]").addEventListener("click", () => this.tell());
    this.show();
    send();
  }

  disconnectedCallback() {
    elements.delete(this);
  }

  get mine() {
    const found = taps[this.key];
    return found?.day === today() || found?.state === "waits" ? found : undefined;
  }

  /** The same tap again takes it back. */
  tap(verdict) {
    const before = this.mine;
    const wanted = before?.verdict === verdict ? null : verdict;
    change(this.key, { ...(before ?? { number: chance(), day: today() }), verdict: wanted });
  }

  tell() {
    change(this.key, { ...this.mine, note: this.note.value });
    this.note.value = "";
    this.querySelector("summary").focus();
    this.querySelector("details").open = false;
  }

  show() {
    const { verdict, noted, state } = this.mine ?? {};
    for (const button of this.querySelectorAll("[data-verdict]"))
      button.ariaPressed = String(button.dataset.verdict === verdict);
    const said = state === "waits" ? trouble : state === "kept" && !verdict ? "gone" : state;
    const text = this.words[said] ?? "";
    const told = this.querySelector("[data-told]");
    if (told.textContent !== text) told.textContent = text;
    this.querySelector("[data-more]").hidden = !verdict;
    this.querySelector("[data-noted]").hidden = !noted;
  }
}

function change(key, tap) {
  taps[key] = { ...tap, state: "waits" };
  remember();
  send();
}

async function send() {
  if (isSending) return;
  isSending = true;
  for (const key of Object.keys(taps)) if (taps[key].state === "waits") await sendOne(key);
  isSending = false;
  showAll();
}

async function sendOne(key, turns = TURNS) {
  const sent = taps[key];
  const { number, verdict, note } = sent;
  const [module, activity] = key.split("/");
  // The page's token is for one module; another one's taps wait for a page of that.
  if (![...elements].some((one) => one.key.startsWith(`${module}/`))) return;
  try {
    const answer = await ask("/guide/feedback", JSON.stringify({ number, activity, verdict, note: note ?? null }));
    trouble = answer.status === 401 ? "expired" : answer.status >= 500 ? "waits" : null;
    if (trouble) return;
    const outcome = answer.ok ? (await answer.json()).outcome : "refused";
    // The day is over at the server: it is a new tap there.
    if (outcome === "closed" && turns) {
      if (taps[key] === sent) taps[key] = { ...sent, number: chance(), day: today() };
      return sendOne(key, turns - 1);
    }
    if (taps[key] === sent) settle(key, sent, outcome === "kept" ? "kept" : "refused");
    else if (turns) return sendOne(key, turns - 1);
  } catch {
    trouble = "waits";
  }
}

/** What was noted does not stay on a device that others use. */
function settle(key, { note, ...tap }, state) {
  const noted = Boolean(tap.verdict) && (note === undefined ? tap.noted : note.trim() !== "");
  taps[key] = { ...tap, noted, state };
  // Taken back: the next tap is another one.
  if (!tap.verdict) taps[key].number = chance();
  remember();
}

function showAll() {
  for (const one of elements) one.show();
}

function remembered() {
  try {
    const found = JSON.parse(localStorage.getItem(STORE)) ?? {};
    const isOfUse = ([, { day, state }]) => day === today() || state === "waits";
    return Object.fromEntries(Object.entries(found).filter(isOfUse));
  } catch {
    return {};
  }
}

// A browser may allow no storage: then nothing is remembered, and all else works.
function remember() {
  showAll();
  try {
    localStorage.setItem(STORE, JSON.stringify(taps));
  } catch {}
}

function today() {
  return new Date().toISOString().slice(0, 10);
}

function chance() {
  return crypto.getRandomValues(new Uint32Array(1))[0] >>> 1 || 1;
}

customElements.define("material-feedback", MaterialFeedback);
addEventListener("online", send);
setInterval(send, BETWEEN);
