/** At the end of a session: its answers for a later one, by themselves where that can be, and as a file or a code. */
import { make } from "../dom.js";
import { asCode, asFile } from "./bundle.js";

/** Show what goes along, with a choice for each, and the ways to take it. */
export function offerToTake(view, place) {
  const chosen = new Map(Object.entries(goingAlong(view)).map(([name, entry]) => [name, { entry, isWanted: true }]));
  place.replaceChildren(...byItself(view), ...(chosen.size ? [choices(chosen), ...ways(view, chosen)] : [nothing(view)]));
}

/** In a package of several sessions they come along by themselves, unless the learner would rather not. */
function byItself(view) {
  const { session, ui } = view;
  const { host } = session;
  if (!host.handsOn) return [];
  const { where, isOn } = host.handsOn;
  const said = make("p", { role: "status" });
  const box = make("input", { type: "checkbox", checked: isOn });
  box.onchange = async () => {
    await view.report(); // what was written last goes along, too
    await host.handOn(box.checked);
    say(said, box.checked ? "" : ui("carry.kept-back"));
  };
  return [
    make("p", {}, ui(`carry.by-itself.${where}`)),
    make("p", { className: "take-choices" }, make("label", {}, box, make("span", {}, ui("carry.let")))),
    said,
    make("p", {}, ui(`carry.elsewhere.${where}`)),
  ];
}

/** What came from earlier sessions goes on with what was written here. */
function goingAlong({ module, tasks, session }) {
  const own = module.carries.map((id) => {
    const task = tasks.get(id);
    const { title } = task.definition.words;
    return [`${module.id}/${id}`, { module: module.title, title, lines: task.lines(), value: task.answer?.value ?? null }];
  });
  const all = { ...session.loaded.carried, ...Object.fromEntries(own) };
  return Object.fromEntries(Object.entries(all).filter(([, { lines }]) => lines.length > 0));
}

const nothing = ({ ui }) => make("p", {}, ui("carry.nothing"));

function choices(chosen) {
  const items = [...chosen].map(([name, choice]) => {
    const box = make("input", { type: "checkbox", checked: true, id: `take-${name}` });
    box.onchange = () => (choice.isWanted = box.checked);
    const { title, lines } = choice.entry;
    const said = make("span", { className: "take-said", dir: "auto" }, lines.map(({ text }) => text).join(" · "));
    return make("li", {}, make("label", {}, box, make("span", {}, make("strong", {}, title), said)));
  });
  return make("ul", { className: "take-choices" }, ...items);
}

function ways(view, chosen) {
  const { ui } = view;
  const wanted = () => Object.fromEntries([...chosen].filter(([, one]) => one.isWanted).map(([name, { entry }]) => [name, entry]));
  const code = make("textarea", { readOnly: true, rows: 4, dir: "ltr", spellcheck: false, "aria-label": ui("carry.label") });
  const said = make("p", { role: "status" });
  const shown = make("div", { className: "take-code", hidden: true }, code);
  const onto = (action) => () => {
    const carried = wanted();
    if (!Object.keys(carried).length) return say(said, ui("carry.choose"));
    return action(carried);
  };
  const copy = async (carried) => {
    code.value = asCode(carried);
    shown.hidden = false;
    code.select();
    say(said, ui((await copied(code.value)) ? "carry.copied" : "carry.copy-yourself"));
  };
  const save = (carried) => {
    download(`${view.module.id}.wegwijs`, asFile(carried));
    say(said, ui("carry.saved"));
  };
  return [
    make("p", {}, ui("carry.by-hand")),
    make("p", { className: "take-ways" }, button(ui("carry.file"), onto(save)), button(ui("carry.code"), onto(copy))),
    said,
    shown,
    make("p", { className: "quiet" }, ui("carry.private")),
  ];
}

const button = (text, onclick) => make("button", { type: "button", className: "secondary", onclick }, text);

function say(place, text) {
  place.textContent = text;
}

/** A frame may not be allowed to copy: then the learner does it. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

function download(name, text) {
  const href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  make("a", { href, download: name }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}
