/**
 * The host of a cmi5 package: answers in the LRS's state, statements of the cmi5 profile.
 *
 * https://github.com/AICC/CMI-5_Spec_Current. As with SCORM, a session ends at any moment and without a word: every save
 * reaches the LRS, what is completed stays so, and the last statement goes out as the page does.
 */
import { HostError } from "../host_error.js";
import { Session, callOnly, launchIn, webAddress } from "./cmi5_launch.js";
import { SharedAnswers } from "./cmi5_shared.js";
import { Statements } from "./cmi5_statements.js";
import { changed } from "./carried.js";
import { learnerKey } from "./learner_key.js";
import { connect as connectPreview } from "./preview.js";
import { emptyState, readState, writeState } from "./scorm_state.js";
import { StateDocument } from "./state_document.js";
import { StatementQueue } from "./statement_queue.js";
import { Lrs } from "./xapi.js";

const OURS = "wegwijs"; // the state document with the learner's work
const TRIES = 4; // to write it where others write too
const PLAIN_ROOM = 20000; // characters; a page that goes away may send 64 KiB in all, and sends them twice

export async function connect(settings, module) {
  const launch = launchIn(location.search);
  callOnly(...(launch ? [launch.endpoint, launch.fetch] : []));
  if (!launch) return connectPreview(settings, module);
  const session = await Session.open(launch);
  const lrs = new Lrs(launch, session.token);
  // cmi5 wants the preferences read before any statement, whatever comes of it.
  const [given, preferences] = await Promise.all([
    lrs.readState("LMS.LaunchData"),
    lrs.readProfile("cmi5LearnerPreferences").catch(() => null),
  ]);
  const { contextTemplate, launchMode, returnURL } = given?.document ?? {};
  if (!contextTemplate) throw new HostError("refused", { retry: false });
  const course = {
    lrs,
    session,
    statements: new Statements(launch, contextTemplate),
    language: preferred(preferences?.document, module),
    returnAddress: webAddress(returnURL),
    // The launch as a whole: what could not be saved yet must never reach another LRS or turn up under another's name.
    key: `cmi5.${module.id}.${learnerKey(JSON.stringify({ ...launch, fetch: "" }))}`,
  };
  return launchMode === "Normal" ? new Cmi5Host(course, module) : new ReadingHost(course);
}

/** The first of the learner's languages that the module speaks. */
function preferred(preferences, { languages }) {
  const wanted = String(preferences?.languagePreference ?? "").split(",");
  return wanted.map((tag) => tag.trim().toLowerCase().split("-")[0]).find((name) => name in languages) ?? null;
}

const unpacked = (state) => (typeof state === "string" ? readState(state) : state);

const loaded = ({ answers, position, finished, language, carried }, course) => ({
  role: "learner",
  answers: structuredClone(answers),
  carried: structuredClone(carried),
  position,
  finished,
  language: language ?? course.language,
  grade: null,
});

/** What every session does, whether or not anything may be kept in it. */
class Sitting {
  course;
  document;
  queue;

  constructor(course) {
    this.course = course;
    this.document = new StateDocument(course.lrs, OURS);
    this.queue = new StatementQueue(course.lrs);
    if (course.returnAddress) this.exit = () => this.#exit();
    // No browser says of a page that goes away whether it comes back. So a reload ends the session as well: answers are
    // kept from then on, but only another launch may tell of them.
    if (course.session.isOver) this.notice = "reloaded";
    // A page that comes back from the browser's memory has no session any more.
    addEventListener("pageshow", (event) => event.persisted && course.session.isOver && location.reload());
  }

  begin() {
    const { session, statements } = this.course;
    if (session.isBegun || session.isOver) return;
    this.queue.add(statements.initialized(), () => session.begun());
  }

  /** The end, sent as the page goes away. */
  end() {
    const { session } = this.course;
    if (session.isOver) return;
    this.queue.deliverLast(this.#terminated());
    session.over();
  }

  /** The end, and back to the platform that asked for it. */
  async #exit() {
    const { session, returnAddress } = this.course;
    if (!session.isOver) {
      await this.queue.deliver();
      this.queue.add(this.#terminated(), () => session.over());
      await this.queue.deliver();
    }
    location.assign(returnAddress);
  }

  #terminated() {
    return this.course.statements.terminated(this.course.session.duration);
  }
}

/** The learner looks round or back. The profile wants to hear of the beginning and the end, and of nothing else. */
class ReadingHost extends Sitting {
  place = { name: "", keeps: "nowhere", shares: ["learner"] };

  async load() {
    const kept = unpacked((await this.document.read())?.state) ?? emptyState();
    this.begin();
    this.queue.deliver().catch(() => {}); // it goes out with the end
    return loaded(kept, this.course);
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
    this.end();
  }
}

class Cmi5Host extends Sitting {
  #module;
  #state = emptyState();
  // What else the document holds: what is recorded of shared answers and of completion, and each session's ms.
  #more = { told: {}, completed: false, spent: {} };
  #known = {}; // the revision of each answer as this page has it
  #shared;
  #lines = null; // not told yet
  #percent = 0; // the last progress told
  #turn = Promise.resolve();
  place = { name: "", keeps: "lms", shares: ["learner", "facilitator"], remembers: true };
  carryRoom = 100000;

  constructor(course, module) {
    super(course);
    this.#module = module;
    this.#shared = new SharedAnswers(module, course.statements, this.queue, this.#more.told);
    this.key = course.key;
    document.addEventListener("visibilitychange", () => document.hidden && this.#inTurn(() => this.#tell()).catch(() => {}));
  }

  async load() {
    await this.#recall();
    this.#percent = this.#percentDone;
    for (const [id, { revision }] of Object.entries(this.#state.answers)) this.#known[id] = revision;
    this.begin();
    this.#complete(); // done in an earlier session, and not yet told
    this.#inTurn(() => this.queue.deliver()).catch(() => {}); // the next save tries again
    return loaded(this.#state, this.course);
  }

  save(changes) {
    return this.#inTurn(async () => {
      const result = await this.#keep(changes);
      const { answers, position } = changes;
      // The learner is at it: on its own screen, or in the questions that are asked over any screen.
      await this.#tell(({ id, step }) => id === position || (!step && id in answers));
      return result;
    });
  }

  async report({ progress, lines }) {
    this.#lines = lines;
    this.#state.progress = Math.max(this.#state.progress, progress);
  }

  finish() {
    return this.#inTurn(async () => {
      const { session } = this.course;
      await this.#keep({ answers: {} }, { finished: true });
      await this.#tell();
      // After its last statement a session takes no other: the next one tells that it is done.
      if (session.isOver) throw new HostError("expired", { retry: false });
      return { grade: null };
    });
  }

  carry(change) {
    return this.#inTurn(async () => {
      await this.#keep({ answers: {} }, { carried: (kept) => changed(kept, change) });
      return structuredClone(this.#state.carried);
    });
  }

  leave(changes) {
    const { next, result } = after(this.#state, changes);
    Object.assign(this.#known, result.saved);
    const before = JSON.stringify(this.#more.told);
    if (!this.course.session.isOver) this.#queueAll(next);
    const isTold = JSON.stringify(this.#more.told) !== before;
    // The answers first: a platform may let nobody write any more once it heard of the end.
    if (Object.keys(result.saved).length || changes.position !== this.#state.position || isTold)
      this.document.writeLast(this.#content(next, { inHaste: true }));
    this.end();
  }

  /** One after the other: each builds on what the one before it wrote. */
  #inTurn(action) {
    const done = this.#turn.then(action);
    this.#turn = done.catch(() => {});
    return done;
  }

  async #recall() {
    const { state, told = {}, completed = false, spent = {} } = (await this.document.read()) ?? {};
    const { progress } = this.#state;
    this.#state = unpacked(state) ?? emptyState();
    this.#state.progress = Math.max(this.#state.progress, progress);
    this.#more.completed ||= completed;
    this.#more.spent = spent;
    this.#shared.renew(told);
  }

  /** Put changes into the document, over what another tab may have put there. Returns what `save` promises. */
  async #keep(changes, { finished, carried } = {}) {
    for (let tried = 0; tried < TRIES; tried++) {
      const { next, result } = after(this.#state, changes);
      if (finished) next.finished = true;
      if (carried) next.carried = carried(next.carried);
      if (await this.document.write(this.#content(next))) {
        this.#state = next;
        Object.assign(this.#known, result.saved);
        return result;
      }
      await this.#recall();
    }
    throw new HostError("busy", { retry: true });
  }

  /** Packed, unless there is no time for that: a browser soon ends a page that is left. */
  #content(state, { inHaste = false } = {}) {
    const { told, completed } = this.#more;
    const isShort = inHaste && JSON.stringify(state).length < PLAIN_ROOM;
    return { state: isShort ? state : writeState(state), told, completed, spent: this.#spent };
  }

  /** How long each session lasted, this one included. */
  get #spent() {
    const { since, duration } = this.course.session;
    return { ...this.#more.spent, [since]: duration };
  }

  async #tell(isBusy) {
    if (this.course.session.isOver) return;
    const before = JSON.stringify(this.#more);
    this.#queueAll(this.#state, isBusy);
    await this.queue.deliver();
    if (JSON.stringify(this.#more) !== before) await this.#keep({ answers: {} });
  }

  #queueAll(state, isBusy = () => false) {
    // Only after the page told its lines: an answer that was not read yet is not gone.
    // And of what another tab changed, that one has the words.
    const isOurs = (id) => this.#known[id] === state.answers[id].revision;
    if (this.#lines) this.#shared.queue(state.answers, this.#lines, (one) => isBusy(one) || !isOurs(one.id));
    this.#progress();
    this.#complete();
  }

  get #percentDone() {
    return Math.round(this.#state.progress * 100);
  }

  #progress() {
    if (this.#percentDone <= this.#percent || this.#percentDone >= 100 || this.#more.completed) return;
    this.#percent = this.#percentDone;
    this.queue.add(this.course.statements.progressed(this.#percent));
  }

  /** Clicking through to the end is no work done: whoever answered nothing can finish, but completes nothing. */
  #complete() {
    const { progress, finished } = this.#state;
    if (this.#isCompleting || this.#more.completed || this.course.session.isOver) return;
    if (progress < 1 && !(finished && progress > 0)) return;
    this.#isCompleting = true;
    const duration = Object.values(this.#spent).reduce((sum, each) => sum + each, 0);
    this.queue.add(this.course.statements.completed(duration), () => (this.#more.completed = true));
  }

  #isCompleting = false;
}

/** The state after changes, and which of them it took: an answer that was changed elsewhere meanwhile stays. */
function after(state, { answers, position = state.position }) {
  const result = { saved: {}, conflicts: {}, refused: {} };
  const next = { ...state, answers: { ...state.answers }, position, language: document.documentElement.lang };
  for (const [id, answer] of Object.entries(answers)) {
    const kept = state.answers[id];
    if (kept && kept.revision !== answer.revision) {
      result.conflicts[id] = kept;
      continue;
    }
    result.saved[id] = answer.revision + 1;
    next.answers[id] = { ...answer, revision: result.saved[id] };
  }
  return { next, result };
}
