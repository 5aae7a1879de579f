/** The map of a stakeholder-map: three rings around the matter, and everybody on their ring, clockwise in the list's order. Loaded when there is something to draw. */
import { fitInCircle } from "../../runtime/fit_text.js";
import { draw, round, wrapped } from "../../runtime/svg.js";
import { isBlank } from "../../runtime/text.js";

// Lengths in the drawing's own units, as in drawing.py.
const RINGS = { near: 72, middle: 118, far: 164 };
const WIDTH = 440;
const HEIGHT = 436;
const X = WIDTH / 2;
const Y = HEIGHT / 2;
const DOT = 15;
const HEART = 40;
const LETTER = 15.5;
const LINE = 17;
const ROOM = 112; // for a name, on each of two lines

/**
 * @param {object[]} people as in the value; their places in it are their numbers
 * @param {{centre: string, roles: string[], stage: Element}} map what it is about, the roles in the order of their colours
 * @returns {SVGElement | null} null where nobody has both a name and a ring
 */
export function drawRings(people, { centre, roles, stage }) {
  const placed = people.map((one, at) => ({ ...one, at })).filter(({ name, ring }) => !isBlank(name) && ring);
  if (placed.length === 0) return null;
  const font = `600 ${getComputedStyle(stage).fontFamily}`;
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, class: "stakes-map", "data-keepsake": "", focusable: "false" });
  for (const radius of Object.values(RINGS)) svg.append(draw("circle", { class: "stakes-ring", cx: X, cy: Y, r: radius }));
  svg.append(heart(centre, font));
  placed.forEach((one, step) => {
    const angle = (step / placed.length) * 2 * Math.PI - Math.PI / 2;
    svg.append(person(one, roles, round(X + RINGS[one.ring] * Math.cos(angle)), round(Y + RINGS[one.ring] * Math.sin(angle)), font));
  });
  return svg;
}

function heart(centre, font) {
  const { size, lines } = fitInCircle(centre, HEART, { largest: 17, smallest: 10, font });
  const texts = lines.map((line, index) =>
    draw("text", { class: "stakes-centre", y: round((index - (lines.length - 1) / 2) * size * 1.15 + size * 0.35), "font-size": size, "text-anchor": "middle" }, line),
  );
  return draw("g", { transform: `translate(${X} ${Y})` }, draw("circle", { class: "stakes-heart", r: HEART }), ...texts);
}

/** A numbered dot with the name on its outer side; who is forgotten has a broken edge and no filling. */
function person({ name, role, forgotten, at }, roles, x, y, font) {
  const hue = roles.indexOf(role);
  const lines = wrapped(name, ROOM, { size: LETTER, most: 2, font });
  const first = y < Y ? -DOT - 7 - LINE * (lines.length - 1) : DOT + 17;
  return draw(
    "g",
    { class: `stakes-person${hue < 0 ? "" : ` stakes-hue-${hue}`}${forgotten ? " is-forgotten" : ""}`, transform: `translate(${x} ${y})` },
    draw("circle", { class: "stakes-dot", r: DOT }),
    draw("text", { class: "stakes-number", y: 5, "font-size": LETTER, "text-anchor": "middle" }, String(at + 1)),
    ...lines.map((line, row) => draw("text", { class: "stakes-name", y: first + LINE * row, "font-size": LETTER, "text-anchor": "middle" }, line)),
  );
}
