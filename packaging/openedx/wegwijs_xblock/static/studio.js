/** The form with the settings, in Studio's own window; Studio has jQuery, and so has the workbench. */
function WegwijsStudio(runtime, element, args) {
  const root = (element.querySelector ? element : element[0]).querySelector(".wegwijs-form");
  const find = (selector) => root.querySelector(selector);
  const field = (name) => find(`[name=${name}]`);
  const address = runtime.handlerUrl(element, "studio_submit");
  const tell = (event, more) => runtime.notify?.(event, more);
  const chosen = () => args.choices[args.only || field("module").value];
  // One part of a module may be judged by a person, and another not.
  const isJudged = () => {
    const { variants = [], rubric = false } = chosen() ?? {};
    return variants.find(({ id }) => id === field("variant").value)?.rubric ?? rubric;
  };

  /** Parts and languages are those of the module that is chosen. */
  function offer(select, choices, first) {
    const now = select.value || select.dataset.now;
    select.replaceChildren(...first, ...choices.map(({ id, title }) => new Option(title, id, false, id === now)));
  }

  function renew() {
    const { variants = [], languages = [] } = chosen() ?? {};
    offer(field("variant"), variants, []);
    offer(field("language"), languages, [field("language").options[0]]);
    find("[data-of=variant]").hidden = !variants.length;
    const judged = isJudged();
    find("[data-of=has_score]").hidden = judged;
    find("[data-of=weight]").hidden = judged || !field("has_score").checked;
    find("[data-of=rubric]").hidden = !judged;
  }

  function settings() {
    const values = Object.fromEntries(
      [...root.querySelectorAll("[name]")].map((one) => [one.name, one.type === "checkbox" ? one.checked : one.value]),
    );
    return isJudged() ? { ...values, has_score: false } : values;
  }

  /** Beside each setting what is wrong with it; the first of them gets the focus. */
  function show(mistakes) {
    for (const place of root.querySelectorAll("[data-mistake]")) {
      const text = mistakes[place.dataset.mistake] ?? "";
      place.textContent = text;
      field(place.dataset.mistake)?.setAttribute("aria-invalid", Boolean(text));
    }
    root.querySelector("[aria-invalid=true]")?.focus();
  }

  function save() {
    tell("save", { state: "start", message: args.saving });
    $.ajax({ type: "POST", url: address, data: JSON.stringify(settings()), contentType: "application/json" })
      .done(({ kept, mistakes }) => {
        show(kept ? {} : mistakes);
        if (kept) tell("save", { state: "end" });
        else tell("error", { title: args.mistake, message: Object.values(mistakes).join(" ") });
        root.dataset.kept = kept;
      })
      .fail(() => {
        show({ form: args.failed });
        tell("error", { title: args.mistake, message: args.failed });
      });
  }

  /** A link that does what a button does: Studio gives it its look, and a keyboard its space bar. */
  function press(button, action) {
    button.onclick = (event) => {
      event.preventDefault();
      action();
    };
    button.onkeydown = (event) => event.key === " " && button.onclick(event);
  }

  press(find(".save-button"), save);
  press(find(".cancel-button"), () => tell("cancel", {}));
  root.addEventListener("change", renew);
  renew();
}
