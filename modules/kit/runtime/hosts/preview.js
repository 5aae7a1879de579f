/** The host of a preview and of a page on its own: answers stay on this device, where it allows that. */
import { openStorage } from "../device_store.js";
import { changed } from "./carried.js";

export async function connect(settings, module) {
  const storage = settings.kept === false ? null : openStorage();
  const name = `wegwijs.preview.${module.id}`;
  let memory = { answers: {}, position: null, finished: false };
  let isErased = false;

  // Read each time: another window may have written since.
  function read() {
    try {
      return JSON.parse(storage.getItem(name)) ?? memory;
    } catch {
      return memory;
    }
  }

  function write(state) {
    if (isErased) return; // a page that is being left saves once more
    memory = state;
    try {
      storage?.setItem(name, JSON.stringify(state));
    } catch {
      // Full: the answers live as long as this page.
    }
  }

  function save({ answers, position }) {
    const state = read();
    const result = { saved: {}, conflicts: {}, refused: {} };
    for (const [id, answer] of Object.entries(answers)) {
      const theirs = state.answers[id];
      if (theirs && theirs.revision !== answer.revision) {
        result.conflicts[id] = theirs;
        continue;
      }
      const revision = answer.revision + 1;
      state.answers[id] = { ...answer, revision };
      result.saved[id] = revision;
    }
    write({ ...state, position });
    return result;
  }

  return {
    place: { name: "", keeps: storage ? "device" : "nowhere", shares: settings.shares ?? ["learner"] },
    load: async () => ({ role: settings.role ?? "learner", grade: null, ...read() }),
    save: async (changes) => save(changes),
    report: async () => {},
    finish: async () => {
      write({ ...read(), finished: true });
      return { grade: null };
    },
    carryRoom: 100000,
    async carry(change) {
      const state = read();
      const carried = changed(state.carried, change);
      write({ ...state, carried });
      return carried;
    },
    leave: save,
    opened: async (view) => (await import("../late/work.js")).offerWork(view),
    erase: storage
      ? () => {
          storage.removeItem(name);
          isErased = true;
        }
      : undefined,
    guide: settings.guide ? async () => settings.guide : undefined,
  };
}
