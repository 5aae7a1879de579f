/** Texts that people read in a platform's report, as every platform takes them. */

/** A text without what SCORM reads as its own marks: line breaks, `[,]` `[.]` `[:]`, and `{` at the start. */
export function oneLine(text) {
  return text
    .trim()
    .replace(/\s*[\r\n\u2028\u2029]+\s*/gu, " ¶ ")
    .replace(/\[([,.:])\]/gu, "[ $1 ]")
    .replace(/^\{/u, "( {");
}

/** The text within a limit of UTF-16 units, never half a character. */
export function cut(text, longest) {
  if (text.length <= longest) return text;
  const end = longest - 1;
  const halves = /[\ud800-\udbff]$/.test(text.slice(0, end));
  return `${text.slice(0, halves ? end - 1 : end)}…`;
}
