/** Gives every element with `data-copy` a button that copies its text, where the browser can do that. */
const texts = document.querySelector("meta[name=wegwijs-copy]").dataset;

export function addCopyButtons(root) {
  if (!navigator.clipboard) return;
  for (const element of root.querySelectorAll("[data-copy]:not([data-copy='ready'])")) {
    element.dataset.copy = "ready";
    element.after(copyButton(element));
  }
}

function copyButton(element) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  const said = document.createElement("span");
  said.textContent = texts.copyWord;
  said.setAttribute("aria-live", "polite");
  const what = document.createElement("span");
  what.className = "unseen";
  what.textContent = element.closest("[data-name]") ? `: ${element.closest("[data-name]").dataset.name}` : "";
  button.append(said, what);
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText((element.value ?? element.textContent).trim());
    said.textContent = texts.copiedWord;
    setTimeout(() => (said.textContent = texts.copyWord), 3000);
  });
  return button;
}

addCopyButtons(document);
