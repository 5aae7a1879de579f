import { Activity } from "../../runtime/activity.js";
import { grow, setText } from "../../runtime/grow.js";

/** One text area that grows with what is typed. */
export default class ShortText extends Activity {
  connect() {
    super.connect();
    this.area = this.root.querySelector("textarea");
    grow(this.root);
  }

  read() {
    return this.area.value;
  }

  write(value = "") {
    setText(this.area, value);
  }
}
