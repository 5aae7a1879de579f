import { accept, cleanById, cleanRecord, plain } from "../../runtime/text.js";

const SHIFTS = ["same", "doubt", "moved"];
const FIELDS = ["position", "reasons", "counter", "shift", "why"];

/** What was said, in the order of the cards; what is blank is absent. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []);
    const known = { position: options.positions, shift: SHIFTS };
    const names = options.shift ? FIELDS : FIELDS.slice(0, 3);
    const cards = options.cards.map((card) => {
      const said = Object.entries(cleanById(value?.[card] ?? null, names));
      return [card, said.filter(([name, text]) => known[name]?.includes(text) ?? true)];
    });
    return Object.fromEntries(cards.filter(([, said]) => said.length > 0).map(([card, said]) => [card, Object.fromEntries(said)]));
  });
}

/** Whether enough cards have a position, reasons and a reason against; talking comes after. */
export function done(options, value) {
  const whole = Object.values(value).filter((said) => FIELDS.slice(0, 3).every((name) => Object.hasOwn(said, name)));
  return whole.length >= options.done.cards;
}

/** What was said of each card, below its title and what was asked. */
export function lines(options, words, value) {
  const spoken = { position: words.positions, shift: words.shifts };
  return options.cards.flatMap((card) =>
    FIELDS.filter((name) => Object.hasOwn(value[card] ?? {}, name)).map((name) => ({
      label: `${plain(words.cards[card].title)} · ${plain(words[name])}`,
      text: spoken[name] ? plain(spoken[name][value[card][name]]) : value[card][name],
    })),
  );
}
