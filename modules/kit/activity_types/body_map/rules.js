import { accept, cleanList, cleanOrEmpty, cleanRecord, plain } from "../../runtime/text.js";

const MOST = 12; // words in one place

/** The words in the order of the places. */
export function clean(options, value) {
  return accept(() => {
    cleanRecord(value ?? null, []); // refuses what is no object
    const words = (place) => cleanList(value?.[place] ?? null, MOST, cleanOrEmpty, "").filter((word) => word !== "");
    return Object.fromEntries(options.places.map((place) => [place, words(place)]).filter(([, found]) => found.length > 0));
  });
}

/** Whether enough words are placed. */
export function done(options, value) {
  return Object.values(value).flat().length >= options.done.placed;
}

/** The words beside the label of their place. */
export function lines(options, words, value) {
  return options.places
    .filter((place) => Object.hasOwn(value, place))
    .map((place) => ({ label: plain(words.places[place].label), text: value[place].join(" · ") }));
}
