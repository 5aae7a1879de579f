/** Asks whether the module changed, and then shows it anew, or its mistakes. */
const AGAIN = 700; // ms
const body = document.body;
const frames = [...document.querySelectorAll("iframe")];
const mistakes = document.querySelector("#mistakes");
const status = document.querySelector("[role=status]");
const guide = document.querySelector("[name=show][value=guide]");
const keep = "wegwijs.preview";
let version = null;

function chosen(name) {
  return document.querySelector(`[name=${name}]:checked`).value;
}

function show() {
  const width = chosen("width");
  const address = `/module/${chosen("show")}.${body.dataset.language}.html`;
  for (const frame of frames) {
    const isShown = width === "both" || frame.className === width;
    frame.hidden = !isShown;
    if (isShown && frame.dataset.address !== address) {
      frame.dataset.address = address;
      frame.src = address;
    } else if (!isShown) {
      delete frame.dataset.address;
      frame.removeAttribute("src");
    }
  }
}

function told({ place, message }) {
  const item = document.createElement("li");
  const code = document.createElement("code");
  code.textContent = place;
  item.append(code, " ", message);
  return item;
}

function take(state) {
  const isFirst = version === null;
  version = state.version;
  const isGood = state.problems.length === 0;
  mistakes.querySelector("ol").replaceChildren(...state.problems.map(told));
  mistakes.hidden = isGood;
  document.querySelector("#frames").hidden = !isGood;
  document.querySelector("h1").textContent = state.title;
  if (!isGood) {
    status.textContent = `${mistakes.querySelector("h2").textContent}.`;
    return;
  }
  const hasGuide = state.guided.length > 0;
  guide.disabled = !hasGuide;
  const label = guide.parentElement.querySelector("span");
  label.textContent = hasGuide ? label.dataset.guide : label.dataset.none;
  if (!hasGuide && guide.checked) document.querySelector("[name=show]").checked = true;
  // A page that shows goes on where it was: its address, and the answers in this browser, stay.
  if (!isFirst) for (const frame of frames) if (frame.dataset.address) frame.contentWindow.location.reload();
  show();
  status.textContent = isFirst ? body.dataset.watching : body.dataset.fresh;
}

async function look() {
  try {
    const state = await (await fetch("/state", { cache: "no-store" })).json();
    if (state.version !== version) take(state);
    else if (status.textContent === body.dataset.stopped) status.textContent = body.dataset.watching;
  } catch {
    status.textContent = body.dataset.stopped;
    version = version === null ? null : -1; // whatever comes back is news
  }
  setTimeout(look, AGAIN);
}

function remember() {
  sessionStorage.setItem(keep, JSON.stringify({ show: chosen("show"), width: chosen("width") }));
  show();
}

for (const [name, value] of Object.entries(JSON.parse(sessionStorage.getItem(keep) ?? "{}"))) {
  document.querySelector(`[name=${name}][value=${value}]`).checked = true;
}
document.querySelector("form").addEventListener("change", remember);
look();
