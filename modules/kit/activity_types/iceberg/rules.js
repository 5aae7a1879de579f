import { accept, cleanById, cleanList, cleanOrEmpty, cleanRecord, plain } from "../../runtime/text.js";

const SIGNS = ["more", "less"];
const MOST_LOOPS = 6;

/** The cards of each layer that has any, and the arrows. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const raw = value?.cards || null;
    cleanRecord(raw, []);
    const cards = options.layers.map((layer) => [layer, cleanList(raw?.[layer] ?? null, options.cards, cleanOrEmpty, "")]);
    const arrows = cleanList(value?.arrows ?? null, options.arrows, (arrow) => cleanArrow(options, arrow), {});
    return { cards: Object.fromEntries(cards.filter(([, texts]) => texts.length > 0)), arrows };
  });
}

/** Whether enough layers have a card, and enough arrows tie two. */
export function done(options, value) {
  return Object.keys(value.cards).length >= options.done.layers && told(options, value).length >= options.done.arrows;
}

/** Each card below its layer, what leads to what, and the loops in it. */
export function lines(options, words, value) {
  const texts = textsOf(value);
  const say = (more) => (more ? ` · ${plain(more)}` : "");
  return [
    ...options.layers.flatMap((layer) =>
      (value.cards[layer] ?? [])
        .filter((text) => text !== "")
        .map((text) => ({ label: plain(words.layers[layer].label), text })),
    ),
    ...told(options, value).map(({ from, to, sign }) => ({
      label: plain(words.arrow),
      text: `${texts[from]} → ${texts[to]}${say(words.signs[sign])}`,
    })),
    ...loops(options, value).map((loop) => ({
      label: plain(words.loop),
      text: [loop[0].from, ...loop.map(({ to }) => to)].map((name) => texts[name]).join(" → ") + say(words.loops[kindOf(loop)]),
    })),
  ];
}

/** The arrows between two cards that say something, each pair once. */
export function told(options, { cards, arrows }) {
  const texts = textsOf({ cards });
  const ends = ({ from, to }) => `${from} ${to}`;
  const whole = arrows.filter(({ from, to }) => from !== to && Object.hasOwn(texts, from) && Object.hasOwn(texts, to));
  return whole.filter((arrow, at) => whole.findIndex((other) => ends(other) === ends(arrow)) === at);
}

/** The ways that lead back to where they began, each once and as its arrows; it begins at its first card. */
export function loops(options, value) {
  const arrows = told(options, value);
  const order = options.layers.flatMap((layer) => Array.from({ length: options.cards }, (_, at) => `${layer}-${at + 1}`));
  const found = [];
  for (const [at, start] of order.entries()) {
    const ahead = arrows.filter(({ to }) => order.indexOf(to) >= at);
    goOn(start, [], ahead, found);
  }
  return found;
}

/** An even number of arrows to less makes a loop that strengthens itself; an odd number one that holds back. */
export function kindOf(loop) {
  if (loop.some(({ sign }) => sign === undefined)) return "";
  return loop.filter(({ sign }) => sign === "less").length % 2 === 1 ? "balancing" : "reinforcing";
}

function goOn(start, way, arrows, found) {
  const here = way.at(-1)?.to ?? start;
  for (const arrow of arrows) {
    if (arrow.from !== here || found.length === MOST_LOOPS) continue;
    if (arrow.to === start) found.push([...way, arrow]);
    else if (!way.some(({ to }) => to === arrow.to)) goOn(start, [...way, arrow], arrows, found);
  }
}

function textsOf({ cards }) {
  const all = Object.entries(cards).flatMap(([layer, texts]) => texts.map((text, at) => [`${layer}-${at + 1}`, text]));
  return Object.fromEntries(all.filter(([, text]) => text !== ""));
}

function cleanArrow(options, value) {
  const places = options.layers.flatMap((layer) => Array.from({ length: options.cards }, (_, at) => `${layer}-${at + 1}`));
  const known = { from: places, to: places, sign: SIGNS };
  const arrow = Object.entries(cleanById(value, ["from", "to", "sign"]));
  return Object.fromEntries(arrow.filter(([name, text]) => known[name].includes(text)));
}
