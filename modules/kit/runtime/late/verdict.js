/** What assessors made of handed-in work, once they released it: at the end of the session, and in the booklet. */
import { find, make } from "../dom.js";
import { localeOf } from "../words.js";

/** @returns what is to be done once the work is handed in */
export function showVerdict(view, verdict, call) {
  const { released } = verdict;
  const place = make("section", { className: "verdict", tabIndex: -1, "aria-labelledby": "verdict-title" });
  find(".finish")[released ? "before" : "after"](place);
  const heading = make("h2", { id: "verdict-title" }, view.ui("verdict.title"));
  const waiting = (key) => place.replaceChildren(heading, make("p", {}, view.ui(key)));
  if (!released) {
    waiting(view.session.loaded.finished ? "verdict.not-yet" : "verdict.after");
    return () => waiting("verdict.not-yet");
  }
  place.append(heading, ...inside(view, verdict));
  view.keepsake = () => make("section", {}, make("h3", {}, view.ui("verdict.title")), ...inside(view, verdict, "h4"));
  if (released.new) tellNews(view, place, released, call);
  return () => {};
}

function inside(view, { activity, released }, heading = "h3") {
  const { ui, session } = view;
  const own = session.autosave.answers[activity]?.value ?? {};
  const { options, words } = view.tasks.get(activity).definition;
  const weighed = (id) => {
    const { level } = own[id] ?? {};
    return options.levels.includes(level) ? words.levels[level] : null;
  };
  return [
    make("p", { className: "verdict-points" }, make("strong", {}, ui("verdict.points", released)), ` ${dayOf(view, released)}`),
    released.cutoff ? make("p", { className: "quiet" }, ui("verdict.cutoff", { points: released.cutoff })) : null,
    released.competences.length ? competencesOf(released, ui) : null,
    ...released.criteria.map((one) => criterionOf(one, weighed(one.id), ui, heading)),
    ...(released.comment ? [make(heading, {}, ui("verdict.whole")), said(released.comment)] : []),
    make("p", { className: "quiet" }, ui("rubric.never")),
    make("p", { className: "quiet" }, ui("verdict.question")),
  ].filter(Boolean);
}

function dayOf({ module, ui }, { at }) {
  const day = new Intl.DateTimeFormat(localeOf(module.language), { day: "numeric", month: "long" }).format(new Date(at));
  return ui("verdict.on", { day });
}

function competencesOf({ competences }, ui) {
  const lines = competences.map((one) => make("li", {}, `${one.name}: ${ui("verdict.points", one)}`));
  return make("ul", { className: "verdict-competences" }, ...lines);
}

function criterionOf({ label, level, name, text, comment }, own, ui, heading) {
  return make(
    "div",
    { className: "verdict-criterion" },
    make(heading, {}, label),
    make("p", {}, make("strong", {}, ui(level === 1 ? "verdict.level-one" : "verdict.level", { name, level })), ` ${text}`),
    own ? make("p", { className: "quiet" }, ui("verdict.own", { name: own })) : null,
    comment ? said(comment) : null,
  );
}

const said = (text) => make("p", { className: "reply-text", dir: "auto" }, text);

/** Said at the start, until its learner saw it. */
function tellNews(view, place, released, call) {
  const onclick = () => {
    view.go("end");
    place.focus();
  };
  const news = make(
    "p",
    { className: "reply-news" },
    make("button", { type: "button", className: "link-button", onclick }, view.ui("verdict.new")),
  );
  find(".start-words .tagline").after(news);
  find("h2", place).append(" ", make("span", { className: "reply-new" }, view.ui("reply.new")));
  const observer = new IntersectionObserver(([{ isIntersecting }]) => {
    if (!isIntersecting) return;
    observer.disconnect();
    released.new = false;
    news.remove();
    // What does not arrive is new again at the next visit: no harm.
    call("POST", "/verdict/seen", { revision: released.revision }).catch(() => {});
  });
  observer.observe(find(".verdict-points", place));
}
