"""From the runtime's small files to what a phone loads: few files, and small.

Sources stay plain ES modules that run as they are. A page gets the runtime files it needs joined into one
`runtime/player.js`, a host has those beside it in its own (`host_scripts.py`), and an activity type its rules
(`type_scripts.py`). Each type stays a file, as each must be able to fail alone.
Only one form of import and export is used in our scripts, so that joining needs no parser.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Literal, TypeAlias

from modules.kit.classic_scripts import as_part
from modules.kit.lean import lean

ScriptForm: TypeAlias = Literal["module", "classic"]
"""ES modules, as everywhere; or classic scripts, which also run on a page that was opened as a file."""

RUNTIME = Path(__file__).with_name("runtime")
ENTRY = "player"

IMPORT = re.compile(r'^import \{([^}]+)\} from "([^"]+)";\n', re.MULTILINE)
_RUNTIME_PATH = re.compile(r"(?:\./|\.\./|\.\./\.\./runtime/)(\w+)\.js")
_EXPORT = re.compile(r"^export (?=(?:async function|function|class|const) (\w+))", re.MULTILINE)


def join_runtime(users: Iterable[str], form: ScriptForm = "module") -> str:
    """Return the player with every runtime file that it or one of its users needs, as one script.

    Each file becomes a function of its own, so that names inside it stay its own.

    Args:
        users: the texts of the scripts that import from the runtime: hosts and activity types.
        form: the form of the script.

    Raises:
        ValueError: a file imports or exports in another form than all others do.
    """
    order: list[str] = []
    for name in [*(name for text in users for name in _needs(text)), ENTRY]:
        _add(name, order)
    parts = "".join(_as_function(name) for name in order)
    if form == "classic":
        path = f"runtime/{ENTRY}.js"
        returned = ", ".join(f"...${name}" for name in order)
        return lean(
            _source("classic") + as_part(path, parts, returned) + f'wegwijs.load("{path}");\n', "javascript"
        )
    exported = ", ".join(f"{{ {', '.join(names)} }} = ${name}" for name in order if (names := _exports(name)))
    return lean(parts + f"export const {exported};\n", "javascript")


def for_page(text: str, form: ScriptForm = "module", path: str = "") -> str:
    """Return a host's or type's script as a page loads it: its imports come from the joined runtime.

    Args:
        text: the script as it was written.
        form: the form of the script.
        path: where it stands, from the page's folder; a classic script says so.

    Raises:
        ValueError: it imports or exports in another form than all others do, and is to be a classic script.
    """
    taken: dict[str, list[str]] = {}

    def from_player(found: re.Match[str]) -> str:
        path = _RUNTIME_PATH.fullmatch(found[2])
        if path is None or not _is_there(path[1]) or found[2].startswith("./"):
            return found[0]
        player = f"{found[2].removesuffix(f'{path[1]}.js')}{ENTRY}.js"
        taken.setdefault(player, []).append(found[1].strip())
        return ""

    text = IMPORT.sub(from_player, text)
    text = "".join(f'import {{ {", ".join(names)} }} from "{of}";\n' for of, names in taken.items()) + text
    return lean(as_part(path, text) if form == "classic" else text, "javascript")


# A runtime file is read once in a process: every page of every package asks for the same few.
@cache
def _source(name: str) -> str:
    return (RUNTIME / f"{name}.js").read_text(encoding="utf-8")


@cache
def _is_there(name: str) -> bool:
    return (RUNTIME / f"{name}.js").exists()


def _needs(text: str) -> list[str]:
    """The runtime files that a script imports, by name."""
    paths = [_RUNTIME_PATH.fullmatch(found[2]) for found in IMPORT.finditer(text)]
    names = [path[1] for path in paths if path]
    return [name for name in names if _is_there(name)]


def own_names(text: str) -> Sequence[str]:
    """The names that a script exports."""
    return _EXPORT.findall(text)


@cache
def _exports(name: str) -> Sequence[str]:
    return own_names(_source(name))


def _add(name: str, order: list[str]) -> None:
    """Put a file after all it needs."""
    if name in order:
        return
    for needed in _needs(_source(name)):
        _add(needed, order)
    order.append(name)


@cache
def _as_function(name: str) -> str:
    def from_function(found: re.Match[str]) -> str:
        path = _RUNTIME_PATH.fullmatch(found[2])
        if path is None:
            raise ValueError(f"{name}.js: {found[2]} is no runtime file")
        return f"const {{{found[1].replace(' as ', ': ')}}} = ${path[1]};\n"

    return as_function(name, IMPORT.sub(from_function, _source(name)))


def as_function(name: str, text: str) -> str:
    """A script as a function that is called at once: names inside it stay its own, `$name` has its exports.

    Args:
        name: of the script, without `.js`.
        text: the script, with other statements in the place of its imports.

    Raises:
        ValueError: it imports or exports in another form than all others do.
    """
    body = _EXPORT.sub("", text)
    if left := re.search(r"^(?:import|export)\b.*", body, re.MULTILINE):
        raise ValueError(f"{name}.js: this form of import or export is not used here: {left[0]}")
    return f"const ${name} = (() => {{\n{body}return {{ {', '.join(own_names(text))} }};\n}})();\n"
