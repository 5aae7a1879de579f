/**
 * The rung where the platform keeps the secret of a login for us: its page, or a frame beside ours, answers
 * messages.
 *
 * A secret goes to the origin of the platform's authorization address and nowhere else. An answer counts
 * only from that origin, from the very frame that was asked, and with the number of our question.
 *
 * https://www.imsglobal.org/spec/lti-cs-pm/v0p1 (messages), https://www.imsglobal.org/spec/lti-pm-s/v0p1 (storage)
 */
const SPELLINGS = ["lti.", "org.imsglobal.lti."]; // Blackboard knows the first alone, Brightspace the second
const CAPABILITIES_PATIENCE = 500; // milliseconds
const DATA_PATIENCE = 1000;
const AGAIN = 200; // the frame beside ours may still be loading: what it missed is asked once more

export class PlatformStorage {
  #target;
  #origin;
  #frameName;

  /**
   * @param target what the login calls `lti_storage_target`: `_parent`, or the name of a frame beside ours
   * @param origin of the platform's authorization address
   */
  constructor({ target, origin }) {
    this.#target = target;
    this.#origin = origin;
  }

  /** @returns whether the platform kept it: what it gives back decides, not what it says */
  async keep(key, value) {
    return (await this.#ask("put_data", { key, value })) !== null && (await this.#get(key)) === value;
  }

  /** @returns the text, which is then forgotten; null where there is none */
  async take(key) {
    const value = await this.#get(key);
    if (value !== null) void this.#ask("put_data", { key, value: null });
    return value;
  }

  async #get(key) {
    const value = (await this.#ask("get_data", { key }))?.value;
    return typeof value === "string" ? value : null;
  }

  async #ask(verb, data) {
    this.#frameName ??= this.#findFrame();
    const name = await this.#frameName;
    return name ? ask(() => frameCalled(name), this.#origin, verb, data, DATA_PATIENCE) : null;
  }

  /**
   * The name of the frame that keeps data; null where the platform says that it keeps none.
   *
   * Anybody may hear this question, and who answers it can do no more than name a frame. Some platforms do not
   * know it: what the login said then stands.
   */
  async #findFrame() {
    const answer = await ask(above, "*", "capabilities", {}, CAPABILITIES_PATIENCE);
    if (!Array.isArray(answer?.supported_messages)) return this.#target;
    const told = answer.supported_messages.find((message) => names("put_data").includes(message?.subject));
    return told ? told.frame || this.#target : null;
  }
}

const names = (verb) => SPELLINGS.map((spelling) => spelling + verb);

/** The window that shows ours, or that opened it. */
const above = () => (window.parent === window ? window.opener : window.parent);

function frameCalled(name) {
  return name === "_parent" ? above() : above()?.frames[name]; // throws where another site has no such frame
}

function ask(frame, origin, verb, data, patience) {
  const message_id = crypto.getRandomValues(new Uint32Array(4)).join("-");
  const answers = names(verb).map((name) => `${name}.response`);
  return new Promise((resolve) => {
    const hear = (event) => {
      if (origin !== "*" && event.origin !== origin) return;
      if (event.data?.message_id !== message_id || !answers.includes(event.data.subject)) return;
      if (event.source !== quietly(frame) || event.data.error) return;
      settle(event.data);
    };
    const send = () => {
      for (const subject of names(verb)) quietly(() => frame()?.postMessage({ subject, message_id, ...data }, origin));
    };
    const settle = (answer) => {
      removeEventListener("message", hear);
      clearInterval(again);
      clearTimeout(end);
      resolve(answer);
    };
    addEventListener("message", hear);
    const again = setInterval(send, AGAIN);
    const end = setTimeout(settle, patience, null);
    send();
  });
}

function quietly(look) {
  try {
    return look() ?? null;
  } catch {
    return null;
  }
}
