/**
 * A class as a table: who is shown, in which order, and more of one learner where it is asked for.
 *
 * All of it is on the page, so nothing waits for the network. What was chosen stands in the address, so that a reload
 * keeps it; a name that was typed does not. The page is fetched again while somebody works in it: the choices, what
 * was opened and where one had scrolled come back in the new one.
 */
const CHOICES = ["show", "exercise", "how", "wish"];
const FIRST = { show: "all", exercise: "all", how: "open", wish: "any", sort: "name" };
const DONE = ["done", "paper"];
const SILENT = ["silent", "opened", "never"];
const AT_ONCE = 60; // rows: what a browser lays out in a moment, and nobody reads more of
const between = { find: "", opened: new Set(), most: AT_ONCE, left: 0, top: 0 };

class ClassTable extends HTMLElement {
  connectedCallback() {
    this.table = this.querySelector("table");
    this.body = this.table.tBodies[0];
    this.scroller = this.querySelector(".scroll");
    this.columns = [...this.table.querySelectorAll("thead th.ex")];
    this.table.style.setProperty("--columns", this.columns.length);
    this.people = [...this.body.rows].map((row, index) => new Person(row, index));
    this.restore();
    this.addEventListener("input", ({ target }) => target.matches("#find, [data-choose]") && this.chosen());
    this.addEventListener("click", ({ target }) => this.pressed(target.closest("button")));
    // A sheet of paper has no button to press.
    this.onPrint = () => this.showUpTo(Infinity);
    addEventListener("beforeprint", this.onPrint);
    this.scroller.addEventListener("scroll", () => {
      between.left = this.scroller.scrollLeft;
      between.top = this.scroller.scrollTop;
    });
  }

  disconnectedCallback() {
    removeEventListener("beforeprint", this.onPrint);
  }

  restore() {
    const { left, top } = between;
    const said = new URLSearchParams(location.search);
    this.order = said.get("sort") ?? FIRST.sort;
    this.find = this.querySelector("#find");
    this.find.value = between.find;
    for (const name of CHOICES) {
      const field = this.field(name);
      if (!field) continue;
      field.value = said.get(name) ?? FIRST[name];
      // A choice that is not there (any more) chooses nothing.
      if (field.selectedIndex < 0) field.value = FIRST[name];
    }
    if (this.order !== FIRST.sort) this.sort();
    this.filter();
    for (const { row } of this.people) if (between.opened.has(this.button(row).id)) this.open(row);
    this.scroller.scrollTo(left, top);
  }

  field(name) {
    return this.querySelector(`[data-choose="${name}"]`);
  }

  value(name) {
    return this.field(name)?.value ?? FIRST[name];
  }

  chosen() {
    between.find = this.find.value;
    between.most = AT_ONCE;
    this.keep();
    this.filter();
  }

  keep() {
    const said = new URLSearchParams(location.search);
    const values = { ...Object.fromEntries(CHOICES.map((name) => [name, this.value(name)])), sort: this.order };
    for (const [name, value] of Object.entries(values)) {
      if (value === FIRST[name]) said.delete(name);
      else said.set(name, value);
    }
    history.replaceState(history.state, "", `${location.pathname}?${said}`);
  }

  pressed(button) {
    if (!button) return;
    if (button.dataset.sort) this.sortBy(button.dataset.sort);
    else if (button.id === "clear") this.clear();
    else if (button.id === "more") this.showMore();
    else if (button.matches("th .name")) this.toggle(button);
  }

  clear() {
    for (const name of CHOICES) if (this.field(name)) this.field(name).value = FIRST[name];
    this.find.value = "";
    this.chosen();
    this.find.focus();
  }

  filter() {
    const wanted = Object.fromEntries(CHOICES.map((name) => [name, this.value(name)]));
    const text = plain(this.find.value);
    const column = this.columns.findIndex((head) => head.dataset.id === wanted.exercise);
    const rows = document.createDocumentFragment();
    let count = 0;
    for (const person of this.people) {
      const fits = person.fits(wanted, text, column);
      const isShown = fits && count < between.most;
      person.show(isShown);
      count += fits;
      // In another order than the server's, only what is seen needs its place.
      if (isShown && this.isMoved) rows.append(person.row, ...(person.more ? [person.more] : []));
    }
    this.body.append(rows);
    this.sayMore(count - between.most);
    const how = this.field("how");
    if (how) how.disabled = column < 0;
    const isAll = count === this.people.length;
    this.querySelector("[role=status]").textContent = fill(this.dataset.shown, { count, all: this.people.length });
    this.querySelector("#clear").hidden = isAll && !text && CHOICES.every((name) => name === "how" || wanted[name] === FIRST[name]);
    this.querySelector(".none").hidden = count > 0;
    this.scroller.hidden = count === 0;
    // What is counted below the table is the whole group.
    if (this.table.tFoot) this.table.tFoot.hidden = !isAll;
  }

  sayMore(left) {
    const more = this.querySelector("#more");
    more.hidden = left <= 0;
    more.textContent = fill(this.dataset.more, { count: Math.min(left, AT_ONCE) });
  }

  showMore() {
    const last = this.people.findLast(({ row }) => !row.hidden);
    this.showUpTo(between.most + AT_ONCE);
    // On to the first of those that came.
    const next = this.people.slice(this.people.indexOf(last) + 1).find(({ row }) => !row.hidden);
    if (next) this.button(next.row).focus();
  }

  showUpTo(most) {
    between.most = most;
    this.filter();
  }

  sortBy(what) {
    const [now, turned] = [this.order.replace("-", ""), this.order.startsWith("-")];
    this.order = what === now && !turned ? `-${what}` : what;
    this.sort();
    this.filter();
    this.keep();
  }

  sort() {
    const what = this.order.replace("-", "");
    const way = this.order.startsWith("-") ? -1 : 1;
    const by = what === "name" ? (one) => one.index : (one) => -Number(one.row.dataset[what] ?? 0);
    this.people.sort((one, other) => way * (by(one) - by(other)) || one.index - other.index);
    this.isMoved = true;
    for (const button of this.querySelectorAll("[data-sort]")) {
      const head = button.closest("th");
      if (button.dataset.sort !== what) head.removeAttribute("aria-sort");
      else head.ariaSort = (what === "name") === (way > 0) ? "ascending" : "descending";
    }
  }

  button(row) {
    return row.querySelector("th .name");
  }

  toggle(button) {
    const row = button.closest("tr");
    if (button.ariaExpanded === "true") this.close(row);
    else this.open(row);
  }

  close(row) {
    const person = this.people.find((one) => one.row === row);
    person.more?.remove();
    person.more = null;
    this.button(row).ariaExpanded = "false";
    between.opened.delete(this.button(row).id);
  }

  /** Everything of one learner below the row: on a phone there is no room for it beside the name. */
  open(row) {
    const person = this.people.find((one) => one.row === row);
    const more = document.createElement("tr");
    more.className = "more";
    const cell = more.insertCell();
    // On a phone the other columns are not there, and to span them would make them.
    cell.colSpan = this.columns[0]?.checkVisibility() ? 3 + this.columns.length : 3;
    const box = document.createElement("div");
    const said = row.querySelector(".wish");
    const wish = document.createElement("p");
    wish.textContent = said?.textContent;
    box.append(...(said ? [wish] : []), this.exercises(row));
    cell.append(box);
    row.after(more);
    more.hidden = row.hidden;
    person.more = more;
    this.button(row).ariaExpanded = "true";
    between.opened.add(this.button(row).id);
  }

  exercises(row) {
    const list = document.createElement("ul");
    list.ariaLabel = this.dataset.exercises;
    this.columns.forEach((head, index) => {
      const state = row.cells[3 + index];
      const item = document.createElement("li");
      const said = document.createElement("span");
      item.className = state.className;
      said.className = "quiet";
      // Of a state in several lines, one line.
      said.textContent = [...state.childNodes].map((one) => one.textContent.trim()).filter(Boolean).join(" · ");
      item.append(`${head.textContent} `, said);
      list.append(item);
    });
    return list;
  }
}

class Person {
  more = null;

  constructor(row, index) {
    const { state, sign = "", at = "", wish, needs = "" } = row.dataset;
    Object.assign(this, { row, index, state, sign, at, wish, needs: needs.split(" ") });
    this.name = plain(row.querySelector("bdi").textContent);
  }

  fits({ show, exercise, how, wish }, text, column) {
    return (
      (!text || this.name.includes(text)) &&
      (wish === "any" || this.wish === wish) &&
      this.isShown(show) &&
      (column < 0 || this.isThere(how, exercise, this.row.cells[3 + column]))
    );
  }

  isShown(show) {
    if (show === "all") return true;
    if (show === "sign") return this.sign !== "";
    if (show === "silent") return SILENT.includes(this.sign);
    if (show === "stuck") return this.at !== "";
    return this.state === show || this.needs.includes(show);
  }

  isThere(how, exercise, cell) {
    const state = cell.className.slice(3);
    if (how === "stuck") return this.at === exercise;
    if (how === "open") return !DONE.includes(state);
    if (how === "ready") return DONE.includes(state);
    return state === how || (cell.dataset.also ?? "").split(" ").includes(how);
  }

  show(isShown) {
    if (this.row.hidden === !isShown) return;
    this.row.hidden = !isShown;
    if (this.more) this.more.hidden = !isShown;
  }
}

/** For looking up: "Zoë" is found by "zoe". */
function plain(text) {
  return text.trim().normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function fill(text, values) {
  return text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

customElements.define("class-table", ClassTable);
