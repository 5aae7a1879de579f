/**
 * Words that stay on this device: the platform gets status, progress, score and place, and no answer.
 *
 * What is kept is named after the learner and the module, so that nobody else's words turn up on a shared computer.
 */
import { deviceStore } from "../device_store.js";
import { find, make } from "../dom.js";
import { erasePhotos } from "../photos.js";

const AUDIENCES = ["learner", "facilitator", "class"];

/**
 * @param {string|null} key names the learner's work on this device; null where nobody says who the learner is
 * @returns {DeviceWords|null} null where this device keeps nothing for longer than a window is open
 */
export function openDeviceWords(key) {
  if (!key) return null;
  try {
    const words = new DeviceWords(key, globalThis.localStorage);
    return words.write(words.read()) ? words : null;
  } catch {
    return null; // forbidden in this frame
  }
}

class DeviceWords {
  #key;
  #storage;
  #isErased = false;

  constructor(key, storage) {
    this.#key = key;
    this.#storage = storage;
  }

  get #name() {
    return `wegwijs.words.${this.#key}`;
  }

  /** Read each time: another window may have written since. */
  read() {
    try {
      const { answers, carried } = JSON.parse(this.#storage.getItem(this.#name));
      return { answers, carried };
    } catch {
      return { answers: {}, carried: {} };
    }
  }

  /** Whether there was room. */
  write({ answers, carried }) {
    if (this.#isErased) return true; // a page that is being left saves once more
    try {
      this.#storage.setItem(this.#name, JSON.stringify({ answers: ofHere(answers), carried }));
      return true;
    } catch {
      return false;
    }
  }

  /** Away with all of it, what waited to be saved and photos included. */
  erase() {
    this.#isErased = true;
    this.#storage.removeItem(this.#name);
    const unsaved = deviceStore(this.#key);
    for (const [id] of unsaved.all()) unsaved.remove(id);
    void erasePhotos(this.#key);
  }
}

/** What was written here: an answer that is elsewhere is no empty one. */
const ofHere = (answers) => Object.fromEntries(Object.entries(answers).filter(([, { away }]) => !away));

/** The answers as the platform gets them: that there is one, who may see it, and nothing of what it says. */
export const wordless = (answers) =>
  Object.fromEntries(
    Object.entries(answers).map(([id, { how, audience, revision, value, away }]) => [
      id,
      { how, audience, revision, value: away || (value ?? null) !== null ? true : undefined },
    ]),
  );

/** Both together: words from here, and shared no further than either place says. What was written elsewhere is `away`. */
export function joined(platform, device) {
  const there = Object.entries(platform).map(([id, { how, audience, revision, value }]) => [
    id,
    // A package that kept words at the platform before left them there; they move here.
    { how, audience, revision, value: value === true ? undefined : value, away: value === true },
  ]);
  const here = Object.entries(device).map(([id, answer]) => {
    const width = Math.min(...[answer, platform[id] ?? answer].map(({ audience }) => AUDIENCES.indexOf(audience)));
    return [id, { ...answer, audience: AUDIENCES[width] }];
  });
  return Object.fromEntries([...there, ...here]);
}

/** Whether the learner wrote something that is not here. */
export const areElsewhere = (answers) => Object.values(answers).some(({ away }) => away);

/** Say why the words are not here, and what helps. */
export function explainElsewhere({ ui }) {
  const note = make(
    "section",
    { className: "notice is-calm", role: "status" },
    make("p", {}, ui("elsewhere.text")),
    make("p", {}, ui("elsewhere.help")),
    make("button", { type: "button", className: "secondary", onclick: () => close(note) }, ui("elsewhere.close")),
  );
  find(".notices").append(note);
}

function close(note) {
  note.remove();
  find(".is-now .heading").focus();
}
