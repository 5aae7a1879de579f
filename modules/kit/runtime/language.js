/** Another language in place: no navigation, so answers, host and screen stay. */
import { find, findAll, make } from "./dom.js";
import { textOf } from "./files.js";

export function offerLanguages(view, onSwitched) {
  for (const link of findAll("[data-language]")) {
    link.onclick = async (event) => {
      event.preventDefault();
      if (link.ariaBusy === "true") return;
      link.ariaBusy = "true";
      try {
        await swapPage(link.href);
        history.replaceState({ ...history.state, language: link.dataset.language }, "");
        await onSwitched();
        find(".is-now .heading").focus({ preventScroll: true });
      } catch (error) {
        console.error(error);
        link.ariaBusy = "false";
        const text = view.ui("page.language-trouble");
        find(".notices").replaceChildren(make("p", { className: "notice", role: "alert" }, text));
      }
    };
  }
}

/** The language that was chosen before: by default, before a reload. */
export async function returnToLanguage({ language, languages }, chosen = history.state?.language) {
  if (!chosen || chosen === language || !languages[chosen]) return;
  // Without a connection, the page as it is beats no page.
  await swapPage(languages[chosen]).catch(console.error);
}

async function swapPage(address) {
  const page = new DOMParser().parseFromString(await textOf(address), "text/html");
  const { lang, dir } = page.documentElement;
  Object.assign(document.documentElement, { lang, dir });
  document.body.replaceWith(document.adoptNode(page.body));
}
