/** Starts the page: finds its host, loads what is there, and opens the view. Knows no host by name. */
import { Autosave } from "./autosave.js";
import { find, make } from "./dom.js";
import { returnToLanguage } from "./language.js";
import { View } from "./view.js";
import { speaker } from "./words.js";

function readData(id) {
  return JSON.parse(document.getElementById(id).textContent);
}

async function start() {
  await returnToLanguage(readData("wegwijs-module"));
  const module = readData("wegwijs-module");
  const settings = readData("wegwijs-host");
  const root = document.documentElement;
  try {
    const { connect } = await import(`./hosts/${settings.name}.js`);
    const host = await connect(settings, module);
    const loaded = await host.load();
    if (!history.state?.language) await returnToLanguage(module, loaded.language);
    const session = { host, loaded, drafts: {}, view: null };
    session.autosave = new Autosave(host, loaded, () => session.view?.report());
    await open(session, readData("wegwijs-module"));
    root.classList.add("is-live");
  } catch (error) {
    console.error(error);
    const key = `trouble.load-${error.message}`;
    showLoadTrouble(speaker(module.ui), key in module.ui ? key : "trouble.load");
  }
}

/** Open the view on the page as it now is; a switch of language closes it and opens the next. */
async function open(session, module) {
  session.view?.close();
  const onLanguage = async () => {
    session.loaded.carried = await carriedNow(session);
    await open(session, readData("wegwijs-module"));
  };
  const view = new View(session, module, { onLanguage });
  await view.open();
  session.view = view; // only now: before, it would report that nothing is done
}

/** What comes from earlier modules, with its labels in the page's language where the host can say that. */
async function carriedNow({ host, loaded: { carried = {} } }) {
  if (!host.carry || !Object.keys(carried).length) return carried;
  return host.carry({}).catch(() => carried);
}

function showLoadTrouble(ui, key) {
  // Never an empty page to type in: nothing would be kept, and old answers would seem lost.
  document.body.classList.add("is-stopped");
  find(".notices").replaceChildren(
    make(
      "div",
      { className: "notice", role: "alert" },
      make("p", {}, ui(key)),
      make("button", { type: "button", className: "primary", onclick: () => location.reload() }, ui("trouble.try-again")),
    ),
  );
  addEventListener("online", () => location.reload(), { once: true });
}

start();
