"""A host and the files beside it that it is made of, as the one script that a page loads.

A package's host has a dozen small files, which only work together. What another script loads by itself stays
a file.
"""

import re
from functools import cache

from modules.kit.joined_scripts import BESIDE, joined
from modules.kit.scripts import IMPORT, RUNTIME, own_names

_HOSTS = RUNTIME / "hosts"
_BY_ITSELF = re.compile(r'\bimport\("\./(\w+)\.js"\)')
_FROM_ELSEWHERE = re.compile(r'from "\.\./hosts/(\w+)\.js"')


@cache
def loaded_with(name: str) -> frozenset[str]:
    """The hosts' files that every page with this one loads: itself, and those it imports that stay files.

    Args:
        name: of the file in `runtime/hosts/`, without `.js`; so are those in the result.
    """
    texts = (_source(part) for part in _parts(name))
    beside = (BESIDE.fullmatch(path) for text in texts for _, path in IMPORT.findall(text))
    files = {one[1] for one in beside if one} & _files()
    return frozenset({name}).union(*(loaded_with(one) for one in files))


@cache
def loaded_later(name: str) -> frozenset[str]:
    """Those that such a page loads only when it needs them."""
    texts = (_source(part) for file in loaded_with(name) for part in _parts(file))
    found = {one for text in texts for one in _BY_ITSELF.findall(text)} - loaded_with(name)
    return frozenset().union(*(loaded_with(one) | loaded_later(one) for one in found)) - loaded_with(name)


@cache
def joined_host(name: str) -> str:
    """A host's file with the parts it is made of, as one ES module in the form of all our scripts.

    Raises:
        ValueError: a part imports or exports in another form than all others do.
    """
    parts = {part: _source(part) for part in _parts(name)}
    if len(parts) == 1:
        return _source(name)
    return joined(parts) + "".join(
        f"export const {one} = ${name}.{one};\n" for one in own_names(_source(name))
    )


@cache
def _parts(name: str) -> tuple[str, ...]:
    """What is in a host's script, each after all it needs, itself last."""
    order: list[str] = []

    def add(part: str) -> None:
        for _, path in IMPORT.findall(_source(part)):
            beside = BESIDE.fullmatch(path)
            if beside and beside[1] not in {*order, *_files()}:
                add(beside[1])
        order.append(part)

    add(name)
    return tuple(order)


@cache
def _files() -> frozenset[str]:
    """Those that another script loads by itself: later, or instead of its own."""
    late = "".join(file.read_text(encoding="utf-8") for file in RUNTIME.glob("late/*.js"))
    hosts = "".join(file.read_text(encoding="utf-8") for file in _HOSTS.glob("*.js"))
    return frozenset([*_FROM_ELSEWHERE.findall(late), *_BY_ITSELF.findall(hosts)])


@cache
def _source(name: str) -> str:
    return (_HOSTS / f"{name}.js").read_text(encoding="utf-8")
