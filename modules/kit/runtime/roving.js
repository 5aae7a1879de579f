/**
 * One tab stop for many things to tap; the arrow keys move between them, as in a toolbar:
 * https://www.w3.org/WAI/ARIA/apg/practices/keyboard-interface/#kbd_roving_tabindex
 */
import { findAll } from "./dom.js";

export class Roving {
  #root;
  #stops = [];

  /** @param {Element} root what the things to tap are in */
  constructor(root) {
    this.#root = root;
    // A tap moves the focus too, but not in every browser.
    for (const kind of ["click", "focusin"]) root.addEventListener(kind, ({ target }) => this.#stopAt(target));
    root.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** Move over what matches the selector now; call again when that changes. Returns it. */
  over(selector) {
    this.#stops = findAll(selector, this.#root);
    this.#stopAt(this.#stops.find((stop) => stop.tabIndex === 0) ?? this.#stops[0]);
    return this.#stops;
  }

  #stopAt(target) {
    if (!this.#stops.includes(target)) return;
    for (const stop of this.#stops) stop.tabIndex = stop === target ? 0 : -1;
  }

  #onKey(event) {
    const at = this.#stops.indexOf(event.target);
    if (at < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const next = this.#stops[this.#target(event.key, at)];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  #target(key, at) {
    const rightToLeft = getComputedStyle(this.#stops[at].parentElement).direction === "rtl";
    if (key === (rightToLeft ? "ArrowLeft" : "ArrowRight")) return at + 1;
    if (key === (rightToLeft ? "ArrowRight" : "ArrowLeft")) return at - 1;
    if (key === "Home") return 0;
    if (key === "End") return this.#stops.length - 1;
    if (key === "ArrowDown") return this.#onOtherLine(at, 1);
    if (key === "ArrowUp") return this.#onOtherLine(at, -1);
    return -1;
  }

  /** The one straight above or below: the nearest on the first line met in that direction. */
  #onOtherLine(at, direction) {
    const from = this.#stops[at].getBoundingClientRect();
    let nearest = -1;
    let line = null;
    let distance = Infinity;
    for (let index = at + direction; this.#stops[index]; index += direction) {
      const box = this.#stops[index].getBoundingClientRect();
      if (Math.abs(box.top - from.top) < 2) continue;
      line ??= box.top;
      if (Math.abs(box.top - line) >= 2) break;
      const away = Math.abs(box.left + box.width / 2 - from.left - from.width / 2);
      if (away < distance) [nearest, distance] = [index, away];
    }
    return nearest;
  }
}
