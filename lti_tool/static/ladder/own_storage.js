/** The rung where our own frame's storage keeps the secret of a login. Storage can be refused altogether:
 * even to look at it then throws. */
const PREFIX = "wegwijs-launch-";
const MINUTES = 10;

/** @returns whether the secret was kept */
export function keep(state, secret) {
  try {
    forgetOld();
    localStorage.setItem(PREFIX + state, JSON.stringify({ secret, until: Date.now() + MINUTES * 60_000 }));
    return localStorage.getItem(PREFIX + state) !== null;
  } catch {
    return false;
  }
}

/** @returns the secret, which is then forgotten; null where there is none */
export function take(state) {
  try {
    const kept = JSON.parse(localStorage.getItem(PREFIX + state));
    localStorage.removeItem(PREFIX + state);
    return kept?.secret ?? null;
  } catch {
    return null;
  }
}

function forgetOld() {
  for (const key of Object.keys(localStorage).filter((name) => name.startsWith(PREFIX))) {
    if (!(JSON.parse(localStorage.getItem(key))?.until > Date.now())) localStorage.removeItem(key);
  }
}
