/** A page of ours after a launch: takes its token out of the address, keeps it in the history entry, fetches its words. */
import { addCopyButtons } from "./copy.js";

const sheet = document.getElementById("sheet");
const waiting = document.getElementById("waiting");
const { lang } = document.documentElement;
// Days and hours as they are written here: 21 November, 14:30.
const dated = lang === "en" ? "en-GB" : lang;
const times = {
  day: new Intl.DateTimeFormat(dated, { day: "numeric", month: "long", year: "numeric" }),
  thisYear: new Intl.DateTimeFormat(dated, { day: "numeric", month: "long" }),
  hour: new Intl.DateTimeFormat(dated, { hour: "2-digit", minute: "2-digit" }),
  near: new Intl.RelativeTimeFormat(dated, { numeric: "auto" }),
};
let token = location.hash.slice(1) || history.state?.sheet;
let timer = 0;
let shown = "";
let etag = null;

history.replaceState(token ? { sheet: token } : null, "", location.pathname + location.search);
if (token) await show(await call(address()));
else closed();

// A part of the page is an address of its own, so that back and reload lead where one was.
addEventListener("popstate", async () => {
  // The entry may be older than the token.
  if (token) history.replaceState({ sheet: token }, "");
  await show(await call(address()), { jump: true });
});

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a");
  if (!link || !token) return;
  // Another document knows no token: it gets it as this one did.
  if (link.dataset.door !== undefined) link.hash = token;
  // In the other language one stays where one was.
  if (link.hreflang) link.search = location.search;
  if (!link.matches("#sheet a[href^='?']") || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  await go(link.search);
});

sheet.addEventListener("submit", async (event) => {
  event.preventDefault();
  const { target: form, submitter } = event;
  if (submitter?.ariaDisabled === "true") return;
  const values = new URLSearchParams(new FormData(form, submitter));
  if (form.method === "get") return go(`?${values}`);
  const answer = await busily(submitter, () => call(new URL(form.action).pathname + query(), values));
  if (answer?.headers.get("Content-Disposition")) return keepFile(answer);
  // What was asked for in the address is done: a reload shows what is there now.
  if (answer && form.dataset.then) history.replaceState(history.state, "", location.pathname + form.dataset.then);
  // Where one does the same for many, one stays where one is.
  await show(answer, { jump: form.dataset.stay === undefined });
});

function address() {
  return `/${sheet.dataset.kind}/sheet${query()}`;
}

function query() {
  const said = new URLSearchParams(location.search);
  said.set("language", lang);
  return `?${said}`;
}

async function go(search) {
  history.pushState({ sheet: token }, "", location.pathname + search);
  await show(await call(address()), { jump: true });
}

/** Asks the server with the page's token; a body is posted. Throws where there is no connection. */
export async function ask(path, body) {
  const headers = { Authorization: `Bearer ${token}` };
  if (typeof body === "string") headers["Content-Type"] = "application/json";
  const answer = await fetch(path, { method: body ? "POST" : "GET", headers, body, credentials: "omit" });
  const renewed = answer.headers.get("Wegwijs-Token");
  if (renewed) history.replaceState({ sheet: (token = renewed) }, "");
  return answer;
}

async function call(path, form, turns = 30) {
  const trouble = document.getElementById("trouble");
  trouble.hidden = true;
  try {
    const answer = await ask(path, form);
    if (answer.ok) return answer;
    const pause = Number(answer.headers.get("Retry-After"));
    if (pause && turns) {
      // A whole class may press a button at once: each in turn. Not all at the same moment again.
      await new Promise((resolve) => setTimeout(resolve, pause * 1000 * (0.5 + Math.random())));
      return call(path, form, turns - 1);
    }
    // 410: the work it was of is erased.
    if (answer.status === 401 || answer.status === 410) return closed();
  } catch {
    // No connection: said below, and what is on the page stays.
  }
  trouble.hidden = false;
  waiting.hidden = true;
  return null;
}

/** Some answers take a while: the button says so, and can't be pressed twice. */
async function busily(button, action) {
  button?.setAttribute("aria-disabled", "true");
  waiting.hidden = button?.dataset.patience === undefined;
  try {
    return await action();
  } finally {
    button?.removeAttribute("aria-disabled");
    waiting.hidden = true;
  }
}

async function show(answer, { jump = false } = {}) {
  if (!answer) return;
  const html = await answer.text();
  if (html === shown && !jump) return lookAgain(sheet.querySelector("[data-again]"));
  shown = html;
  etag = answer.headers.get("ETag");
  const held = document.activeElement?.closest("#sheet [id]")?.id;
  sheet.innerHTML = html;
  waiting.hidden = true;
  for (const moment of sheet.querySelectorAll("time[data-local]")) moment.textContent = local(new Date(moment.dateTime));
  addCopyButtons(sheet);
  const said = document.getElementById("said");
  const place = said ?? (jump ? sheet.querySelector("[data-here]") : held && document.getElementById(held));
  place?.focus({ preventScroll: !said && !jump });
  lookAgain(sheet.querySelector("[data-again]"));
}

/** What changes by itself is looked up again, unless somebody is at work in it. */
function lookAgain(element) {
  clearTimeout(timer);
  if (!element) return;
  timer = setTimeout(async () => {
    const isHeard = [...sheet.querySelectorAll("audio")].some(({ paused }) => !paused);
    const isIdle = !document.hidden && !getSelection().toString() && !isHeard;
    const answer = isIdle ? await quietly() : null;
    if (answer) await show(answer);
    else lookAgain(element);
  }, element.dataset.again * 1000);
}

// Without a word where it does not work: the next time it may.
async function quietly() {
  const before = location.search;
  const headers = { Authorization: `Bearer ${token}`, ...(etag && { "If-None-Match": etag }) };
  const answer = await fetch(address(), { headers, credentials: "omit" }).catch(() => null);
  return answer?.ok && location.search === before ? answer : null;
}

function local(moment) {
  const days = Math.round((startOfDay(moment) - startOfDay(new Date())) / 86_400_000);
  const far = moment.getFullYear() === new Date().getFullYear() ? times.thisYear : times.day;
  const day = Math.abs(days) < 2 ? times.near.format(days, "day") : far.format(moment);
  return `${day} ${times.hour.format(moment)}`;
}

function startOfDay(moment) {
  return new Date(moment).setHours(0, 0, 0, 0);
}

async function keepFile(answer) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(await answer.blob());
  link.download = answer.headers.get("Content-Disposition").match(/filename="?([\w.-]+)/)?.[1] ?? "wegwijs.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}

function closed() {
  token = undefined;
  history.replaceState(null, "", location.pathname);
  sheet.replaceChildren();
  waiting.hidden = true;
  document.getElementById("closed").hidden = false;
  return null;
}
