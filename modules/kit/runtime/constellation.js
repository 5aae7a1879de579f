/** A drawing: one circle in the middle, others around it that fill with words, and lines that tie them. */
import { fitInCircle } from "./fit_text.js";

const SVG = "http://www.w3.org/2000/svg";
const SIZE = 400; // the drawing's own units; all lengths below are in these
const MARGIN = 4;
const GAP = 6; // between neighbours on the ring
const LINE_HEIGHT = 1.15;

export class Constellation {
  #bubbles;
  #svg;
  #lit = null;

  /**
   * @param {Element} stage what the drawing is put into
   * @param {string} centre the word in the middle
   * @param {string[]} labels what stands in each circle while it is empty, clockwise from the top
   * @param {(index: number) => void} choose called when a circle is tapped
   */
  constructor(stage, centre, labels, choose) {
    const { ring, bubble, middle } = measures(labels.length);
    this.font = `600 ${getComputedStyle(stage).fontFamily}`;
    this.#svg = draw("svg", { viewBox: `0 0 ${SIZE} ${SIZE}`, class: "circle-drawing", "data-keepsake": "", focusable: "false" });
    this.#svg.append(draw("circle", { class: "circle-orbit", cx: SIZE / 2, cy: SIZE / 2, r: ring }));
    this.#bubbles = labels.map((label, index) => {
      const angle = (index / labels.length) * 2 * Math.PI - Math.PI / 2;
      const x = SIZE / 2 + ring * Math.cos(angle);
      const y = SIZE / 2 + ring * Math.sin(angle);
      return this.#bubble(label, { x, y, radius: bubble, hue: index });
    });
    for (const { tie } of this.#bubbles) this.#svg.append(tie);
    this.#bubbles.forEach(({ group }, index) => {
      group.addEventListener("click", () => choose(index));
      this.#svg.append(group);
    });
    this.#svg.append(this.#centre(centre, middle));
    stage.replaceChildren(this.#svg);
    labels.forEach((_, index) => this.fill(index, ""));
  }

  /** Put a text in a circle; a blank one empties it. */
  fill(index, text) {
    const { group, tie, words, title, label, radius } = this.#bubbles[index];
    const isFilled = text.trim() !== "";
    group.classList.toggle("is-filled", isFilled);
    tie.classList.toggle("is-filled", isFilled);
    title.textContent = isFilled ? `${label}: ${text}` : label;
    const type = isFilled ? { largest: 18, smallest: 11 } : { largest: 14, smallest: 10 };
    set(words, isFilled ? text : label, radius, { ...type, font: this.font });
  }

  /** Show which circle is being filled; null for none. */
  light(index) {
    if (this.#lit) for (const part of this.#lit) part.classList.remove("is-lit");
    const bubble = this.#bubbles[index];
    this.#lit = bubble ? [bubble.group, bubble.tie] : null;
    if (this.#lit) for (const part of this.#lit) part.classList.add("is-lit");
  }

  #bubble(label, { x, y, radius, hue }) {
    const group = draw("g", { class: `circle-bubble circle-hue-${hue % 6}`, transform: `translate(${round(x)} ${round(y)})` });
    const title = draw("title");
    const words = draw("text", { class: "circle-words" });
    group.append(title, draw("circle", { class: "circle-disc", r: round(radius) }), words);
    const tie = draw("line", { class: `circle-tie circle-hue-${hue % 6}`, x1: SIZE / 2, y1: SIZE / 2, x2: round(x), y2: round(y) });
    return { group, tie, title, words, label, radius };
  }

  #centre(text, radius) {
    const group = draw("g", { class: "circle-centre", transform: `translate(${SIZE / 2} ${SIZE / 2})` });
    const words = draw("text", { class: "circle-words" });
    group.append(draw("circle", { class: "circle-disc", r: round(radius) }), words);
    set(words, text, radius, { largest: 30, smallest: 12, font: this.font });
    return group;
  }
}

/** The largest circles that fit around: the ring's radius, that of each circle, and that of the middle. */
function measures(count) {
  const half = SIZE / 2 - MARGIN;
  const slope = Math.sin(Math.PI / count);
  // Neighbours touch but for the gap: ring * slope = bubble + gap / 2, and ring + bubble = half.
  const ring = (half + GAP / 2) / (1 + slope);
  const bubble = Math.min(half - ring, 76);
  return { ring: half - bubble, bubble, middle: Math.min(half - 2 * bubble - 18, 64) };
}

function set(element, text, radius, type) {
  const { size, lines } = fitInCircle(text, radius, type);
  element.setAttribute("font-size", size);
  element.replaceChildren(
    ...lines.map((line, index) => {
      const y = (index - (lines.length - 1) / 2) * size * LINE_HEIGHT;
      const part = draw("tspan", { x: 0, y: round(y), dy: "0.35em" });
      part.textContent = line;
      return part;
    }),
  );
}

function draw(tag, attributes = {}) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

const round = (length) => Math.round(length * 10) / 10;
