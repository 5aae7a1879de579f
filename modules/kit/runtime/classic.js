/**
 * Scripts in parts, for a page that was opened as a file: there a browser takes no modules and reads no files.
 *
 * Each script defines one part: its path, what it needs, and how it is made of that. A part is fetched and made when
 * somebody asks for it, once; one that fails fails alone. A text or picture that scripts read has a twin: a script
 * that holds it.
 */
globalThis.wegwijs = (() => {
  const root = new URL("..", document.currentScript.src);
  const defined = new Map(); // path → {needs, make}
  const made = new Map(); // path → what is to come of it

  const define = (path, needs, make) => defined.set(path, { needs, make });

  function load(path) {
    if (!made.has(path)) {
      const making = make(path);
      made.set(path, making);
      making.catch(() => made.delete(path)); // whoever asks again gets another try
    }
    return made.get(path);
  }

  async function make(path) {
    if (!defined.has(path)) await run(path);
    if (!defined.has(path)) throw new Error(`${path}: this script does not do what it should`);
    const { needs, make: made } = defined.get(path);
    return made((other) => load(pathOf(other, new URL(path, root))), await Promise.all(needs.map(load)));
  }

  function run(path) {
    return new Promise((resolve, reject) => {
      const script = document.createElement("script");
      script.src = new URL(path, root);
      script.onload = resolve;
      script.onerror = () => reject(new Error(`${path}: this script can't be had`));
      document.head.append(script);
    });
  }

  const pathOf = (address, base) => new URL(address, base).pathname.slice(root.pathname.length);

  return { define, load, twin: (address) => load(`twins/${pathOf(address, document.baseURI)}.js`) };
})();
