import { Activity } from "../../runtime/activity.js";
import { find, findAll } from "../../runtime/dom.js";
import { readFields, writeFields } from "../../runtime/form_fields.js";
import { grow } from "../../runtime/grow.js";

/** Agreements in fields, and one sheet to print: with lines to sign, and nothing else of the module. */
export default class Contract extends Activity {
  connect() {
    super.connect();
    this.days = findAll("[data-date]", this.root);
    this.parties = findAll("[data-party]", this.root);
    grow(this.root);
    const print = find("[data-print]", this.root);
    print.hidden = false;
    find("button", print).addEventListener("click", printAlone);
  }

  read() {
    return {
      fields: readFields(this.root),
      dates: Object.fromEntries(this.days.map((field) => [field.dataset.date, field.value])),
      agreed: this.parties.filter((box) => box.checked).map((box) => box.value),
    };
  }

  write(value = { fields: {}, dates: {}, agreed: [] }) {
    writeFields(this.root, value.fields);
    for (const field of this.days) {
      const day = value.dates[field.dataset.date] ?? "";
      if (field.value !== day) field.value = day;
    }
    for (const box of this.parties) box.checked = value.agreed.includes(box.value);
  }
}

function printAlone() {
  document.body.dataset.print = "contract";
  addEventListener("afterprint", () => delete document.body.dataset.print, { once: true });
  print();
}
