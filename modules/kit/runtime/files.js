/** Reads a file of this page's own folder. */

/** The text of a file; rejects where it can't be had. In a page opened as a file, a script brings it (`classic.js`). */
export async function textOf(address) {
  if (globalThis.wegwijs) return (await globalThis.wegwijs.twin(address)).text;
  const response = await fetch(address);
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  return response.text();
}
