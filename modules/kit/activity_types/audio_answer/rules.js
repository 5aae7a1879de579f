import { accept, cleanOrEmpty, cleanRecord, plain, wordCount } from "../../runtime/text.js";

const PLACES = ["device", "server"];

/** The text, and the recording where there is one. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const text = cleanOrEmpty(value && Object.hasOwn(value, "text") ? value.text : "");
    const audio = value?.audio ?? null;
    cleanRecord(audio, []);
    if (!isLength(audio?.seconds, options.most) || !PLACES.includes(audio.where)) return { text };
    return { text, audio: { seconds: audio.seconds, where: audio.where } };
  });
}

/** Whether enough is written or said. */
export function done(options, { text, audio }) {
  return wordCount(text) >= options.done.words || (audio?.seconds ?? 0) >= options.done.seconds;
}

/** The text, and how long the recording is. */
export function lines(options, words, { text, audio }) {
  return [
    { label: "", text },
    { label: plain(words.recording), text: audio ? clockTime(audio.seconds) : "" },
  ].filter((line) => line.text !== "");
}

/** A time as a clock shows it: `1:30`. */
export function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function isLength(seconds, minutes) {
  return Number.isInteger(seconds) && seconds > 0 && seconds <= minutes * 60;
}
