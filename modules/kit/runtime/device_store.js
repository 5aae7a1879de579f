/**
 * Unsaved answers on the device, until the host has them. Storage may be forbidden or full: then nothing is
 * kept here and nothing else changes.
 */
export function deviceStore(key) {
  const storage = key ? openStorage() : null;
  const prefix = `wegwijs.unsaved.${key}.`;
  return {
    all() {
      const found = [];
      attempt(() => {
        for (const name of Object.keys(storage)) {
          if (name.startsWith(prefix)) found.push([name.slice(prefix.length), JSON.parse(storage.getItem(name))]);
        }
      });
      return found;
    },
    put: (id, answer) => attempt(() => storage.setItem(prefix + id, JSON.stringify(answer))),
    remove: (id) => attempt(() => storage.removeItem(prefix + id)),
  };

  function attempt(action) {
    if (!storage) return;
    try {
      action();
    } catch {
      // Full, or forbidden since: the answer is still in the page and on its way to the host.
    }
  }
}

/** The first storage of this browser that really keeps something, or null. */
export function openStorage() {
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      const storage = globalThis[name];
      storage.setItem("wegwijs.probe", "1");
      storage.removeItem("wegwijs.probe");
      return storage;
    } catch {
      // Forbidden in this frame: try the next.
    }
  }
  return null;
}
