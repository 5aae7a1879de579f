/**
 * Where a session is and how its clock stands, and what follows from what its facilitator does. Nothing here changes what
 * it gets. Times are whole seconds since 1970 as the server tells them; lengths are seconds.
 */
const LONG_AGO = 6 * 3600;

export function fresh() {
  return { at: "start", begun: null, clock: { ends: null, left: 0, whole: 0 }, done: [], skipped: [] };
}

/** What is left on the clock; below zero: so long over time. */
export function left({ clock }, now) {
  return clock.ends === null ? clock.left : clock.ends - now;
}

export function isRunning({ clock }) {
  return clock.ends !== null;
}

/** At another place, with its clock ready. */
export function goTo(state, at, minutes) {
  return { ...state, at, clock: { ends: null, left: minutes * 60, whole: minutes * 60 } };
}

export function run(state, now) {
  return { ...state, begun: state.begun ?? now, clock: { ...state.clock, ends: now + state.clock.left } };
}

export function hold(state, now) {
  return { ...state, clock: { ...state.clock, ends: null, left: Math.max(0, left(state, now)) } };
}

/** Longer: from now where its time was up. */
export function extend(state, seconds, now) {
  const more = Math.max(0, left(state, now)) + seconds;
  const whole = Math.max(state.clock.whole, more);
  return { ...state, clock: { ends: isRunning(state) ? now + more : null, left: more, whole } };
}

/** An exercise was done or skipped: the last word counts. */
export function mark(state, how, id) {
  const other = how === "done" ? "skipped" : "done";
  const without = (name) => state[name].filter((one) => one !== id);
  return { ...state, [other]: without(other), [how]: [...without(how), id] };
}

/** A session of another day: at the same place, with its clock ready; from the start where it was over. */
export function awake(state, now, minutesOf) {
  const last = Math.max(state.begun ?? now, state.clock.ends ?? 0);
  if (now - last < LONG_AGO) return state;
  return state.at === "end" ? fresh() : { ...goTo(state, state.at, minutesOf(state.at)), begun: null };
}
