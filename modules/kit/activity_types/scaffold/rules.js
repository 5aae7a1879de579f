import { accept, cleanById, cleanRecord, plain } from "../../runtime/text.js";

/** The texts in the order of frames and prompts. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []); // refuses what is no object
    const texts = Object.entries(options.frames).map(([frame, prompts]) => [frame, cleanById(value?.[frame] ?? null, prompts)]);
    return Object.fromEntries(texts.filter(([, found]) => Object.keys(found).length > 0));
  });
}

/** Whether one frame has enough texts, whichever it is. */
export function done(options, value) {
  return Object.values(value).some((texts) => Object.keys(texts).length >= options.done.answers);
}

/** Each text below its frame and prompt. */
export function lines(options, words, value) {
  return Object.entries(value).flatMap(([frame, texts]) => {
    const { name, prompts } = words.frames[frame];
    return Object.entries(texts).map(([id, text]) => ({ label: `${plain(name)} · ${plain(prompts[id].ask)}`, text }));
  });
}
