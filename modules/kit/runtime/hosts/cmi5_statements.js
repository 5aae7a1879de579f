/** The statements of one session, as the cmi5 profile wants them. cmi5 1.0, section 9. */
import { period } from "./scorm_time.js";
import { randomUuid, uuidOf } from "./uuid.js";

const CMI5 = "https://w3id.org/xapi/cmi5/";
const VERBS = "http://adlnet.gov/expapi/verbs/";
const INTERACTION = "http://adlnet.gov/expapi/activities/cmi.interaction";

export class Statements {
  #launch;
  #template;

  /**
   * @param {object} launch as `launchIn` gives it
   * @param {object} template the context that the platform wants in every statement
   */
  constructor(launch, template) {
    this.#launch = launch;
    this.#template = template;
  }

  // The same id each time: what was sent twice, because the first reply got lost, is recorded once.
  initialized() {
    return this.#defined("initialized", { id: this.#idOnce("initialized", this.#sessionId) });
  }

  /** One for each registration, however many sessions or tabs there are. */
  completed(duration) {
    const result = { completion: true, duration: period(duration) };
    return this.#defined("completed", { id: this.#idOnce("completed"), result }, ["moveon"]);
  }

  terminated(duration) {
    const result = { duration: period(duration) };
    return this.#defined("terminated", { id: this.#idOnce("terminated", this.#sessionId), result });
  }

  /** How far the learner is, 0 to 100. */
  progressed(percent) {
    const result = { extensions: { [`${CMI5}result/extensions/progress`]: percent } };
    return this.#statement("progressed", { result });
  }

  /** An answer that the learner shares, as text. */
  answered({ id, words }, language, response) {
    const { activityId } = this.#launch;
    const definition = {
      type: INTERACTION,
      interactionType: "long-fill-in",
      name: { [language]: words.title || id },
      ...(words.ask ? { description: { [language]: words.ask } } : {}),
    };
    const object = { objectType: "Activity", id: activityId + (activityId.includes("#") ? "/" : "#") + id, definition };
    return this.#statement("answered", { object, result: { response } }, { parent: [this.#activity()] });
  }

  get #sessionId() {
    return this.#template.extensions?.[`${CMI5}context/extensions/sessionid`] ?? "";
  }

  #idOnce(verb, session = "") {
    const { registration, activityId } = this.#launch;
    return uuidOf([verb, registration, activityId, session].join(" "));
  }

  /** One that the platform acts upon. */
  #defined(verb, parts, categories = []) {
    const ids = ["cmi5", ...categories].map((name) => `${CMI5}context/categories/${name}`);
    return this.#statement(verb, parts, { category: ids.map((id) => ({ id, objectType: "Activity" })) });
  }

  #statement(verb, parts, activities = {}) {
    return {
      id: randomUuid(),
      actor: this.#launch.actor,
      verb: { id: VERBS + verb, display: { en: verb } },
      object: this.#activity(),
      context: this.#context(activities),
      timestamp: new Date().toISOString(),
      ...parts,
    };
  }

  /** The template with our activities beside its own: nothing in it may be changed. */
  #context(activities) {
    const context = structuredClone(this.#template);
    context.contextActivities ??= {};
    for (const [kind, ours] of Object.entries(activities)) {
      const theirs = [context.contextActivities[kind] ?? []].flat();
      const fresh = ours.filter(({ id }) => !theirs.some((one) => one.id === id));
      context.contextActivities[kind] = [...theirs, ...fresh];
    }
    return { ...context, registration: this.#launch.registration };
  }

  #activity() {
    return { objectType: "Activity", id: this.#launch.activityId };
  }
}
