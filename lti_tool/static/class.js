/** What parts of the class page do by themselves, beside `sheet.js`. */
import "./class_table.js";
import "./live_look.js";
import "./plan_sums.js";
import "./presence_code.js";
import "./recording.js";
import "./reply_editor.js";
import "./unsaved.js";
