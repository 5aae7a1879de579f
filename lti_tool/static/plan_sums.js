/** How much time the plan takes, while its facilitator moves exercises: as the server says it, but at once. */
class PlanSums extends HTMLElement {
  connectedCallback() {
    this.form = this.closest("form");
    this.form.addEventListener("input", () => this.count());
    addEventListener("beforeunload", (event) => this.keep(event));
  }

  /** What was moved and not saved is not lost without asking. */
  keep(event) {
    if (this.isConnected && this.isChanged) event.preventDefault();
  }

  count() {
    this.isChanged = true;
    const sums = { must: 0, may: 0, later: 0 };
    for (const exercise of this.form.querySelectorAll("[data-exercise]")) {
      const weight = exercise.querySelector(":checked").value;
      exercise.className = `is-${weight}`;
      sums[weight] += Math.max(0, Math.trunc(exercise.querySelector("[type=number]").valueAsNumber) || 0);
    }
    this.say(sums, Number(this.dataset.available));
  }

  say({ must, may }, available) {
    const sum = must + may;
    const kind = must > available ? "lacking" : sum > available ? "over" : sum === available ? "full" : "fits";
    const values = { must, may, sum, available, left: available - sum };
    this.querySelector("p").textContent = this.dataset[kind].replace(/\{(\w+)\}/g, (_, name) => values[name]);
    this.draw(100 / Math.max(available, sum, 1), values);
  }

  draw(scale, { must, may, available }) {
    this.querySelector(".must").setAttribute("width", must * scale);
    this.querySelector(".may").setAttribute("x", must * scale);
    this.querySelector(".may").setAttribute("width", may * scale);
    this.querySelector(".end").setAttribute("x", Math.max(0, available * scale - 0.6));
  }
}

customElements.define("plan-sums", PlanSums);
