"""An activity type's scripts as a page loads them: its rules and its class in one file.

A type stays a file of its own, so that one that fails, even one that can't be read, takes no other down.
"""

import re
from pathlib import Path

from modules.kit.errors import PageError
from modules.kit.joined_scripts import joined

CLASS_FILE = "activity.js"
RULES_FILE = "rules.js"

_DEFAULT = re.compile(r"^export default (?=class (\w+))", re.MULTILINE)
_FROM_RULES = re.compile(r'^import (\{[^}]+\}) from "\./rules\.js";$', re.MULTILINE)


def joined_type(folder: Path) -> str:
    """Return `activity.js` with `rules.js` in it: an ES module that exports the class (`Kind`) and `rules`.

    Raises:
        PageError: a script has another form of import or export than all others have, or there is no class.
    """
    rules, activity = (_source(folder / name) for name in (RULES_FILE, CLASS_FILE))
    kind = _DEFAULT.search(activity)
    if kind is None:
        raise PageError(f"{folder / CLASS_FILE}: no class is exported here: `export default class Name …`")
    try:
        both = joined({"rules": rules, "activity": _DEFAULT.sub("export ", activity)})
    except ValueError as problem:
        raise PageError(f"{folder}/{problem}") from problem
    return f"{both}export const Kind = $activity.{kind[1]};\nexport const rules = $rules;\n"


def beside_type(script: Path) -> str:
    """Return another script of a type, which loads later: what it has of the rules comes with the class."""
    taken = rf'import {{ rules as $rules }} from "./{CLASS_FILE}";\nconst \1 = $rules;'
    return _FROM_RULES.sub(taken, _source(script))


def _source(script: Path) -> str:
    return script.read_text(encoding="utf-8")
