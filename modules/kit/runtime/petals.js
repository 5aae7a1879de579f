/** The picture of a rating: a flower with a petal per item, as long as its number, in the colour of its group. */
import { ruler } from "./fit_text.js";

const SVG = "http://www.w3.org/2000/svg";
const WIDTH = 360; // the drawing's own units; all lengths below are in these
const MIDDLE = WIDTH / 2;
const HEART = 30; // the radius of the middle
const LONGEST = 168; // of a petal, from the middle of the flower
const BETWEEN = 0.8; // room between groups, in petals
const LINE = 28; // for a name under the flower
const LETTER = 18;

/**
 * @param {{number: number, name: string}[][]} groups the petals by group; one with a name stands out, and its
 *   name is written under the flower
 * @param {number} scale the highest number
 * @param {string} family the font of the names
 * @returns {SVGElement}
 */
export function flower(groups, scale, family) {
  const petals = turned(groups);
  const named = petals.filter(({ name }) => name !== "");
  const height = WIDTH + LINE * named.length;
  const svg = draw("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "petals", "data-keepsake": "", focusable: "false" });
  for (let number = 1; number <= scale; number += 1) {
    svg.append(draw("circle", { class: "petals-ring", cx: MIDDLE, cy: MIDDLE, r: round(reach(number, scale)) }));
  }
  svg.append(...petals.filter(({ number }) => number > 0).map((petal) => leaf(petal, reach(petal.number, scale))));
  svg.append(draw("circle", { class: "petals-heart", cx: MIDDLE, cy: MIDDLE, r: HEART - 9 }));
  svg.append(...named.flatMap((petal, index) => label(petal, WIDTH + LINE * (index + 0.4), family)));
  return svg;
}

const reach = (number, scale) => HEART + (number / scale) * (LONGEST - HEART);

/** Each petal with its group's hue, the angle at which it stands and how wide it is; the first at the top. */
function turned(groups) {
  const step = (2 * Math.PI) / (groups.flat().length + groups.length * BETWEEN);
  let at = -Math.PI / 2;
  return groups.flatMap((petals, hue) => {
    const found = petals.map((petal, index) => ({ ...petal, hue, middle: at + (index + 0.5) * step, half: step * 0.43 }));
    at += (petals.length + BETWEEN) * step;
    return found;
  });
}

function leaf({ hue, middle, half, name }, length) {
  const corners = [point(middle - half, HEART), point(middle - half, length - 6), point(middle + half, length - 6), point(middle + half, HEART)];
  const [start, left, right, end] = corners.map((corner) => corner.join(" "));
  const tip = point(middle, length + 6).join(" ");
  return draw("path", {
    class: `petals-leaf petals-hue-${hue % 6}${name === "" ? "" : " is-chosen"}`,
    d: `M${start}L${left}Q${tip} ${right}L${end}Z`,
  });
}

function label({ name, hue }, y, family) {
  const text = draw("text", { class: "petals-name", x: MIDDLE + 10, y, dy: "0.35em", "font-size": LETTER, "text-anchor": "middle" });
  text.textContent = name;
  const half = ruler(LETTER, `600 ${family}`)(name) / 2;
  return [draw("circle", { class: `petals-dot petals-hue-${hue % 6}`, cx: round(MIDDLE - half - 6), cy: y, r: 6 }), text];
}

const point = (angle, radius) => [round(MIDDLE + radius * Math.cos(angle)), round(MIDDLE + radius * Math.sin(angle))];

function draw(tag, attributes) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const round = (length) => Math.round(length * 10) / 10;
