"""Scripts as classic scripts: a browser takes no ES modules on a page opened as a file (`file://`).

Each script becomes a part that says what it needs and how it is made; `runtime/classic.js` says what is done
with it. It stays a file of its own, so that one that fails, even one that can't be read, takes no other down.
"""

import base64
import json
import posixpath
import re
from collections.abc import Iterable, Mapping

_IMPORT = re.compile(r'^import \{([^}]+)\} from "([^"]+)";\n', re.MULTILINE)
_DEFAULT = re.compile(r"^export default class (\w+)", re.MULTILINE)
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)
_DYNAMIC_IMPORT = re.compile(r"\bimport\(")
_KINDS = {"jpg": "image/jpeg", "png": "image/png", "svg": "image/svg+xml", "webp": "image/webp"}
"""Of pictures, by how their names end; every other file that scripts read is text."""


def as_part(path: str, text: str, returned: str = "") -> str:
    """Return an ES module as a classic script that defines the same as a part.

    Args:
        path: where the script stands, from the page's folder.
        text: the module, in the one form of import and export that our scripts use.
        returned: what it makes, as the inside of an object; found in its exports where that is left out.

    Raises:
        ValueError: it imports or exports in another form.
    """
    needs: list[str] = []

    def from_argument(found: re.Match[str]) -> str:
        needs.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), found[2])))
        return f"const {{{found[1].replace(' as ', ': ')}}} = $needed[{len(needs) - 1}];\n"

    names = returned or ", ".join(
        [*(f"default: {name}" for name in _DEFAULT.findall(text)), *_EXPORT.findall(text)]
    )
    body = _EXPORT.sub("", _DEFAULT.sub(r"class \1", _IMPORT.sub(from_argument, text)))
    body = _DYNAMIC_IMPORT.sub("$load(", body)
    if left := re.search(r"^(?:import|export)\b.*|import\.meta.*", body, re.MULTILINE):
        raise ValueError(f"{path}: this form of import or export is not used here: {left[0]}")
    head = f"wegwijs.define({json.dumps(path)}, {json.dumps(needs)}, ($load, $needed) => {{\n"
    return f'{head}"use strict";\n{body}return {{ {names} }};\n}});\n'


def twins(files: Mapping[str, bytes], wanted: Iterable[str]) -> dict[str, bytes]:
    """Return, for each file that scripts read, a script that holds it: as text, or as a `data:` address.

    Args:
        files: every file by path.
        wanted: the paths of those that scripts read.
    """
    return {_place(path): _twin(path, files[path]).encode() for path in wanted}


def _place(path: str) -> str:
    return f"twins/{path}.js"


def _twin(path: str, content: bytes) -> str:
    kind = _KINDS.get(path.rpartition(".")[2])
    held = (
        {"data": f"data:{kind};base64,{base64.b64encode(content).decode()}"}
        if kind
        else {"text": content.decode()}
    )
    made = json.dumps(held, ensure_ascii=False)
    return f"wegwijs.define({json.dumps(_place(path))}, [], () => ({made}));\n"
