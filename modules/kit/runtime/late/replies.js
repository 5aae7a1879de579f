/** What a facilitator wrote back: under the answer it is about, for this learner alone; said once at the start and the end. */
import { find, make } from "../dom.js";
import { localeOf } from "../words.js";

export function showReplies(view, call) {
  const replies = view.session.loaded.replies.filter(({ activity }) => view.tasks.has(activity));
  const news = [find(".start-words .tagline"), find(".end-words .heading")].map((place) => newsAt(place));
  const tell = () => news.forEach((place) => tellNews(place, view, replies));
  for (const reply of replies) {
    reply.card = cardOf(reply, view);
    find(".answer-foot", view.tasks.get(reply.activity).element).after(reply.card);
    if (reply.new) onceRead(reply.card.lastChild, () => saw(reply, call, tell));
  }
  tell();
}

function cardOf({ text, at, new: isNew }, { ui, module }) {
  const day = new Intl.DateTimeFormat(localeOf(module.language), { day: "numeric", month: "long" }).format(new Date(at));
  const badge = isNew ? make("span", { className: "reply-new" }, ui("reply.new")) : null;
  return make(
    "aside",
    { className: "reply", tabIndex: -1, "aria-label": ui("reply.wrote") },
    make("p", { className: "reply-who" }, ui("reply.wrote"), badge),
    make("p", { className: "reply-text", dir: "auto" }, text),
    make("p", { className: "quiet" }, `${day} · ${ui("reply.who")}`),
  );
}

function newsAt(place) {
  const news = make("p", { className: "reply-news" });
  place.after(news);
  return news;
}

function tellNews(place, view, replies) {
  const fresh = replies.filter((one) => one.new);
  place.hidden = !fresh.length;
  if (!fresh.length) return;
  const text = fresh.length === 1 ? view.ui("reply.one") : view.ui("reply.more", { count: fresh.length });
  const onclick = () => open(view, fresh[0]);
  place.replaceChildren(make("button", { type: "button", className: "link-button", onclick }, text));
}

/** A question stands in a dialog of its own, and not on the road. */
function open(view, { activity, card }) {
  const dialog = card.closest("dialog");
  if (dialog) find("[data-action=ask]").click();
  else view.go(activity);
  card.scrollIntoView({ block: "center" });
  card.focus({ preventScroll: true });
}

/** Its last line was on the screen for a moment, and not only passed by. */
function onceRead(line, then) {
  let timer = 0;
  const observer = new IntersectionObserver(
    ([{ isIntersecting }]) => {
      clearTimeout(timer);
      if (!isIntersecting) return;
      timer = setTimeout(() => {
        observer.disconnect();
        then();
      }, 1000);
    },
    { threshold: 1 },
  );
  observer.observe(line);
}

function saw(reply, call, tell) {
  reply.new = false;
  tell();
  // What does not arrive is new again at the next visit: no harm.
  call("POST", "/replies/seen", { activity: reply.activity, revision: reply.revision }).catch(() => {});
}
