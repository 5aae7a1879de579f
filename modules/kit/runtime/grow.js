/**
 * Text areas as tall as their text, so that nobody writes through a keyhole. Never lower than their `rows`.
 *
 * Heights are set by script, as not every browser knows `field-sizing: content` yet.
 */

// A hidden field has no height: it is fitted when it appears, and when its width changes.
const widths = new WeakMap();
const watcher = new ResizeObserver((entries) => {
  for (const { target, contentRect } of entries) {
    if (widths.get(target) === contentRect.width) continue;
    widths.set(target, contentRect.width);
    fit(target);
  }
});

/** Let every text area under the root grow; call again for those that are added later. */
export function grow(root) {
  for (const area of root.querySelectorAll("textarea")) {
    if (widths.has(area)) continue;
    widths.set(area, 0);
    watcher.observe(area);
    area.addEventListener("input", () => fit(area));
  }
}

/** Fit one text area; call after its text was set by script. */
export function fit(area) {
  if (area.offsetParent === null) return widths.set(area, 0);
  area.style.height = "auto";
  area.style.height = `${area.scrollHeight + area.offsetHeight - area.clientHeight}px`;
}

/** Set a text area's text and fit it; leaves the caret alone when nothing changes. */
export function setText(area, text) {
  if (area.value === text) return;
  area.value = text;
  fit(area);
}
