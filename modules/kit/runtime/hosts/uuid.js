/** Names for statements (RFC 9562). The browser's own `randomUUID` and hashes are only there on a page over HTTPS. */

export const randomUuid = () => shaped([...crypto.getRandomValues(new Uint8Array(16))], 4);

/** The same name for the same text: FNV-1a from four beginnings, in the shape of a name made from a text. */
export function uuidOf(text) {
  const parts = [0x811c9dc5, 0x9e3779b9, 0x85ebca6b, 0xc2b2ae35].map((start) => hash(text, start));
  return shaped(parts.flatMap((part) => [part >>> 24, (part >>> 16) & 255, (part >>> 8) & 255, part & 255]), 5);
}

function hash(text, start) {
  let number = start;
  for (const byte of new TextEncoder().encode(text)) number = Math.imul(number ^ byte, 0x01000193);
  return number >>> 0;
}

function shaped(bytes, version) {
  bytes[6] = (bytes[6] & 15) | (version << 4);
  bytes[8] = (bytes[8] & 63) | 128;
  const digits = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
