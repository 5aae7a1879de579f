import { accept, cleanRecord, plain } from "../../runtime/text.js";

const VERDICTS = ["same", "both", "different"];

/** Verdict and text; an unknown verdict is none. */
export function clean(options, value) {
  return accept(() => {
    const { verdict, text } = cleanRecord(value ?? null, ["verdict", "text"]);
    return { verdict: VERDICTS.includes(verdict) ? verdict : "", text };
  });
}

/** Whether there is a verdict or a text. */
export function done(options, value) {
  return value.verdict !== "" || value.text !== "";
}

/** The verdict in words, then the text. */
export function lines(options, words, { verdict, text }) {
  return [
    { label: plain(words.verdict), text: verdict === "" ? "" : plain(words.verdicts[verdict]) },
    { label: plain(words.text), text },
  ].filter((line) => line.text !== "");
}
