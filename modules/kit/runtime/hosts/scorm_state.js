/**
 * Everything a package must remember, as the one text that a platform keeps for it (`suspend_data`).
 *
 * The first character names the form, so that a later version still reads what an earlier one wrote.
 */
import { pack, unpack } from "./pack.js";

const PACKED = "1";
const AUDIENCES = ["learner", "facilitator", "class"];

/** What there is before the learner's first answer. */
export const emptyState = () => ({
  answers: {},
  position: null,
  language: null,
  finished: false,
  progress: 0,
  score: 0,
  shared: [],
  carried: {},
});

/**
 * @param {{answers: object, position: string|null, language: string|null, finished: boolean, progress: number, score: number,
 *   shared: string[], carried: object}} state the answers by activity id; the best progress (0..1) and score (0..100) reported;
 *   the activities whose answers stand among the platform's interactions, by their place there; and what came along
 *   from earlier sessions
 * @returns {string} letters, digits, `-` and `_` only: no platform changes those
 */
export function writeState({ answers, position, language, finished, progress, score, shared, carried }) {
  const brief = Object.entries(answers).map(([id, { value, how, audience, revision }]) => [
    id,
    value,
    revision,
    AUDIENCES.indexOf(audience) + (how === "paper" ? AUDIENCES.length : 0),
  ]);
  const along = Object.entries(carried).map(([name, { module, title, lines, value, left }]) => [
    name,
    module,
    title,
    lines.flatMap(({ label, text }) => [label, text]),
    value,
    ...(left ? [1] : []),
  ]);
  const parts = [brief, position, language, finished ? 1 : 0, progress, score, shared];
  return PACKED + pack(JSON.stringify(along.length ? [...parts, along] : parts));
}

/** The state that a text holds; null where it is no text of ours, or of a version that this one can't read. */
export function readState(text) {
  if (!text.startsWith(PACKED)) return null;
  try {
    const parts = JSON.parse(unpack(text.slice(PACKED.length)));
    const [brief, position, language, finished, progress, score, shared, along = []] = parts;
    const answers = brief.map(([id, value, revision, kind]) => [
      id,
      {
        value: value ?? undefined,
        how: kind < AUDIENCES.length ? "screen" : "paper",
        audience: AUDIENCES[kind % AUDIENCES.length],
        revision,
      },
    ]);
    const kept = Object.fromEntries(answers);
    const carried = Object.fromEntries(along.map(carriedFrom));
    return { answers: kept, position, language, finished: finished === 1, progress, score, shared, carried };
  } catch {
    return null;
  }
}

function carriedFrom([name, module, title, texts, value, left]) {
  const labels = texts.filter((_, index) => index % 2 === 0);
  const lines = labels.map((label, index) => ({ label, text: texts[index * 2 + 1] }));
  return [name, { module, title, lines, value, ...(left ? { left: true } : {}) }];
}
