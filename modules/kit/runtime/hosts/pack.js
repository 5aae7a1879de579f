/**
 * Packs a text into as few letters as a small, quick and exact method can: the platform may give us only 4,096.
 *
 * Each bit is guessed from what came before it (the last bytes, the word so far), the guesses are mixed by how
 * well each did lately, and an arithmetic coder then spends few bits on what was likely. All guesses learn first
 * from a fixed sample of the kind of text to come. Whole numbers only, so that every browser guesses the same.
 *
 * Anything that changes a guess, the sample included, makes older texts unreadable: then the new way needs a new
 * letter in `scorm_state.js`, and this one stays for reading.
 */
import { SAMPLE } from "./pack_sample.js";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const END = 0; // never inside a JSON text

/** The text as letters, digits, `-` and `_`. It may not hold the character NUL. */
export function pack(text) {
  const encoder = new Encoder(primed());
  for (const byte of new TextEncoder().encode(text)) encoder.byte(byte);
  encoder.byte(END);
  return toLetters(encoder.end());
}

/** The text that `pack` made these letters of; letters that it did not make give any text, or an error. */
export function unpack(letters) {
  const decoder = new Decoder(primed(), fromLetters(letters));
  const bytes = [];
  for (let byte = decoder.byte(); byte !== END; byte = decoder.byte()) {
    // A damaged text may never come to its end.
    if (bytes.push(byte) > LONGEST) throw new RangeError("not a packed text");
  }
  return new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.from(bytes));
}

const LONGEST = 4000000;

// ---- guessing ----

const GUESSERS = 6; // each by what came before: 0, 1, 2, 3 or 5 bytes, or the word so far
const SIZE = 1 << 18; // of each guesser's memory
const INPUTS = GUESSERS * 2 + 1;
const SLOWEST = 127; // the more often a guesser was here, the less one bit changes its mind, down to 1/128
const SURE = 32; // times seen after which a guess gets its full weight

/** 4096 / (1 + e^-x/256) as a table, for browsers' own Math.exp may differ in the last digit. */
const CURVE = [
  1, 2, 3, 6, 10, 16, 27, 45, 73, 120, 194, 310, 488, 747, 1101, 1546, 2047, 2549, 2994, 3348, 3607, 3785, 3901, 3975,
  4022, 4050, 4068, 4079, 4085, 4089, 4092, 4093, 4094,
];

function squash(x) {
  if (x > 2047) return 4095;
  if (x < -2047) return 1;
  const at = (x >> 7) + 16;
  const part = x & 127;
  return (CURVE[at] * (128 - part) + CURVE[at + 1] * part + 64) >> 7;
}

/** The other way round: from a chance of 4096 to -2047..2047. */
const STRETCH = new Int16Array(4096).fill(2047);
for (let x = -2047, from = 0; x <= 2047; x++) {
  for (const to = squash(x); from <= to; from++) STRETCH[from] = x;
}

class Model {
  chances = new Uint16Array(GUESSERS * SIZE).fill(32768); // that the next bit is a 1, of 65536
  seen = new Uint8Array(GUESSERS * SIZE);
  weights = new Int32Array((GUESSERS + 1) * INPUTS).fill(11000); // a set for each number of guessers that know a thing
  inputs = new Int32Array(INPUTS);
  slots = new Int32Array(GUESSERS);
  contexts = new Int32Array(GUESSERS);
  last = 0; // four bytes
  fifth = 0; // the byte before those
  word = 0;
  bits = 1; // of this byte, after a leading 1
  set = 0;
  guess = 2048; // the chance that the next bit is a 1, of 4096

  constructor() {
    this.predict();
  }

  copy() {
    const copy = Object.create(Model.prototype);
    for (const [name, value] of Object.entries(this)) copy[name] = value.slice?.() ?? value;
    return copy;
  }

  predict() {
    const { inputs, slots, chances, seen, contexts, weights } = this;
    let knowing = 0;
    for (let i = 0; i < GUESSERS; i++) {
      const slot = i * SIZE + (Math.imul(contexts[i] ^ (this.bits * 0x9e35), 0x2545f491) >>> 14);
      const chance = chances[slot] >> 4;
      const times = seen[slot];
      slots[i] = slot;
      inputs[2 * i] = times && STRETCH[chance];
      inputs[2 * i + 1] = Math.trunc(((chance - 2048) * Math.min(times, SURE)) / SURE);
      if (times) knowing++;
    }
    inputs[INPUTS - 1] = 256;
    this.set = knowing * INPUTS;
    let sum = 0;
    for (let i = 0; i < INPUTS; i++) sum += inputs[i] * weights[this.set + i];
    this.guess = squash(Math.floor(sum / 65536));
  }

  learn(bit) {
    const { inputs, slots, chances, seen, weights, set } = this;
    const error = ((bit << 12) - this.guess) * 6;
    for (let i = 0; i < INPUTS; i++) weights[set + i] += (inputs[i] * error) >> 14;
    for (const slot of slots) {
      chances[slot] += Math.trunc(((bit ? 65535 : 0) - chances[slot]) / (seen[slot] + 1.5));
      if (seen[slot] < SLOWEST) seen[slot]++;
    }
    this.bits = (this.bits << 1) | bit;
    if (this.bits > 255) this.turn(this.bits & 255);
    this.predict();
  }

  /** A whole byte is known: look from there. */
  turn(byte) {
    const { contexts } = this;
    this.bits = 1;
    this.fifth = this.last >>> 24;
    this.last = (this.last << 8) | byte;
    const small = byte | 32;
    const isLetter = (small > 96 && small < 123) || byte > 127;
    this.word = isLetter ? Math.imul(this.word + small, 0x2f0b4c47) : 0;
    contexts[1] = Math.imul(byte + 1, 0x1b873593);
    contexts[2] = Math.imul((this.last & 0xffff) + 2, 0x85ebca6b);
    contexts[3] = Math.imul((this.last & 0xffffff) + 3, 0xc2b2ae35);
    contexts[4] = Math.imul(Math.imul(this.last + 5, 0x165667b1) + this.fifth, 0x9e3779b1);
    contexts[5] = Math.imul(this.word + 6, 0x7feb352d);
  }
}

let primedModel = null;

function primed() {
  if (!primedModel) {
    primedModel = new Model();
    for (const byte of new TextEncoder().encode(SAMPLE)) {
      for (let shift = 7; shift >= 0; shift--) primedModel.learn((byte >> shift) & 1);
    }
  }
  return primedModel.copy();
}

// ---- coding ----

/** Narrows a range of 32-bit numbers by each bit's chance; its leading bytes that are settled are the result. */
class Coder {
  constructor(model) {
    this.model = model;
    this.low = 0;
    this.high = 0xffffffff;
  }

  /** The last number of the range's part for a 1. */
  middle() {
    return this.low + Math.floor(((this.high - this.low) * this.model.guess) / 4096);
  }

  narrow(bit, middle) {
    if (bit) this.high = middle;
    else this.low = middle + 1;
    this.model.learn(bit);
    while (this.low >>> 24 === this.high >>> 24) {
      this.shift();
      this.low = (this.low << 8) >>> 0;
      this.high = ((this.high << 8) | 255) >>> 0;
    }
  }
}

class Encoder extends Coder {
  bytes = [];

  byte(byte) {
    for (let shift = 7; shift >= 0; shift--) this.narrow((byte >> shift) & 1, this.middle());
  }

  shift() {
    this.bytes.push(this.high >>> 24);
  }

  /** The shortest bytes that, with zeros after them, stand for a number in the range. */
  end() {
    if (this.low > 0) {
      for (let keep = 24; keep >= 0; keep -= 8) {
        const number = Math.ceil(this.low / 2 ** keep);
        if (number * 2 ** keep > this.high) continue;
        for (let shift = 24 - keep; shift >= 0; shift -= 8) this.bytes.push((number >>> shift) & 255);
        break;
      }
    }
    while (this.bytes.at(-1) === 0) this.bytes.pop();
    return this.bytes;
  }
}

class Decoder extends Coder {
  constructor(model, bytes) {
    super(model);
    this.bytes = bytes;
    this.next = 0;
    this.number = 0;
    for (let i = 0; i < 4; i++) this.take();
  }

  byte() {
    let byte = 0;
    for (let i = 0; i < 8; i++) {
      const middle = this.middle();
      const bit = this.number <= middle ? 1 : 0;
      this.narrow(bit, middle);
      byte = (byte << 1) | bit;
    }
    return byte;
  }

  shift() {
    this.take();
  }

  take() {
    this.number = ((this.number << 8) | (this.bytes[this.next++] ?? 0)) >>> 0;
  }
}

// ---- letters ----

/** Base64url without padding (RFC 4648, 5). */
function toLetters(bytes) {
  let letters = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const three = (bytes[i] << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    for (let shift = 18; shift >= 0; shift -= 6) letters += LETTERS[(three >> shift) & 63];
  }
  return letters.slice(0, Math.ceil((bytes.length * 8) / 6));
}

function fromLetters(letters) {
  const bytes = [];
  for (let i = 0; i < letters.length; i += 4) {
    let four = 0;
    for (let j = 0; j < 4; j++) {
      const value = j + i < letters.length ? LETTERS.indexOf(letters[i + j]) : 0;
      if (value < 0) throw new RangeError("not a packed text");
      four = (four << 6) | value;
    }
    bytes.push((four >> 16) & 255, (four >> 8) & 255, four & 255);
  }
  return bytes;
}
