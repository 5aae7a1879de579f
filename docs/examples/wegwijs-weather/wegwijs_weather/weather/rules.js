/** The chosen sky; one that the module no longer has is nothing chosen. */
export function clean(options, value) {
  if (value === null) return { value: "" };
  if (typeof value !== "string") return { refusal: "wrong-shape" };
  return { value: options.skies.includes(value) ? value : "" };
}

/** Whether a sky is chosen. */
export function done(options, value) {
  return value !== "";
}

/** The sky in words. */
export function lines(options, words, value) {
  return value ? [{ label: "", text: words.skies[value] }] : [];
}
