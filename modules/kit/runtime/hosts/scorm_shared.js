/**
 * What one session of a package hands on to a later one of the same package, without file or code.
 *
 * Each session that a later one looks back at has one store, which that session alone writes: what it carries, packed as
 * one text, or the sign that the learner keeps it. A SCORM 2004 4th edition platform has such stores (`adl.data`, named in
 * the manifest). Elsewhere they are in the browser's storage: on one device, per package and learner.
 */
import { openStorage } from "../device_store.js";
import { pack, unpack } from "./pack.js";

const PACKED = "1";
const KEPT_BACK = "-";
const ROOM = 64000; // characters of a store (4th edition, Run-Time Environment 4.3)

/**
 * @param {ScormApi} api
 * @param {{own: string|null, from: object}} course the id of this session's store where a later one looks back at it, and
 *   of those it looks back at itself: `{module: {store, activities: [ids]}}`
 * @param {string|null} learner the learner's short name; null where nobody says who it is
 * @param {{count, id, store}|null} names the platform's own stores; null where it has none, or may not have the words
 * @param {boolean} isFirst whether the learner begins this session now
 * @returns {SharedData|null} null where nothing can be handed on here
 */
export function openShared(api, course, learner, names, isFirst) {
  if (!course) return null;
  const platform = names && platformStores(api, names, course);
  if (platform) return new SharedData(platform, "course", course, isFirst);
  const device = learner && deviceStores(learner);
  return device ? new SharedData(device, "device", course, isFirst) : null;
}

export class SharedData {
  #stores;
  #own;
  #from;

  constructor(stores, where, { own, from }, isFirst) {
    this.#stores = stores;
    this.#own = own;
    this.#from = from;
    /** `course`: wherever the learner opens it; `device`: on this one only. */
    this.where = where;
    /** Whether a later session looks back at this one. */
    this.hands = own !== null;
    // What an earlier attempt left is not of this one.
    if (this.hands && isFirst) stores.write(own, "");
    /** Whether the learner has it handed on. */
    this.isOn = this.hands && stores.read(own) !== KEPT_BACK;
  }

  /** What earlier sessions hand on now: `module/activity` → {module, title, lines, value, here: true}. */
  take() {
    const found = {};
    for (const [module, { store, activities }] of Object.entries(this.#from)) {
      const entries = read(this.#stores.read(store));
      for (const id of activities) if (entries[id]) found[`${module}/${id}`] = { ...entries[id], here: true };
    }
    return found;
  }

  /** Hand on these entries, by activity, and nothing that was handed on before. */
  give(entries) {
    if (!this.isOn) return;
    const text = Object.keys(entries).length ? PACKED + pack(JSON.stringify(entries)) : "";
    if (text.length <= ROOM) this.#stores.write(this.#own, text);
  }

  /** Hand on from now on, or keep everything back; what was handed on is then gone. */
  turn(isOn, entries) {
    this.isOn = isOn;
    this.#stores.write(this.#own, isOn ? "" : KEPT_BACK);
    this.give(entries);
  }
}

/** What a later session may look back at of this one, as this one shows it: by activity. */
export function entriesOf({ title, carries, activities }, answers, lines) {
  const entries = carries
    .filter((id) => lines?.[id])
    .map((id) => {
      const { words } = activities.find((one) => one.id === id);
      return [id, { module: title, title: words.title, lines: lines[id], value: answers[id]?.value ?? null }];
    });
  return Object.fromEntries(entries);
}

/** Nothing of a text that is no text of ours. */
function read(text) {
  if (!text?.startsWith(PACKED)) return {};
  try {
    return Object.fromEntries(Object.entries(JSON.parse(unpack(text.slice(PACKED.length)))).filter(isEntry));
  } catch {
    return {};
  }
}

const isEntry = ([, { module, title, lines }]) =>
  [module, title, ...lines.flatMap(({ label, text }) => [label, text])].every((text) => typeof text === "string");

/**
 * The platform's stores; null where it has none. Asking is the only way to know, and only the 4th edition does: an
 * error code is an answer here. Reading a store that was never set is one, too.
 */
function platformStores(api, { count, id, store }, { own, from }) {
  const number = Number.parseInt(api.get(count), 10) || 0;
  const places = new Map(Array.from({ length: number }, (_, n) => [api.get(id(n)), n]));
  const wanted = [own, ...Object.values(from).map((one) => one.store)].filter(Boolean);
  if (!wanted.every((name) => places.has(name))) return null;
  const texts = new Map();
  return {
    read(name) {
      if (!texts.has(name)) texts.set(name, api.get(store(places.get(name))));
      return texts.get(name);
    },
    write(name, text) {
      if (api.set(store(places.get(name)), text)) texts.set(name, text);
    },
  };
}

/** The browser's own; read each time, for another window may have written since. */
function deviceStores(learner) {
  const storage = openStorage();
  const key = (name) => `wegwijs.shared.${learner}.${name}`;
  const attempt = (action) => {
    try {
      return action();
    } catch {
      return null; // full, or forbidden since: the file and the code are still there
    }
  };
  return (
    storage && {
      read: (name) => attempt(() => storage.getItem(key(name))),
      write: (name, text) => attempt(() => (text ? storage.setItem(key(name), text) : storage.removeItem(key(name)))),
    }
  );
}

/**
 * What comes along from earlier sessions: what the learner brought or left behind, and for the rest what the package
 * hands on now.
 */
export function allCarried(kept, handed) {
  const all = { ...handed, ...kept };
  for (const [name, { left }] of Object.entries(kept)) if (left && !handed[name]) delete all[name];
  return all;
}

/** What the learner brought or left behind, after a change. What would come again by itself is left with a mark. */
export function keptAfter(kept, handed, change) {
  const after = { ...kept };
  for (const [name, entry] of Object.entries(change)) {
    delete after[name];
    if (entry && !entry.here && !entry.left) after[name] = entry;
    if (!entry && handed[name]) {
      const { module, title } = handed[name];
      after[name] = { module, title, lines: [], value: null, left: true };
    }
  }
  return after;
}
