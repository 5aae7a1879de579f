/**
 * At the login: find what this browser keeps for us, and only then go on to the platform.
 *
 * The rungs, in order: a partitioned cookie and our own frame's storage (at hand, at once, and nobody else
 * sees the secret), the platform's storage (asks others, takes time), a window of our own (asks the person). The
 * platform's hint for this login may count once, so it is spent when a rung holds and not before.
 */
import { keep } from "./own_storage.js";
import { PlatformStorage } from "./platform_storage.js";

const step = JSON.parse(document.getElementById("wegwijs-step").textContent);

if (await isKept()) location.replace(step.onward);
else offerOwnWindow();

async function isKept() {
  // A sandbox takes our origin away: whatever were kept, the launch could not show that our page sends it.
  if (self.origin === "null") return false;
  const stored = keep(step.state, step.secret);
  if (stored || hasCookie()) return true;
  return step.storage !== null && new PlatformStorage(step.storage).keep(step.key, step.secret);
}

function hasCookie() {
  try {
    return document.cookie.includes(`${step.probe}=`);
  } catch {
    return false;
  }
}

function offerOwnWindow() {
  document.getElementById("opening").hidden = true;
  document.getElementById("own-window").hidden = false;
}
