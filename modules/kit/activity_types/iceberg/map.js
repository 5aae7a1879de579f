/** The drawing of an iceberg: a band for each layer, the water below the first, cards, and arrows between them. Loaded when there is something to draw. */
import { draw, round, wrapped } from "../../runtime/svg.js";

// Lengths in the drawing's own units, as in drawing.py.
const WIDTH = 440;
const EDGE = 26;
const GAP = 14;
const BAND = 132;
const TOP = 44; // of the cards, in their band
const CARD = 64;
const LETTER = 15.5;
const LINE = 18;
const WIDEST = 210;

/**
 * @param {{label: string, cards: {id: string, text: string}[]}[]} layers from the top down
 * @param {{from: string, to: string, sign: string}[]} arrows between cards that are there
 * @param {Element} stage where it will stand: its font counts
 * @returns {SVGElement}
 */
export function drawIceberg(layers, arrows, stage) {
  const font = `600 ${getComputedStyle(stage).fontFamily}`;
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${BAND * layers.length}`, class: "berg-map", "data-keepsake": "", focusable: "false" });
  const boxes = {};
  const cards = layers.flatMap(({ label, cards: there }, at) => {
    const top = at * BAND;
    svg.append(draw("rect", { class: `berg-band berg-depth-${at}`, y: top, width: WIDTH, height: BAND }));
    svg.append(draw("text", { class: "berg-label", x: 10, y: top + 20, "font-size": 14 }, label));
    const wide = Math.min(WIDEST, (WIDTH - 2 * EDGE - GAP * (there.length - 1)) / Math.max(1, there.length));
    const left = (WIDTH - wide * there.length - GAP * (there.length - 1)) / 2;
    return there.map(({ id, text }, step) => {
      boxes[id] = { x: round(left + step * (wide + GAP) + wide / 2), y: top + TOP, wide: round(wide) };
      return card(boxes[id], text, font);
    });
  });
  const ties = arrows.map(({ from, to, sign }) => arrow(boxes[from], boxes[to], sign));
  svg.append(water(), ...ties.map(([line]) => line), ...cards, ...ties.map(([, head]) => head));
  return svg;
}

/** A wave between what is seen and what is not. */
function water() {
  let way = `M0 ${BAND}`;
  for (let x = 0; x < WIDTH; x += 40) way += `Q${x + 20} ${BAND + (x % 80 ? 6 : -6)} ${x + 40} ${BAND}`;
  return draw("path", { class: "berg-water", d: way });
}

function card({ x, y, wide }, text, font) {
  const lines = wrapped(text, wide - 14, { size: LETTER, most: 3, font });
  const first = y + CARD / 2 + 5 - ((lines.length - 1) * LINE) / 2;
  return draw(
    "g",
    {},
    draw("rect", { class: "berg-card", x: x - wide / 2, y, width: wide, height: CARD, rx: 8 }),
    ...lines.map((line, row) => draw("text", { class: "berg-text", x, y: first + row * LINE, "font-size": LETTER, "text-anchor": "middle" }, line)),
  );
}

/** The line of an arrow, and what lies on the cards: its head, and + or − halfway. */
function arrow(start, end, sign) {
  const [[x1, y1], [cx, cy], [x2, y2]] = curve(start, end);
  const hue = `berg-${sign || "plain"}`;
  const line = draw("path", { class: `berg-line ${hue}`, d: `M${x1} ${y1}Q${cx} ${cy} ${x2} ${y2}` });
  const turn = round((Math.atan2(y2 - cy, x2 - cx) * 180) / Math.PI);
  const head = draw("g", { class: hue }, draw("path", { class: "berg-head", d: "M0 0L-11 -6L-11 6Z", transform: `translate(${x2} ${y2}) rotate(${turn})` }));
  if (sign) {
    const t = Math.abs(y2 - y1) > BAND ? 0.14 : 0.5; // in the gap where a long one leaves, and not on a card
    const on = (a, b, c) => round((1 - t) ** 2 * a + 2 * t * (1 - t) * b + t ** 2 * c);
    head.append(
      draw(
        "g",
        { transform: `translate(${on(x1, cx, x2)} ${on(y1, cy, y2)})` },
        draw("circle", { class: "berg-sign", r: 10 }),
        draw("text", { class: "berg-text", y: 6, "font-size": 18, "text-anchor": "middle" }, sign === "more" ? "+" : "−"),
      ),
    );
  }
  return [line, head];
}

/**
 * Where an arrow begins, what it bends to, and where it ends. Down it leaves and arrives left of the middle, up on the
 * right, so that there and back lie apart; past a whole layer it goes along the side, not through its cards.
 */
function curve(start, end) {
  if (start.y === end.y) {
    const isRight = end.x > start.x;
    const y = isRight ? start.y : start.y + CARD;
    const side = isRight ? 12 : -12;
    return [[start.x + side, y], [round((start.x + end.x) / 2), y + (isRight ? -34 : 34)], [end.x - side, y]];
  }
  const isDown = end.y > start.y;
  const side = isDown ? -18 : 18;
  const [y1, y2] = isDown ? [start.y + CARD, end.y] : [start.y, end.y + CARD];
  const bend = Math.abs(end.y - start.y) > BAND ? side * 14 : side;
  return [[start.x + side, y1], [round((start.x + end.x) / 2 + bend), round((y1 + y2) / 2)], [end.x + side, y2]];
}
