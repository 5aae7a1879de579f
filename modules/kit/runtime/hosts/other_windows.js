/**
 * The same session in two windows: each has a session of its own with the platform, which keeps the whole of what comes last.
 *
 * So each tells the others what it saved. What another window wrote is then in what this one sends, and who changes an
 * answer here that was changed there is asked which to keep.
 */
export class OtherWindows {
  #channel = null;

  /** @param {string|null} key names this learner's work; null where nobody says who the learner is */
  constructor(key, onSaved) {
    if (!key || !globalThis.BroadcastChannel) return;
    try {
      this.#channel = new BroadcastChannel(`wegwijs.${key}`);
    } catch {
      return; // forbidden in this frame
    }
    this.#channel.onmessage = ({ data }) => onSaved(data);
  }

  /** @param {object} answers those that were saved now, by id */
  tell(answers) {
    this.#channel?.postMessage(answers);
  }
}

/** The answers with those of another window, where they are newer. */
export function withNewer(answers, theirs) {
  const isNewer = ([id, { revision }]) => revision > (answers[id]?.revision ?? 0);
  return { ...answers, ...Object.fromEntries(Object.entries(theirs).filter(isNewer)) };
}
