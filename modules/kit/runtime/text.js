/**
 * What a learner's text is: kept as typed, counted the same way in Python and in the browser.
 *
 * The twin of `modules/kit/text.py` and `modules/kit/fields.py`; both run the same `cases.json` files.
 * Pure: no DOM. The activity types' `rules.js` import this file and nothing else.
 */

/** The longest text of one field, in code points. */
export const MAX_TEXT = 20000;

// Listed here because Python's and JavaScript's own \s differ.
const WORD = /[^\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]+/gu;
// With the flag `u` a surrogate in a pair is part of its code point, so this finds the lone ones.
const UNKEEPABLE = /[\0\ud800-\udfff]/gu;
const TERM = /\[\[([^[\]|]+)(?:\|[^[\]|]+)?\]\]/gu;

/** The text as typed, with what can't be stored replaced by U+FFFD. */
export function cleanText(text) {
  return text.replace(UNKEEPABLE, "\ufffd");
}

/** How many words the text has: runs of anything but whitespace. */
export function wordCount(text) {
  return text.match(WORD)?.length ?? 0;
}

/** Whether the text holds nothing but whitespace. */
export function isBlank(text) {
  return wordCount(text) === 0;
}

/** A module's own words without the marks of the glossary: `[[a]]` and `[[a|term]]` become `a`. */
export function plain(words) {
  return words.replace(TERM, "$1");
}

/** The name of one of several: `Photo 2` for index 1, or just `Photo` where there is only one. */
export function numbered(name, index, most) {
  return most > 1 ? `${plain(name)} ${index + 1}` : plain(name);
}

/** A learner's value that can't be kept, as a code: `wrong-shape` or `too-long`. */
class Refused extends Error {}

/** What a type's `clean` returns: `{value}`, or `{refusal}` where one of the functions below refused. */
export function accept(clean) {
  try {
    return { value: clean() };
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.message };
    throw error;
  }
}

/** One text field as typed. */
export function cleanField(value) {
  if (typeof value !== "string") throw new Refused("wrong-shape");
  const text = cleanText(value);
  if (text.length > MAX_TEXT && [...text].length > MAX_TEXT) throw new Refused("too-long");
  return text;
}

/** One text field as typed, or nothing at all where it is blank. */
export function cleanOrEmpty(value) {
  const text = cleanField(value);
  return isBlank(text) ? "" : text;
}

/** An object of text fields with these names, each present; others are dropped. */
export function cleanRecord(value, names) {
  if (value !== null && (typeof value !== "object" || Array.isArray(value))) throw new Refused("wrong-shape");
  const field = (name) => cleanOrEmpty(value !== null && Object.hasOwn(value, name) ? value[name] : "");
  return Object.fromEntries(names.map((name) => [name, field(name)]));
}

/** The texts of these ids that are not blank, in the order of the ids; others are dropped. */
export function cleanById(value, ids) {
  return Object.fromEntries(Object.entries(cleanRecord(value, ids)).filter(([, text]) => text !== ""));
}

/** At most `most` items in place; what is `empty` at the end is dropped. */
export function cleanList(value, most, cleanItem, empty) {
  if (value === null) return [];
  if (!Array.isArray(value)) throw new Refused("wrong-shape");
  const items = value.slice(0, most).map(cleanItem);
  const isEmpty = (item) => JSON.stringify(item) === JSON.stringify(empty);
  while (items.length > 0 && isEmpty(items.at(-1))) items.pop();
  return items;
}

/** Which of these ids the value names, in their own order; any other name is dropped. */
export function cleanIds(value, ids) {
  if (value === null) return [];
  if (!Array.isArray(value) || value.some((name) => typeof name !== "string")) throw new Refused("wrong-shape");
  return ids.filter((id) => value.includes(id));
}
