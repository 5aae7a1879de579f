/** A text whose words are buttons. */
import { make } from "./dom.js";

// What a learner would pick: letters and digits with what holds them together, or an emoji.
const EMOJI = String.raw`\p{Extended_Pictographic}[\p{Extended_Pictographic}\p{Emoji_Modifier}\u200d\ufe0f]*`;
const LETTERS = String.raw`[\p{L}\p{N}\p{M}]+(?:['’\u200c-][\p{L}\p{N}\p{M}]+)*`;
const PICKABLE = new RegExp(`(${EMOJI}|${LETTERS})`, "gu");

/**
 * The text with each word as a button; what is written against a word stays on its line.
 * @param {string} name the start of the class names: `<name>-unit` and `<name>-word`
 */
export function buttonsIn(text, name) {
  return text
    .split(/(\s+)/u)
    .map((part, index) => (index % 2 ? part : make("span", { className: `${name}-unit` }, ...split(part, `${name}-word`))));
}

function split(part, className) {
  return part
    .split(PICKABLE)
    .map((piece, index) => (index % 2 ? make("button", { type: "button", className, tabIndex: -1 }, piece) : piece));
}
