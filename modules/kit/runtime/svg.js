/** What drawings need: an element of SVG, and text that fits where it stands. */
import { ruler } from "./fit_text.js";

const SVG = "http://www.w3.org/2000/svg";

export function draw(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children); // text is never read as markup
  return element;
}

/**
 * A text over a few lines of this width, with "…" where there was more.
 *
 * @param {string} text what to set
 * @param {number} room the width, in the drawing's units
 * @param {{size: number, most: number, font: string}} type `most` lines; font is a weight and a family
 * @returns {string[]} the lines
 */
export function wrapped(text, room, { size, most, font }) {
  const width = ruler(size, font);
  const rest = text.trim().split(/\s+/u);
  const lines = [];
  while (rest.length > 0 && lines.length < most) {
    let line = rest.shift();
    while (rest.length > 0 && width(`${line} ${rest[0]}`) <= room) line += ` ${rest.shift()}`;
    if (rest.length > 0 && lines.length + 1 === most) line += ` ${rest[0]}`; // too long for sure, so that it ends in "…"
    lines.push(width(line) > room ? shortened(line, room, width) : line);
  }
  return lines;
}

function shortened(line, room, width) {
  const left = [...line.slice(0, 200)];
  while (left.length > 0 && width(`${left.join("").trimEnd()}…`) > room) left.pop();
  return `${left.join("").trimEnd()}…`;
}

export const round = (length) => Math.round(length * 10) / 10;
