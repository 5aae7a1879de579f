/**
 * What a learner takes along without a server: the same object as a file (JSON) and as a code to copy.
 *
 * {"wegwijs": 1, "carried": {"module/activity": {module: title, title, lines: [{label, text}], value}}}
 * A code is `WW1-<letters>-<check>`: the object packed, and a check on the letters, for codes lose parts on their way.
 */
import { pack, unpack } from "../hosts/pack.js";
import { cleanText, isBlank } from "../text.js";

const VERSION = 1;
const MOST = 400000; // characters of a file; ours have a few thousand
const LONGEST = 20000; // characters of one text
const FORM = /^WW(\d+)-([\w-]+)-([0-9a-z]+)$/;

/** Why a text can't be used, as a code: empty, strange, damaged, newer, nothing. */
export class Unreadable extends Error {}

export const asFile = (carried) => JSON.stringify({ wegwijs: VERSION, carried }, null, 1);

export function asCode(carried) {
  const letters = pack(JSON.stringify({ wegwijs: VERSION, carried }));
  return `WW${VERSION}-${letters}-${check(letters)}`;
}

/**
 * What a file or a code holds of what is wanted.
 *
 * @param {string} text whatever a learner pasted or chose
 * @param {string[]} wanted the names that this session looks back at
 * @returns {object} name → {module, title, lines, value}
 */
export function readBundle(text, wanted) {
  if (isBlank(text)) throw new Unreadable("empty");
  if (text.length > MOST) throw new Unreadable("strange");
  const { wegwijs, carried } = parse(text.trim());
  if (!Number.isInteger(wegwijs) || !isObject(carried)) throw new Unreadable("strange");
  if (wegwijs > VERSION) throw new Unreadable("newer");
  const names = wanted.filter((name) => Object.hasOwn(carried, name));
  if (names.length === 0) throw new Unreadable("nothing");
  return Object.fromEntries(names.map((name) => [name, entry(carried[name])]));
}

function parse(text) {
  try {
    return JSON.parse(text.startsWith("{") ? text : fromCode(text)) ?? {};
  } catch (error) {
    throw error instanceof Unreadable ? error : new Unreadable("strange");
  }
}

function fromCode(text) {
  const code = text.replace(/[\s\u00ad\u200b]+/gu, ""); // what mail and chat put in between
  const [, version, letters, sum] = FORM.exec(code) ?? [];
  if (!letters) throw new Unreadable(code.startsWith("WW") ? "damaged" : "strange");
  if (Number(version) > VERSION) throw new Unreadable("newer");
  if (sum !== check(letters)) throw new Unreadable("damaged");
  return unpack(letters);
}

function entry(raw) {
  if (!isObject(raw) || !Array.isArray(raw.lines) || raw.lines.length > 200) throw new Unreadable("strange");
  const lines = raw.lines.map((line) => ({ label: words(line?.label), text: words(line?.text) }));
  return { module: words(raw.module), title: words(raw.title), lines, value: raw.value ?? null };
}

function words(text) {
  if (typeof text !== "string" || text.length > LONGEST) throw new Unreadable("strange");
  return cleanText(text);
}

/**
 * The same within a number of characters, the longest texts made shorter; whether anything was.
 *
 * @returns {{carried: object, isShort: boolean}}
 */
export function fitted(carried, room) {
  const fits = (one) => JSON.stringify(one).length <= room;
  if (fits(carried)) return { carried, isShort: false };
  for (let most = 400; most > 10; most -= 10) {
    const shorter = Object.fromEntries(Object.entries(carried).map(([name, one]) => [name, shortened(one, most)]));
    if (fits(shorter)) return { carried: shorter, isShort: true };
  }
  return { carried: {}, isShort: true };
}

// The lines are what is shown: the value goes, for it would say more than they do.
const shortened = ({ module, title, lines }, most) => ({
  module,
  title,
  lines: lines.map(({ label, text }) => ({ label, text: cut(text, most) })),
  value: null,
});

/** At most so many characters, never half of one. */
function cut(text, most) {
  const letters = [...text];
  return letters.length <= most ? text : `${letters.slice(0, most - 1).join("")}…`;
}

const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);

/** FNV-1a, written short. */
function check(letters) {
  let hash = 0x811c9dc5;
  for (const letter of letters) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
  return (hash >>> 0).toString(36);
}
