/** The booklet: the learner's own answers, set to be printed or kept as one file. */
import { find, findAll, make } from "../dom.js";
import { textOf } from "../files.js";
import { localeOf } from "../words.js";

export function makeBooklet({ module, tasks, ui, keepsake }) {
  const steps = module.steps
    .map((step) => ({ step, parts: step.activities.map((id) => part(tasks.get(id), ui)).filter(Boolean) }))
    .filter(({ parts }) => parts.length)
    .map(({ step, parts }) => make("section", {}, picture(`#s-${step.id} img`), make("h3", {}, step.title), ...parts));
  const questions = part(tasks.get("my-questions"), ui);
  const date = new Intl.DateTimeFormat(localeOf(module.language), { dateStyle: "long" }).format(new Date());
  return make(
    "article",
    { lang: module.language },
    make(
      "header",
      {},
      picture("#start img"),
      make("p", { className: "booklet-title" }, module.title),
      make("p", {}, ui("booklet.made", { date })),
    ),
    ...steps,
    questions && make("section", {}, questions),
    keepsake?.(),
    steps.length || questions ? null : make("p", {}, ui("booklet.empty")),
  );
}

function part(task, ui) {
  const lines = task.lines();
  const isPaper = task.answer?.how === "paper";
  if (!lines.length && !isPaper) return null;
  const { title, ask } = task.definition.words;
  return make(
    "div",
    { className: "entry" },
    make("h4", {}, title),
    lines.some(({ label }) => label === ask) ? null : make("p", { className: "asked" }, ask),
    isPaper ? make("p", { className: "on-paper" }, ui("booklet.paper")) : null,
    ...photos(task.element),
    ...(lines.length ? drawings(task.element) : []),
    ...lines.map(({ label, text }) =>
      make("div", { className: "line" }, label ? make("p", { className: "label" }, label) : null, make("p", {}, text)),
    ),
  );
}

/** Photos that the learner added; they are in no answer, only in this browser. */
function photos(element) {
  return findAll("figure:not([hidden]) img[src^='blob:']", element).map(({ src, alt }) =>
    make("img", { src, alt, className: "photo" }),
  );
}

/** What an answer draws; the lines under it say the same. */
function drawings(element) {
  return findAll("[data-keepsake]", element).map((drawing) =>
    make("figure", { className: "drawing", ariaHidden: "true" }, drawing.cloneNode(true)),
  );
}

function picture(selector) {
  const found = find(selector);
  return found && make("img", { src: found.src, alt: found.alt, width: found.width || 320 });
}

// Whoever opens the file opens answers: nothing in it may ever run or call anybody.
const GUARD = `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">`;

/** Offer the booklet as one file that needs nothing else: the style and the pictures inside it. */
export async function saveBooklet({ module, ui }, booklet) {
  const article = booklet.firstElementChild.cloneNode(true);
  paint(booklet, article);
  await Promise.all(findAll("img", article).map(inlinePicture));
  const style = await textOf(find("link[href*=booklet]").href);
  // Put together as text: the page's own security policy would refuse a style inside a document made here.
  const head = [make("meta", { charset: "utf-8" }), make("title", {}, module.title)].map((node) => node.outerHTML);
  const file = new Blob(
    [
      `<!doctype html>\n<html lang="${module.language}">${GUARD}${head.join("")}`,
      `<style>:root{--accent:${accent()}}${style}</style><body class="booklet">${article.outerHTML}`,
    ],
    { type: "text/html" },
  );
  const href = URL.createObjectURL(file);
  make("a", { href, download: `${module.id}-${ui("booklet.file")}.html` }).click();
  setTimeout(() => URL.revokeObjectURL(href), 60000);
}

const accent = () => getComputedStyle(document.documentElement).getPropertyValue("--accent");

const PAINT = ["fill", "stroke", "stroke-width", "stroke-dasharray", "text-anchor", "visibility", "font-weight"];

// As attributes of the drawing itself, for a file that has not the styles of its type.
function paint(shown, copy) {
  const parts = "[data-keepsake] *";
  const copies = findAll(parts, copy);
  findAll(parts, shown).forEach((part, index) => {
    const style = getComputedStyle(part);
    for (const name of PAINT) copies[index].setAttribute(name, style.getPropertyValue(name));
  });
}

async function inlinePicture(image) {
  image.src = await (image.src.startsWith("blob:") ? redrawn(image) : fetched(image.src));
}

// The page's security policy lets a photo be shown but not fetched.
async function redrawn(image) {
  await image.decode();
  const canvas = make("canvas", { width: image.naturalWidth, height: image.naturalHeight });
  canvas.getContext("2d").drawImage(image, 0, 0);
  return canvas.toDataURL("image/jpeg", 0.85);
}

async function fetched(address) {
  if (globalThis.wegwijs) return (await globalThis.wegwijs.twin(address)).data;
  const blob = await (await fetch(address)).blob();
  return new Promise((resolve) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result);
    reader.readAsDataURL(blob);
  });
}
