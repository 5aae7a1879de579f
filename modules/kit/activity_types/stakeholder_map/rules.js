import { accept, cleanById, cleanList, numbered, plain } from "../../runtime/text.js";

const RINGS = ["near", "middle", "far"];

/** The people in their places; what is not said of somebody is absent. */
export function clean(options, value) {
  return accept(() => cleanList(value ?? null, options.people, (person) => cleanPerson(options, person), {}));
}

/** Whether enough people have a name, and enough of those are forgotten. */
export function done(options, value) {
  const named = value.filter((person) => Object.hasOwn(person, "name"));
  const forgotten = named.filter((person) => person.forgotten);
  return named.length >= options.done.people && forgotten.length >= options.done.forgotten;
}

/** Everybody with a name: who, in which role, how close, and whether they are forgotten. */
export function lines(options, words, value) {
  return value
    .map((person, index) => ({
      label: numbered(words.person, index, options.people),
      text: Object.hasOwn(person, "name") ? said(words, person).join(" · ") : "",
    }))
    .filter(({ text }) => text !== "");
}

function cleanPerson(options, value) {
  const person = cleanById(value, ["name", "role", "ring"]);
  const known = { role: options.roles, ring: RINGS };
  const kept = Object.entries(person).filter(([name, text]) => known[name]?.includes(text) ?? true);
  return { ...Object.fromEntries(kept), ...(value?.forgotten === true && { forgotten: true }) };
}

function said(words, { name, role, ring, forgotten }) {
  const parts = [role && words.roles[role], ring && words.rings[ring], forgotten && words.forgotten];
  return [name, ...parts.filter(Boolean).map(plain)];
}
