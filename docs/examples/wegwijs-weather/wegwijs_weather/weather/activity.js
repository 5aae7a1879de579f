import { Activity } from "../../runtime/activity.js";
import { findAll } from "../../runtime/dom.js";

/** A radio button per sky. */
export default class Weather extends Activity {
  connect() {
    super.connect();
    this.radios = findAll("input", this.root);
  }

  read() {
    return this.radios.find((radio) => radio.checked)?.value ?? "";
  }

  write(value = "") {
    for (const radio of this.radios) radio.checked = radio.value === value;
  }
}
