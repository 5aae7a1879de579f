/**
 * Photos that stay on the device: made small, stripped of everything but the picture, and kept in this
 * browser where it allows that and where the place tells learners apart. They are never sent anywhere.
 */

const LONGEST_SIDE = 1280; // px
const QUALITY = 0.82; // of JPEG, 0 to 1
const DATABASE = "wegwijs-photos";
const STORE = "photos";

/**
 * Draw a photo anew, so that place, time and device are no longer in it.
 *
 * @param {Blob} file whatever the learner chose
 * @returns {Promise<Blob>} a JPEG of at most 1280 px; rejects where this browser can't read the file
 */
export async function redraw(file) {
  const { source, width, height } = await decode(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(width, height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(width * scale));
  canvas.height = Math.max(1, Math.round(height * scale));
  const context = canvas.getContext("2d");
  context.fillStyle = "#fff"; // JPEG knows no transparency
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(source, 0, 0, canvas.width, canvas.height);
  source.close?.();
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("unreadable"))), "image/jpeg", QUALITY);
  });
}

/** Through an <img>, as that turns a photo upright by itself in every browser. */
async function decode(file) {
  const image = new Image();
  const address = URL.createObjectURL(file);
  try {
    image.src = address;
    await image.decode();
    return { source: image, width: image.naturalWidth, height: image.naturalHeight };
  } finally {
    URL.revokeObjectURL(address);
  }
}

// Outlives a switch of language, which makes every activity anew.
const memory = new Map();

/** Photos by name; of one learner's attempt where a key tells which, else only as long as the page is open. */
export class PhotoShelf {
  #key;
  #database = null;

  /** @param {string | undefined} key names this learner's attempt on this device */
  constructor(key) {
    this.#key = key;
  }

  /** Whether what is put here is still there tomorrow. */
  async lasts() {
    return Boolean(await this.#open());
  }

  async get(name) {
    if (memory.has(this.#place(name))) return memory.get(this.#place(name));
    return this.#ask("readonly", (store) => store.get(this.#place(name)));
  }

  async put(name, photo) {
    memory.set(this.#place(name), photo);
    await this.#ask("readwrite", (store) => store.put(photo, this.#place(name)));
  }

  async remove(name) {
    memory.delete(this.#place(name));
    await this.#ask("readwrite", (store) => store.delete(this.#place(name)));
  }

  #place(name) {
    return `${this.#key}/${name}`;
  }

  /** The answer of the database, or undefined where there is none or it refuses. */
  async #ask(mode, request) {
    const database = await this.#open();
    if (!database) return undefined;
    try {
      return await settled(request(database.transaction(STORE, mode).objectStore(STORE)));
    } catch {
      return undefined; // full, or forbidden since: the photo is still in memory
    }
  }

  #open() {
    if (!this.#key) return Promise.resolve(null);
    this.#database ??= open();
    return this.#database;
  }
}

/** Away with all photos of a learner's attempt. */
export async function erasePhotos(key) {
  const database = await open();
  const range = IDBKeyRange.bound(`${key}/`, `${key}/\uffff`);
  database?.transaction(STORE, "readwrite").objectStore(STORE).delete(range);
}

async function open() {
  try {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE);
    return await settled(request);
  } catch {
    return null; // forbidden in this frame, or in a private window
  }
}

function settled(request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
    request.onblocked = () => reject(new Error("blocked"));
  });
}
