import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { grow, setText } from "../../runtime/grow.js";
import { PhotoShelf, redraw } from "../../runtime/photos.js";

/** Items with what and why, and perhaps a photo that stays on the device. */
export default class ShowAndTell extends Activity {
  connect() {
    super.connect();
    this.items = findAll("[data-item]", this.root);
    grow(this.root);
    if (!this.options.photo) return;
    find("[data-about]", this.root).hidden = false;
    const shelf = new PhotoShelf(this.deviceKey);
    for (const item of this.items) {
      new Photo(item, shelf, `${this.id}/${item.dataset.item}`, (key) => this.ui(key)).show();
    }
  }

  read() {
    return this.items.map((item) => ({ what: field(item, "what").value, why: field(item, "why").value }));
  }

  write(value = []) {
    this.items.forEach((item, index) => {
      setText(field(item, "what"), value[index]?.what ?? "");
      setText(field(item, "why"), value[index]?.why ?? "");
    });
  }
}

const field = (item, name) => find(`[data-field=${name}]`, item);

/** The place for one photo. */
class Photo {
  #address = null;

  constructor(item, shelf, name, ui) {
    this.part = (key) => find(`[data-${key}]`, item);
    this.shelf = shelf;
    this.name = name;
    this.ui = ui;
    this.file = find("input[type=file]", item);
    this.file.addEventListener("change", () => this.#take(this.file.files[0]));
    this.part("remove").addEventListener("click", () => this.#remove());
    this.part("photo").hidden = false;
  }

  /** Show the photo that is there from before, if any. */
  async show() {
    this.#display(await this.shelf.get(this.name));
  }

  async #take(file) {
    if (!file) return;
    this.#say("busy");
    try {
      const photo = await redraw(file);
      await this.shelf.put(this.name, photo);
      this.#display(photo);
      this.#say(null);
    } catch {
      this.#say("unreadable");
    }
    this.file.value = ""; // so that the same file can be chosen again
  }

  async #remove() {
    await this.shelf.remove(this.name);
    this.#display(undefined);
    this.#say("removed");
    this.file.focus();
  }

  async #display(photo) {
    if (this.#address) URL.revokeObjectURL(this.#address);
    this.#address = photo ? URL.createObjectURL(photo) : null;
    const image = find("img", this.part("figure"));
    if (photo) image.src = this.#address;
    else image.removeAttribute("src");
    this.part("figure").hidden = !photo;
    this.part("remove").hidden = !photo;
    this.part("pick").textContent = this.ui(photo ? "change" : "choose");
    this.part("stays").textContent = this.ui((await this.shelf.lasts()) ? "stays" : "stays-now");
    this.part("stays").hidden = !photo;
  }

  #say(key) {
    this.part("status").textContent = key ? this.ui(key) : "";
  }
}
