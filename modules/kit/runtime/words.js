/** Interface words: key → text, with `{name}` filled in. An unknown key shows itself, which a test forbids. */
export function speaker(texts) {
  return (key, values = {}) => (texts[key] ?? key).replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
}

/** The same for one activity type: its own words first. */
export function typeSpeaker(texts, type) {
  const ui = speaker(texts);
  return (key, values) => ui(`${type}.${key}` in texts ? `${type}.${key}` : key, values);
}

/** The language as this reader writes its dates: "en-GB" and "nl-BE" are not "en-US" and "nl-NL". */
export function localeOf(language) {
  return navigator.languages.find((one) => one.startsWith(language)) ?? language;
}

export function clock(date, language) {
  return new Intl.DateTimeFormat(localeOf(language), { hour: "2-digit", minute: "2-digit" }).format(new Date(date));
}
