/**
 * A frame as high as what is in it, so that a course page has one scroll bar: its own.
 *
 * The course's page is of the same site, so the frame can be set from here, without a script over there. That page may
 * itself stand in a frame of another site (Open edX's learning page), which follows its height by itself and scrolls
 * on a message.
 */
const LEAST = 320; // px
const AIR = 16; // px around what is shown over the page

// What is as high as the window would make the window ever higher.
const FITTED = "body { min-block-size: 0 !important } .opening { min-block-size: 0 !important }";

export function fitFrame() {
  const frame = ownFrame();
  if (!frame) return;
  const [fitted, placed] = [new CSSStyleSheet(), new CSSStyleSheet()];
  fitted.replaceSync(FITTED);
  document.adoptedStyleSheets = [fitted, placed];

  const grow = () => {
    const height = Math.max(LEAST, Math.ceil(document.body.getBoundingClientRect().height));
    if (frame.style.height !== `${height}px`) frame.style.height = `${height}px`;
  };
  const size = new ResizeObserver(grow);
  const watch = () => size.observe(document.body);
  watch();
  // Another language brings another body.
  new MutationObserver(() => {
    size.disconnect();
    watch();
  }).observe(document.documentElement, { childList: true });

  let isOpen = false;
  new MutationObserver(async (changes) => {
    if (changes.some(({ attributeName }) => attributeName === "data-screen")) {
      if (isOpen) await toTop(frame); // a page that only opens leaves the course where it is
      isOpen = true;
    }
    if (document.querySelector("dialog[open]")) await place(placed);
  }).observe(document.documentElement, { subtree: true, attributeFilter: ["data-screen", "open"] });
}

/** The element that this page is shown in, where the page around it is of the same site. */
function ownFrame() {
  try {
    return window.frameElement;
  } catch {
    return null;
  }
}

/** The part of this page that the learner sees now, whatever frames it stands in. */
const inSight = () =>
  new Promise((resolve) => {
    const eye = new IntersectionObserver(([{ intersectionRect }]) => {
      eye.disconnect();
      resolve(intersectionRect);
    });
    eye.observe(document.documentElement);
  });

/** The next screen starts at its top, as a next page would. */
async function toTop(frame) {
  const { top, height } = await inSight();
  if (top <= 0 && height > 0) return;
  frame.scrollIntoView({ block: "start" });
  const course = frame.ownerDocument.defaultView;
  const offset = frame.getBoundingClientRect().top + course.scrollY;
  // Open edX's learning page listens for this one number. Who else hears it learns nothing.
  if (course !== course.top) course.parent.postMessage({ offset }, "*");
}

/** What is shown over the page stands where the learner looks, not in the middle of all that is there. */
async function place(sheet) {
  const { top, height } = await inSight();
  const room = Math.max(LEAST, height) - 2 * AIR;
  sheet.replaceSync(
    `dialog:modal { margin-block: ${top + AIR}px auto !important; max-block-size: ${room}px !important }`,
  );
}
