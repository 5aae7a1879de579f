/**
 * Does a text seem to say who somebody is? Looked at here, in the page, to remind the writer; nobody is told.
 *
 * A rule of thumb: it will miss names, and take some other words for one. It may therefore only ask.
 */

const MAIL = /[^\s@<>()]+@[^\s@<>()]+\.\p{L}{2,}/u;
// Nine digits or more, written as telephone numbers are; a day or an amount has fewer.
const PHONE = /(?<![\d-])(?:\+|00)?\d(?:[\s./-]{0,2}\d){8,13}(?!\d)/u;
// Two words with a capital, with or without a particle: not those that begin a sentence with a small word.
const NAME = /(?<!\p{L})(\p{Lu}[\p{Ll}'’-]+(?:\s\p{Lu}\.)?)\s(?:(?:van|de|der|den|ten|ter|von|el|al|bin|la|le|di)\s){0,3}\p{Lu}\p{L}+[\p{L}'’-]*/gu;
const BEGIN = /(?:^|[.!?…:;"“‘(\n])\s*$/u; // of a sentence, where also small words have a capital
const SMALL = new Set(
  ("aan als bij daar dan dat de deze die dit door een eerst en er ga hé het hier hij hoe hun ik in is ja je maar mijn met na naar nee niet nu of om " +
    "onze ook op over samen sinds soms tijdens toen tot uit van vanaf via volgens voor wanneer wat we wie wij ze zij zo zonder " +
    "a after an and at before but by during for from he her his how i if it its my no not of on our she so some that the their then there they this to until was we what when where who with yes you").split(" "),
);
// Words that name a place, a group or a role rather than a person.
const GROUP = /^(?:sint|universiteit|hogeschool|school|stad|gemeente|dienst|provincie|rode|rue|student|students|team|club|buurt|huis|university|city|saint|service|studio|new|north|south|noord|zuid|oost|west|belgisch\p{L}*|vlaams\p{L}*|limburgs\p{L}*)$/iu;

/**
 * @param {string} text what somebody wrote
 * @returns {{kind: "mail" | "phone" | "name", text: string} | null} what it seems to hold, the first of each kind
 */
export function tellsWho(text) {
  const mail = MAIL.exec(text);
  if (mail) return { kind: "mail", text: mail[0] };
  const phone = PHONE.exec(text);
  if (phone) return { kind: "phone", text: phone[0].trim() };
  for (const { 0: found, 1: first, index } of text.matchAll(NAME)) {
    const begin = first.replace(/\s.*$/u, "");
    const isSmall = BEGIN.test(text.slice(Math.max(0, index - 3), index)) && SMALL.has(begin.toLowerCase());
    if (!isSmall && !GROUP.test(begin)) return { kind: "name", text: found };
  }
  return null;
}
