/**
 * What the hosts of SCORM 1.2 and SCORM 2004 share; where they differ, `dialect` says how.
 *
 * A session ends at any moment and without a word, so everything that matters is committed at every save, and
 * the status only ever goes up.
 */
import { HostError } from "../host_error.js";
import { learnerKey } from "./learner_key.js";
import { OtherWindows, withNewer } from "./other_windows.js";
import { connect as connectPreview } from "./preview.js";
import { openApi } from "./scorm_api.js";
import { areElsewhere, explainElsewhere } from "./scorm_device.js";
import { Interactions } from "./scorm_interactions.js";
import { DeviceMemory, PlatformMemory } from "./scorm_memory.js";
import { Objectives } from "./scorm_objectives.js";
import { allCarried, entriesOf, keptAfter, openShared } from "./scorm_shared.js";

const AUDIENCES = ["learner", "facilitator", "class"];
const FINAL = ["completed", "passed", "failed"];
const LOOKING_BACK = ["review", "browse"];

export async function connectScorm(dialect, settings, module) {
  const api = await openApi(dialect.api, dialect.status);
  if (!api) return connectPreview(settings, module);
  // An API that can't say where the learner is can't give back what was written: an empty page would overwrite it.
  const said = [dialect.status, dialect.entry, dialect.mode].map((element) => api.get(element));
  if (said.every((value) => value === "")) throw new HostError("unreadable", { retry: false });
  const isLookingBack = LOOKING_BACK.includes(api.get(dialect.mode));
  const isFirst = api.get(dialect.entry) === "ab-initio" && !api.continued;
  // Learners share computers: what one could not save yet must never turn up under another's name.
  const learner = learnerKey(api.get(dialect.learner));
  const key = learner && `${dialect.name}.${module.id}.${learner}`;
  const onDevice = settings.answers === "device";
  const memory = onDevice ? new DeviceMemory(api, dialect.room, key) : new PlatformMemory(api, dialect.room);
  const stores = onDevice ? null : dialect.shared;
  const shared = openShared(api, settings.shared, learner, stores, isFirst && !isLookingBack);
  const session = { api, memory, shared, key, isFirst };
  return isLookingBack ? new ReadingHost(session) : new ScormHost(session, dialect, module);
}

const loaded = ({ answers, position, finished, language, carried }, shared) => ({
  role: "learner",
  answers: structuredClone(answers),
  carried: structuredClone(allCarried(carried, shared?.take() ?? {})),
  position,
  finished,
  language,
  grade: null,
});

/** A page that comes back from the browser's memory has no session any more: start a new one. */
function startAnewOnReturn(api) {
  addEventListener("pageshow", (event) => event.persisted && api.ended && location.reload());
}

/** The platform lets the learner look back only. It might store what it is sent and lose a result, so it is sent nothing. */
class ReadingHost {
  #api;
  #state;
  #shared;
  place = { name: "", keeps: "nowhere", shares: ["learner"] };

  constructor({ api, memory, shared, isFirst }) {
    this.#api = api;
    this.#state = memory.recall(isFirst);
    this.#shared = shared;
    startAnewOnReturn(api);
  }

  async load() {
    return loaded(this.#state, this.#shared);
  }

  async save({ answers }) {
    const refused = Object.fromEntries(Object.keys(answers).map((id) => [id, "review"]));
    return { saved: {}, conflicts: {}, refused };
  }

  async report() {}

  async finish() {
    return { grade: null };
  }

  leave() {
    this.#api.finish();
  }
}

class ScormHost {
  #api;
  #dialect;
  #memory;
  #state;
  #module;
  #interactions;
  #objectives;
  #shared;
  #windows;
  #lines = null; // not told yet
  #isFinal;
  #comesBack = false; // the page is about to be loaded again

  constructor({ api, memory, shared, key, isFirst }, dialect, module) {
    this.#api = api;
    this.#dialect = dialect;
    this.#module = module;
    this.#memory = memory;
    this.#shared = shared;
    this.#state = memory.recall(isFirst);
    this.key = key;
    this.#windows = new OtherWindows(key, (theirs) => {
      this.#state.answers = withNewer(this.#state.answers, theirs);
    });
    this.#interactions = new Interactions(api, dialect.interaction, module, this.#state.shared);
    this.#objectives = new Objectives(api, dialect.objective, module);
    // SCORM shows classmates nothing, and some platforms show facilitators nothing either.
    this.place = { name: "", keeps: memory.keeps, shares: this.#interactions.works ? ["learner", "facilitator"] : ["learner"] };
    // Answers of this session come first: what comes along gets a part of the room, and what is too long is cut.
    this.carryRoom = Math.floor(dialect.room / 3);
    this.#isFinal = FINAL.includes(api.get(dialect.status));
    // At once, and not when something is done: Moodle calls a session "completed" that ends without a status.
    if (!this.#isFinal) api.set(dialect.status, "incomplete");
    // Always: without it SCORM 2004 drops everything, and after "normal" the next launch starts from nothing.
    api.set(dialect.exit, "suspend");
    if (isFirst) this.#put(this.#state.answers); // so that the next session finds something to read
    api.commit();
    startAnewOnReturn(api);
    document.addEventListener("visibilitychange", () => this.#whenHidden());
  }

  async load() {
    return loaded(this.#state, this.#shared);
  }

  /** The page is there. Where words stay on the device, the learner may take them along to another, or erase them here. */
  async opened(view) {
    if (this.#memory.keeps === "lms") return;
    if (areElsewhere(this.#state.answers)) explainElsewhere(view);
    const { offerWork } = await import("../late/work.js");
    offerWork(view);
  }

  /** Erase what this device keeps; the platform keeps how far the learner is. Undefined where this device keeps nothing. */
  get erase() {
    return this.#memory.erase && (() => this.#erase());
  }

  /** How this session's answers get to a later one by themselves; undefined where they do not. */
  get handsOn() {
    return this.#shared?.hands ? this.#shared : undefined;
  }

  /** Have them handed on, or keep them here. */
  async handOn(isWanted) {
    this.#shared.turn(isWanted, this.#carriedOn());
    this.#api.commit();
  }

  async save(changes) {
    const result = this.#take(changes);
    if (!result || !this.#api.commit()) throw new HostError("busy", { retry: true });
    return result;
  }

  async report({ progress, score, lines, done }) {
    this.#lines = lines;
    this.#reportProgress(progress);
    this.#reportScore(score);
    this.#objectives.write(done);
    if (progress >= 1) this.#complete();
  }

  async finish() {
    this.#state.finished = true;
    // Clicking through to the end is no work done: whoever answered nothing can finish, but stays "incomplete".
    if (this.#state.progress > 0) this.#complete();
    if (!this.#take({ answers: {} }) || !this.#api.commit()) throw new HostError("busy", { retry: true });
    return { grade: null };
  }

  async carry(change) {
    const before = this.#state.carried;
    const handed = this.#shared?.take() ?? {};
    this.#state.carried = keptAfter(before, handed, change);
    if (!this.#put(this.#state.answers)) {
      const isFull = this.#memory.isTooLong;
      this.#state.carried = before;
      throw new HostError(isFull ? "no-room" : "busy", { retry: false });
    }
    this.#api.commit();
    return structuredClone(allCarried(this.#state.carried, handed));
  }

  leave(changes) {
    if (this.#api.ended || this.#comesBack) return;
    this.#take(changes);
    this.#setTime();
    // Straight to the end: while a page is left, a platform may refuse to commit and still take a finish.
    this.#api.finish();
  }

  #erase() {
    this.#memory.erase();
    if (this.#shared?.isOn) this.#shared.give({});
    this.#api.commit();
    this.#comesBack = true;
  }

  #whenHidden() {
    if (!document.hidden || this.#api.ended) return;
    this.#setTime();
    this.#api.commit(); // on a phone this may be the last thing that ever runs here
  }

  #setTime() {
    this.#api.set(this.#dialect.time, this.#dialect.duration(performance.now()));
  }

  /** Put changes into the state and the state into the API. Returns what `save` promises, or null if the API won't. */
  #take({ answers, position = this.#state.position }) {
    const kept = this.#memory.renewed(this.#state.answers);
    this.#state.position = position;
    this.#state.language = document.documentElement.lang;
    const result = { saved: {}, conflicts: {}, refused: {} };
    const fresh = {};
    for (const [id, { away, ...answer }] of Object.entries(answers)) {
      if (kept[id] && kept[id].revision !== answer.revision) result.conflicts[id] = kept[id];
      else fresh[id] = { ...answer, revision: answer.revision + 1 };
    }
    while (!this.#put({ ...kept, ...fresh })) {
      const tooLarge = this.#memory.isTooLong ? largestOf(fresh, result.refused) : undefined;
      if (tooLarge === undefined) {
        this.#state.answers = kept;
        return null;
      }
      // What was kept before stays kept: only a change that no longer fits is refused, and the learner is told.
      result.refused[tooLarge] = "no-room";
      fresh[tooLarge] = narrowed(kept[tooLarge], fresh[tooLarge]);
      if (!fresh[tooLarge]) delete fresh[tooLarge];
    }
    // Only after the page told its lines: an answer that was not read yet is not gone.
    if (this.#lines) this.#shared?.give(this.#carriedOn());
    // For the platform's own reports: where to go on stands with the answers.
    if (position) this.#api.set(this.#dialect.location, position);
    for (const [id, { revision }] of Object.entries(fresh)) if (!result.refused[id]) result.saved[id] = revision;
    this.#windows.tell(fresh);
    return result;
  }

  #put(answers) {
    this.#state.answers = answers;
    this.#interactions.write(answers, this.#lines ?? {});
    return this.#memory.put(this.#state);
  }

  #carriedOn() {
    return entriesOf(this.#module, this.#state.answers, this.#lines);
  }

  #reportProgress(progress) {
    this.#state.progress = Math.max(this.#state.progress, progress);
    this.#setAll(this.#dialect.progress(this.#state.progress));
  }

  /** A score of 0 is no score in some gradebooks and a bad one in others: before the first answer there is none. */
  #reportScore(score) {
    this.#state.score = Math.max(this.#state.score, Math.round((score ?? 0) * 100));
    if (this.#state.score > 0) this.#setAll(this.#dialect.score(this.#state.score));
  }

  // Success stays unknown, and SCORM 1.2 is never told "passed": nothing in a module is there to fail at.
  #complete() {
    if (!this.#isFinal) this.#isFinal = this.#api.set(this.#dialect.status, "completed");
  }

  #setAll(elements) {
    for (const [element, value] of Object.entries(elements)) this.#api.set(element, value);
  }
}

/** The id of the answer that takes most room, those refused already left out. */
function largestOf(answers, refused) {
  const size = (id) => JSON.stringify(answers[id].value ?? null).length;
  const ids = Object.keys(answers).filter((id) => !(id in refused));
  return ids.sort((a, b) => size(b) - size(a))[0];
}

/** The answer as it was kept, but shared no further than the learner now wants; undefined where none was kept. */
function narrowed(kept, wanted) {
  const width = ({ audience }) => AUDIENCES.indexOf(audience);
  return kept && { ...kept, audience: AUDIENCES[Math.min(width(kept), width(wanted))] };
}
