/** What was typed in a form that says so (`data-unsaved`) is not lost by a step aside: the page asks first. */
const sheet = document.getElementById("sheet");
const changed = () => sheet.querySelector("form[data-unsaved][data-changed]");

for (const kind of ["input", "change"])
  sheet.addEventListener(kind, ({ target }) => {
    const form = target.closest("form[data-unsaved]");
    if (form) form.dataset.changed = "";
  });

// Before `sheet.js` follows the way.
document.addEventListener(
  "click",
  (event) => {
    const form = event.target.closest("a[href]") && changed();
    if (!form || confirm(form.dataset.unsaved)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  { capture: true },
);

addEventListener("beforeunload", (event) => changed() && event.preventDefault());
