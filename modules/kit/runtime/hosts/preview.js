/** The host of a preview and of a page on its own: answers stay on this device, where it allows that. */
import { openStorage } from "../device_store.js";
import { HostError } from "../host_error.js";
import { changed } from "./carried.js";

export async function connect(settings, module) {
  const storage = settings.kept === false ? null : openStorage();
  const name = `wegwijs.preview.${module.id}`;
  let memory = { answers: {}, position: null, finished: false };
  let isErased = false;
  let lines = null; // not told yet
  // In a folder of several sessions a later one finds here what it looks back at.
  const along = settings.shared && storage ? await import("./scorm_shared.js") : null;
  const shared = along?.openShared(null, settings.shared, "preview", null, storage.getItem(name) === null);

  // Read each time: another window may have written since.
  function read() {
    try {
      return JSON.parse(storage.getItem(name)) ?? memory;
    } catch {
      return memory;
    }
  }

  function write(state) {
    if (isErased) return true; // a page that is being left saves once more
    memory = state;
    try {
      storage?.setItem(name, JSON.stringify(state));
      return true;
    } catch {
      return false; // full: the answers live as long as this page
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
    const isKept = write({ ...state, position });
    handOn();
    if (!isKept) throw new HostError("full", { retry: true });
    return result;
  }

  function handOn() {
    // Only after the page told its lines: an answer that was not read yet is not gone.
    if (lines && !isErased) shared?.give(entries());
  }

  const entries = () => along.entriesOf(module, read().answers, lines);

  return {
    place: { name: "", keeps: storage ? "device" : "nowhere", shares: settings.shares ?? ["learner"] },
    async load() {
      const state = read();
      const carried = state.carried ?? {};
      const all = shared ? along.allCarried(carried, shared.take()) : carried;
      return { role: settings.role ?? "learner", grade: null, ...state, carried: all };
    },
    save: async (changes) => save(changes),
    async report(told) {
      lines = told.lines;
    },
    finish: async () => {
      write({ ...read(), finished: true });
      return { grade: null };
    },
    carryRoom: 100000,
    async carry(change) {
      const state = read();
      const handed = shared?.take();
      const carried = handed ? along.keptAfter(state.carried ?? {}, handed, change) : changed(state.carried, change);
      write({ ...state, carried });
      return handed ? along.allCarried(carried, handed) : carried;
    },
    handsOn: shared?.hands ? shared : undefined,
    async handOn(isWanted) {
      shared.turn(isWanted, entries());
    },
    leave(changes) {
      try {
        save(changes);
      } catch {
        // Full: the page said so while it was open.
      }
    },
    opened: async (view) => (await import("../late/work.js")).offerWork(view),
    erase: storage
      ? () => {
          storage.removeItem(name);
          if (shared?.isOn) shared.give({});
          isErased = true;
        }
      : undefined,
    guide: settings.guide ? async () => settings.guide : undefined,
  };
}
