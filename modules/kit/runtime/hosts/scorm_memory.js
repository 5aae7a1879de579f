/** Where a package's state is kept between sessions: all of it by the platform, or the words on the device. */
import { joined, openDeviceWords, wordless } from "./scorm_device.js";
import { emptyState, readState, writeState } from "./scorm_state.js";

const ELEMENT = "cmi.suspend_data";
// General set failure, incorrect data type, type mismatch, value out of range: how platforms say "too long".
const TOO_LONG = ["351", "405", "406", "407"];

/** All of it travels packed in `suspend_data`, so that work goes on at any computer. */
export class PlatformMemory {
  #api;
  #room;
  #taken = null; // what the platform has, unpacked
  keeps = "lms";
  /** Whether what was put last was too long, as far as that can be known. */
  isTooLong = false;

  constructor(api, room) {
    this.#api = api;
    this.#room = room;
  }

  /** What an earlier session left. Reading what was never set is an error in SCORM 2004, so a first session asks nothing. */
  recall(isFirst) {
    const state = (isFirst ? null : readState(this.#api.get(ELEMENT))) ?? emptyState();
    return { ...state, answers: this.understood(state.answers) };
  }

  /** The answers as the platform had them: where words were kept on a device before, they are not there. */
  understood(answers) {
    const read = ([id, answer]) => [id, { ...answer, value: answer.value === true ? undefined : answer.value }];
    return Object.fromEntries(Object.entries(answers).map(read));
  }

  /** The answers as they are now, where another window may have changed them. */
  renewed(answers) {
    return answers;
  }

  /** Hand the state over; whether it was taken. */
  put(state) {
    // Packing takes time that a browser may not give to a page that is being left.
    const plain = JSON.stringify(state);
    if (plain === this.#taken) return true;
    const text = writeState(state);
    const fits = text.length <= this.#room;
    const isTaken = fits && this.#api.set(ELEMENT, text);
    this.isTooLong = !isTaken && (!fits || TOO_LONG.includes(this.#api.error()));
    if (isTaken) this.#taken = plain;
    return isTaken;
  }
}

/** The platform gets how far the learner is; the words stay here, and nowhere where this device keeps nothing. */
export class DeviceMemory extends PlatformMemory {
  #words;

  constructor(api, room, key) {
    super(api, room);
    this.#words = openDeviceWords(key);
    this.keeps = this.#words ? "device-only" : "nowhere";
    if (this.#words) this.erase = () => this.#words.erase();
  }

  recall(isFirst) {
    const state = super.recall(isFirst);
    const all = { ...state, carried: { ...state.carried, ...this.#words?.read().carried } };
    this.#words?.write(all); // what was taken back elsewhere is shared no more
    return all;
  }

  understood(answers) {
    return joined(answers, this.#words?.read().answers ?? {});
  }

  renewed(answers) {
    return { ...answers, ...this.#words?.read().answers };
  }

  put(state) {
    if (this.#words && !this.#words.write(state)) {
      this.isTooLong = true;
      return false;
    }
    return super.put({ ...state, answers: wordless(state.answers), carried: {} });
  }
}
