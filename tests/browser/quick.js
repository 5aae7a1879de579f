/**
 * A learner in no hurry to be watched: fills and reads whole screens at once, through the page's own fields and buttons.
 * For tests in which the answers matter and not the hand that gives them. An expression: what `quick.py` calls.
 */
(() => {
  const TEXTS = "textarea, input[type=text], input:not([type])";
  const MOST = 4; // boxes ticked of each group, words underlined
  const PEOPLE = 5; // on a map
  const LONG = 12; // times the text where a whole piece is asked
  const LONGEST_RATING = 4; // groups with more choices are ratings: there no choice asks on

  const now = () => document.querySelector(".screen.is-now");
  const name = () => now().dataset.screen;
  const press = (action) => document.querySelector(`[data-action=${action}]`).click();
  const forward = () => press(name() === "start" ? "begin" : "next");
  // What is brought from another session, and what is handed to somebody else, is no answer of this screen.
  const seen = (selector) =>
    [...now().querySelectorAll(`.inputs :is(${selector})`)].filter(
      (element) => element.checkVisibility() && !element.closest("[data-bring], dialog") && !element.disabled,
    );
  const say = (element) => {
    for (const kind of ["input", "change"]) element.dispatchEvent(new Event(kind, { bubbles: true }));
  };

  function type(field, text) {
    const isPiece = field.tagName === "TEXTAREA" && field.parentElement.querySelector("[data-words]");
    field.value = isPiece ? Array(LONG).fill(text).join(" ") : text;
    say(field);
  }

  function choose(radio) {
    radio.click(); // says `input` and `change` itself
    return seen(TEXTS).length;
  }

  /** Of a question the choice that asks most; of ratings one after the other. */
  function chooseIn(radios, turn) {
    if (radios.length > LONGEST_RATING) return void radios[turn % radios.length].click();
    const asked = radios.map(choose);
    radios[asked.lastIndexOf(Math.max(...asked))].click();
  }

  function open() {
    for (const details of now().querySelectorAll(".inputs details")) details.open = true;
    for (const button of seen("button[aria-expanded=false], [data-add], [data-add] button, [data-more]")) button.click();
  }

  function groupsOf(selector) {
    const groups = new Map();
    for (const box of seen(selector)) groups.set(box.name, [...(groups.get(box.name) ?? []), box]);
    return [...groups.values()];
  }

  function tick() {
    for (const boxes of groupsOf("input[type=checkbox][name]")) {
      for (const box of boxes.slice(0, MOST)) if (!box.checked) box.click();
    }
    for (const word of seen("[data-text] button[aria-pressed]").slice(0, MOST)) {
      if (word.ariaPressed === "false") word.click();
    }
  }

  /** Of a list that has no key, one after the other another choice: an arrow goes from one card to the next. */
  function pick(select, turn) {
    if (!select.value) type(select, select.options[1 + (turn % (select.options.length - 1))].value);
  }

  /** Try until it fits. */
  function match() {
    const [look] = seen("[data-look] button");
    if (!look) return void seen("select").forEach(pick);
    for (const select of seen("select")) {
      for (const { value } of select.options) {
        if (select.closest(".is-answered")) break;
        type(select, value);
        look.click();
      }
    }
  }

  /** A word in each place of the body. */
  function place(textOf) {
    for (const put of seen("[data-put]")) {
      const [own] = seen("[data-own] input");
      type(own, textOf(put.closest("[data-list]").dataset.list));
      put.click();
    }
  }

  function fill(textOf) {
    const chosen = new Set();
    // Twice, as answers and buttons bring new fields; on a map of people one after the other.
    const times = now().querySelector("[data-people]") ? PEOPLE : 2;
    for (let time = 0; time < times; time += 1) {
      open();
      tick();
      groupsOf("input[type=radio]").forEach((radios, turn) => {
        if (!chosen.has(radios[0].name)) chooseIn(radios, turn);
        chosen.add(radios[0].name);
      });
      place(textOf);
      for (const field of seen(TEXTS)) if (!field.value && !field.closest("[data-own]:has(~ .body-board)")) type(field, textOf(field.id));
      match();
    }
  }

  /** What is answered on the open screen, in its order: texts, what is ticked or chosen, words placed or underlined. */
  function read() {
    for (const details of now().querySelectorAll(".inputs details")) details.open = true;
    const answers = `${TEXTS}, select, input:checked, [data-text] [aria-pressed=true], [data-here] [dir]`;
    return [...now().querySelectorAll(`.inputs :is(${answers})`)]
      .filter((element) => !element.closest("[data-bring], dialog, .grid-turns"))
      .map((element) => (element.tagName === "SELECT" ? element.value : element.value || element.textContent))
      .filter(Boolean);
  }

  /** From here to a screen; on each, `visit` it. Gives what is then answered, by the name of the screen. */
  async function walk(until, visit) {
    const found = {};
    for (let screens = 0; name() !== until; screens += 1) {
      if (screens > 300) throw new Error(`no way from ${name()} to ${until}`);
      if (now().dataset.activity) {
        visit();
        const answers = read();
        if (answers.length) found[name()] = answers;
      }
      forward();
      await new Promise((done) => setTimeout(done)); // let the page do what it put off
    }
    return found;
  }

  /** What the learner asked beside the screens, if anything. */
  function questions() {
    const asked = [...document.querySelectorAll("dialog.ask textarea")].map(({ value }) => value).filter(Boolean);
    return asked.length ? { "my-questions": asked } : {};
  }

  function ask(text) {
    press("ask");
    if (!document.querySelector("dialog.ask textarea")) document.querySelector("dialog.ask [data-add]").click();
    type(document.querySelector("dialog.ask textarea"), text);
    press("close-ask");
  }

  return {
    fillAll: async ({ until, text }) => {
      const textOf = (id) => text.replace("{}", id);
      const found = await walk(until, () => fill(textOf));
      ask(textOf("ask"));
      return { ...found, ...questions() };
    },
    readAll: async () => {
      document.querySelector(".road a").click();
      return { ...(await walk("end", () => undefined)), ...questions() };
    },
    fillScreen: ({ text }) => {
      if (now().dataset.activity) fill((id) => text.replace("{}", id));
    },
    goTo: ({ screen }) => walk(screen, () => undefined),
    finish: () => press("finish"),
  };
})()
