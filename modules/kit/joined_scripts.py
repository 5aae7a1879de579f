"""Scripts that lie beside each other and only work together, as the one script that a page loads.

Each file of a page is a request more on a school's slow line. What is joined here is needed by every visit,
and none of it can be missed: a host's dozen small files (`host_scripts.py`), or a type's rules and its class
(`type_scripts.py`).
"""

import re
from collections.abc import Mapping

from modules.kit.scripts import IMPORT, as_function

BESIDE = re.compile(r"\./(\w+)\.js")


def joined(parts: Mapping[str, str]) -> str:
    """Return the parts as one ES module in the form of all our scripts; `$name` has the exports of a part.

    Args:
        parts: their texts by name, without `.js`; each after all it needs.

    Raises:
        ValueError: a part imports or exports in another form than all others do.
    """
    outside: dict[tuple[str, str], str] = {}

    def inside(found: re.Match[str]) -> str:
        beside = BESIDE.fullmatch(found[2])
        if beside and beside[1] in parts:
            return f"const {{{found[1].replace(' as ', ': ')}}} = ${beside[1]};\n"
        taken = ""
        for one in found[1].split(","):
            name, _, called = one.strip().partition(" as ")
            # Names start with no digit, so that no part is called the same.
            here = outside.setdefault((found[2], name), f"${len(outside)}")
            taken += f"const {called or name} = {here};\n"
        return taken

    body = "".join(as_function(name, IMPORT.sub(inside, text)) for name, text in parts.items())
    paths = dict.fromkeys(path for path, _ in outside)
    return "".join(_import(path, outside) for path in paths) + body


def _import(path: str, outside: Mapping[tuple[str, str], str]) -> str:
    taken = (f"{name} as {here}" for (place, name), here in outside.items() if place == path)
    return f'import {{ {", ".join(taken)} }} from "{path}";\n'
