/** What the answers of the type `rate` say, for whoever shows them. */

/** The number of each item: an answer turned around. */
export function numbersOf(value = {}) {
  return new Map(Object.entries(value ?? {}).flatMap(([number, items]) => items.map((item) => [item, Number(number)])));
}

/** Those of the items with the highest number; nothing where none has one. */
export function best(items, numbers) {
  const highest = Math.max(0, ...items.map((item) => numbers.get(item) ?? 0));
  return items.filter((item) => highest > 0 && numbers.get(item) === highest);
}
