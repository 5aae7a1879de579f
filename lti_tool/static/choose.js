/**
 * The page to choose modules: dates carry the zone of this device, and what went wrong is read first.
 *
 * Everything else is plain HTML.
 */
const form = document.getElementById("choose");
const zone = document.getElementById("zone");
const moments = [...form.querySelectorAll("input[type=datetime-local]")];

if (zone) zone.textContent = zone.dataset.local;
for (const input of moments) {
  // After a mistake the server gives back what it got: a moment with its zone.
  const sent = input.getAttribute("value");
  if (sent && !Number.isNaN(Date.parse(sent))) input.value = here(new Date(sent));
}
document.getElementById("problem")?.focus();

form.addEventListener("formdata", ({ formData }) => {
  for (const { name, value } of moments) {
    if (value) formData.set(name, new Date(value).toISOString());
  }
});

/** A moment as `datetime-local` writes it. */
function here(moment) {
  const shifted = new Date(moment.getTime() - moment.getTimezoneOffset() * 60_000);
  return shifted.toISOString().slice(0, 16);
}
