/** Text set in a circle: the largest size at which it fits, in at most four lines, else with an ellipsis. */

const MOST_LINES = 4;
const LINE_HEIGHT = 1.15;
const canvas = document.createElement("canvas").getContext("2d");

/**
 * @param {string} text what to set
 * @param {number} radius of the circle, in the drawing's units
 * @param {{largest: number, smallest: number, font: string}} type sizes in the drawing's units; font is a
 *   weight and a family, such as "600 sans-serif"
 * @returns {{size: number, lines: string[]}}
 */
export function fitInCircle(text, radius, { largest, smallest, font }) {
  const words = text.trim().split(/\s+/u).filter(Boolean);
  for (let size = largest; size >= smallest; size -= 1) {
    for (let count = 1; count <= MOST_LINES; count += 1) {
      const lines = fill(words, widths(count, size, radius), ruler(size, font));
      if (lines) return { size, lines };
    }
  }
  return { size: smallest, lines: cut(words, widths(MOST_LINES, smallest, radius), ruler(smallest, font)) };
}

/** How wide a text is at this size: for drawings, which can't wrap or shrink by themselves. */
export function ruler(size, font) {
  const [weight, ...family] = font.split(" ");
  canvas.font = `${weight} ${size}px ${family.join(" ")}`;
  return (text) => canvas.measureText(text).width;
}

/** The room of each line: the chord of the circle at the line's outer edge. */
function widths(count, size, radius) {
  const inner = radius * 0.88;
  return Array.from({ length: count }, (_, line) => {
    const middle = (line - (count - 1) / 2) * size * LINE_HEIGHT;
    const edge = Math.abs(middle) + size / 2;
    return 2 * Math.sqrt(Math.max(0, inner * inner - edge * edge));
  });
}

/** Whole words over the lines, or null where they don't fit. */
function fill(words, rooms, width) {
  const lines = rooms.map(() => "");
  let line = 0;
  for (const word of words) {
    let longer = lines[line] ? `${lines[line]} ${word}` : word;
    while (width(longer) > rooms[line]) {
      line += 1;
      if (line === rooms.length) return null;
      longer = word;
    }
    lines[line] = longer;
  }
  return lines.every(Boolean) ? lines : null;
}

/** As much as there is room for: a word is broken only where no line could hold it, and the end says "…". */
function cut(words, rooms, width) {
  const rest = [...words];
  const lines = rooms.map((room, index) => {
    let line = "";
    while (rest.length > 0 && width(joined(line, rest[0])) <= room) line = joined(line, rest.shift());
    const isTooLong = rest.length > 0 && width(rest[0]) > Math.max(...rooms);
    if (line !== "" && !isTooLong) return line;
    return joined(line, piece(rest, room - width(line === "" ? "" : `${line} `), index === rooms.length - 1, width));
  });
  if (rest.length > 0) lines[lines.length - 1] = shortened(lines.at(-1), rooms.at(-1), width);
  return lines.filter(Boolean);
}

const joined = (line, more) => (line === "" || more === "" ? line + more : `${line} ${more}`);

/** Take the beginning of the first word that fits the room, with a hyphen where more follows on a next line. */
function piece(rest, room, isLast, width) {
  const left = characters(rest[0] ?? "");
  let start = "";
  while (left.length > 0 && width(`${start}${left[0]}-`) <= room) start += left.shift();
  if (start === "") return "";
  if (left.length === 0) rest.shift();
  else rest[0] = left.join("");
  return left.length > 0 && !isLast ? `${start}-` : start;
}

function shortened(line, room, width) {
  const left = characters(line);
  while (left.length > 0 && width(`${left.join("").trimEnd()}…`) > room) left.pop();
  return `${left.join("").trimEnd()}…`;
}

/** What a reader sees as characters: an emoji of several code points is never cut in two. */
function characters(text) {
  if (!globalThis.Intl?.Segmenter) return [...text];
  return [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
}
