/** The fields under an element that are marked `data-field`, as one record. */
import { findAll } from "./dom.js";
import { setText } from "./grow.js";

const fieldsOf = (root) => findAll("[data-field]", root);

/** Texts as typed, which radio button is chosen ("" for none), whether a box is ticked. */
export function readFields(root) {
  const record = {};
  for (const field of fieldsOf(root)) {
    const name = field.dataset.field;
    if (field.type === "radio") record[name] = field.checked ? field.value : (record[name] ?? "");
    else record[name] = field.type === "checkbox" ? field.checked : field.value;
  }
  return record;
}

/** Put a record into the fields; what it has not becomes empty. A field that has it already is left alone. */
export function writeFields(root, record) {
  for (const field of fieldsOf(root)) {
    const value = record[field.dataset.field];
    if (field.type === "radio") field.checked = field.value === value;
    else if (field.type === "checkbox") field.checked = value === true;
    else if (field.type === "textarea") setText(field, value ?? "");
    else if (field.value !== String(value ?? "")) field.value = value ?? "";
  }
}
