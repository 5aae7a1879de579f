/** Then and now of `growth`: the rows, their drawing and their table. Loaded when the screen opens. */
import { find, make } from "../../runtime/dom.js";
import { numbersOf } from "../../runtime/ratings.js";
import { draw, round, wrapped } from "../../runtime/svg.js";

// Lengths in the drawing's own units, as in drawing.py.
const [WIDTH, EDGE, LETTER, SMALL, LINE, KEY, GAP] = [340, 14, 15, 12, 18, 26, 28];

/**
 * Show what there is of both, and say calmly what there is not.
 *
 * @param {Activity} activity the one of this type
 * @param {object} answers every answer of this page by activity
 * @param {object} carried what comes from another page: a session of the same module may have its own
 */
export function compare(activity, answers, carried) {
  const { from, per } = activity.options;
  const valueOf = (id) => answers[id] ?? Object.entries(carried).find(([name]) => name.endsWith(`/${id}`))?.[1].value;
  const asked = from.findLast((id) => activity.optionsOf(id)); // both ask the same
  const kind = asked && kindOf(activity.optionsOf(asked), activity.wordsOf(asked), per);
  const [then, now] = from.map((id) => (kind ? kind.numbers(valueOf(id) ?? {}) : new Map()));
  const rows = kind ? kind.things.map(({ label, ids }) => ({ label, then: mean(then, ids), now: mean(now, ids) })) : [];
  const has = (side) => rows.some((row) => row[side] !== undefined);
  const [hasThen, hasNow] = [has("then"), has("now")];
  const said = hasThen && hasNow ? "both" : hasNow ? "no-start" : hasThen ? "no-end" : "empty";
  const missing = from.filter((id, at) => ![hasThen, hasNow][at] && activity.optionsOf(id));
  const sides = from.map((id) => activity.words.sides[id]);
  const view = find("[data-view]", activity.root);
  const shown = hasThen || hasNow ? [figure(activity, rows, sides, kind, view), table(activity, rows, sides, kind)] : [];
  view.replaceChildren(
    ...shown,
    make("p", { className: "growth-said" }, activity.ui(said)),
    ...missing.map((id) => make("p", {}, goTo(activity, id))),
  );
}

function goTo(activity, id) {
  const onclick = () => activity.go(id);
  return make("button", { type: "button", className: "link-button", onclick }, activity.ui("go", activity.wordsOf(id)));
}

/** What the rows are, on which scale, and how a number reads. */
function kindOf(options, words, per) {
  if (options.levels) return ofRubric(options, words, per);
  const groups = Object.entries(options.groups);
  return {
    scale: options.scale,
    ends: [words.least, words.most],
    numbers: numbersOf,
    read: readNumber,
    things:
      per === "group"
        ? groups.map(([group, ids]) => ({ label: words.groups[group], ids }))
        : groups.flatMap(([, items]) => items).map((item) => ({ label: words.items[item].label, ids: [item] })),
  };
}

function ofRubric({ criteria, levels, competences }, words, per) {
  const named = [...new Set(criteria.map((one) => competences[one]))].filter(Boolean);
  const level = (number) => words.levels[levels[number - 1]];
  return {
    scale: levels.length,
    ends: [level(1), level(levels.length)],
    numbers: (value) =>
      new Map(Object.entries(value).filter(([, said]) => said.level).map(([one, said]) => [one, levels.indexOf(said.level) + 1])),
    read: per === "group" ? readNumber : level,
    things:
      per === "group"
        ? named.map((name) => ({ label: words.competences[name], ids: criteria.filter((one) => competences[one] === name) }))
        : criteria.map((one) => ({ label: words.criteria[one].label, ids: [one] })),
  };
}

const readNumber = (number) => number.toLocaleString(document.documentElement.lang);

function mean(numbers, ids) {
  const found = ids.map((id) => numbers.get(id)).filter(Boolean);
  return found.length ? round(found.reduce((sum, number) => sum + number) / found.length) : undefined;
}

/** Which way it went, in a word. */
function wayOf({ then, now }) {
  if (then === undefined) return now === undefined ? "neither" : "only-now";
  if (now === undefined) return "only-then";
  return now > then ? "up" : now < then ? "down" : "same";
}

function table(activity, rows, sides, { read }) {
  const cell = (number) => make("td", {}, number === undefined ? "–" : read(number));
  const heads = [...sides, activity.ui("change")].map((text) => make("th", { scope: "col" }, text));
  // Each name has a line of its own, so that three columns fit on a phone.
  const bodies = rows.map((row) =>
    make(
      "tbody",
      {},
      make("tr", {}, make("th", { scope: "rowgroup", colSpan: 3 }, row.label)),
      make("tr", {}, cell(row.then), cell(row.now), make("td", {}, activity.ui(wayOf(row)))),
    ),
  );
  const caption = make("caption", { className: "visually-hidden" }, sides.join(" · "));
  return make("table", { className: "growth-table" }, caption, make("thead", {}, make("tr", {}, ...heads)), ...bodies);
}

function figure(activity, rows, sides, { scale, ends }, stage) {
  const font = `600 ${getComputedStyle(stage).fontFamily}`;
  const place = (number) => round(EDGE + ((number - 1) / (scale - 1)) * (WIDTH - 2 * EDGE));
  const line = (x1, x2, y1, y2, name) => draw("line", { class: `growth-${name}`, x1, x2, y1, y2 });
  const keys = sides.map((side, at) =>
    draw("g", { transform: `translate(${EDGE} ${14 + at * KEY})` }, dot(at === 1), text(side, 20, 5, LETTER)),
  );
  let top = 2 * KEY + 16;
  const drawn = rows.map(({ label, then, now }) => {
    const lines = wrapped(label, WIDTH - 16, { size: LETTER, most: 2, font });
    const y = LINE * lines.length + 16;
    const steps = Array.from({ length: scale }, (_, at) => line(place(at + 1), place(at + 1), y - 5, y + 5, "track"));
    const both = then !== undefined && now !== undefined;
    const dots = [then, now].map((number, at) =>
      number === undefined ? "" : draw("g", { transform: `translate(${place(number)} ${y})` }, dot(at === 1)),
    );
    const row = draw(
      "g",
      { transform: `translate(0 ${top})` },
      ...lines.map((words, at) => text(words, EDGE - 8, LINE * at + 12, LETTER, { "font-weight": 600 })),
      line(EDGE, WIDTH - EDGE, y, y, "track"),
      ...steps,
      both ? line(place(then), place(now), y, y, "way") : "",
      ...dots,
    );
    top += y + GAP;
    return row;
  });
  const end = (words, more) => text(wrapped(words, 164, { size: SMALL, most: 1, font })[0] ?? "", more.x, top, SMALL, more);
  const label = activity.ui("chart", { then: sides[0], now: sides[1], scale });
  const feet = [end(ends[0], { x: EDGE - 8 }), end(ends[1], { x: WIDTH - EDGE + 8, "text-anchor": "end" })];
  const about = { viewBox: `0 0 ${WIDTH} ${top + 8}`, role: "img", "aria-label": label, focusable: "false", "data-keepsake": "" };
  return draw("svg", { ...about, class: "growth-chart" }, ...keys, ...drawn, ...feet);
}

// The full dot is the smaller one: where both are the same, both are seen.
const dot = (isNow) => draw("circle", { class: isNow ? "growth-now" : "growth-then", r: isNow ? 6 : 10 });

const text = (words, x, y, size, more = {}) => draw("text", { class: "growth-text", x, y, "font-size": size, ...more }, words);
