/** A calm clock: a ring and a few words, minute by minute. Nothing blinks and nothing counts seconds. */
import { isRunning, left } from "./session_state.js";

/** @param words Texts by `ready`, `left`, `one`, `last`, `over` and `paused`; what is not there says nothing. */
export function showClock(clock, state, now, words) {
  const rest = left(state, now);
  const count = Math.max(0, Math.ceil(rest / 60));
  const text = words[kindOf(state, rest, count)] ?? words.left ?? "";
  clock.querySelector("[data-part=text]").textContent = text.replace("{count}", count);
  const share = state.clock.whole ? Math.max(0, Math.min(1, rest / state.clock.whole)) : 0;
  clock.querySelector("[data-part=ring]").setAttribute("stroke-dasharray", `${100 * share} 100`);
  clock.classList.toggle("is-over", isRunning(state) && rest <= 0);
}

function kindOf(state, rest, count) {
  if (!isRunning(state)) return rest === state.clock.whole ? "ready" : "paused";
  if (rest <= 0) return "over";
  return rest < 60 ? "last" : count === 1 ? "one" : "left";
}

let lock = null;

/** The device stays on while there is something to follow, where the browser can do that; asked again, it goes on. */
export function stayAwake() {
  if (document.hidden || (lock && !lock.released) || !navigator.wakeLock) return;
  lock = { released: false };
  navigator.wakeLock.request("screen").then((given) => (lock = given), () => {});
}
