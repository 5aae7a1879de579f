"""What an institution pack still needs: what is missing, what is old, which day has passed.

None of these is a mistake, and nothing here stops a module: an entry that is not filled in is not shown, and
an old one says its date.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from pydantic import BaseModel

from modules.kit.civic import Civic
from modules.kit.institution import SECTIONS, Entry, Pack, Section
from modules.kit.module import Module
from modules.kit.reading import Link

FRESH = timedelta(days=365)
"""For how long a check counts."""


@dataclass(frozen=True)
class Finding:
    """One thing to do."""

    section: Section | Literal["contact", "civic"]
    entry: str | None
    """The entry's id; None where the section is meant."""
    message: str


def pack_findings(pack: Pack, today: date) -> Iterator[Finding]:
    """Yield what the pack itself lacks, and what somebody should look at again.

    Args:
        pack: the pack.
        today: the day to count from.
    """
    contact = pack.structure.contact
    if contact is None:
        yield Finding("contact", None, "nobody can see yet where to ask the school")
    elif old := _too_old(contact.checked_on, today):
        yield Finding("contact", None, old)
    if pack.civic and (due := _civic_due(pack.civic, today)):
        yield Finding("civic", None, due)
    for section in SECTIONS:
        entries = pack.entries(section)
        if not entries:
            yield Finding(section, None, "there is nothing in this section")
        for entry in entries:
            found = [*pack.gaps(section, entry), *_old(entry, today)]
            if found:
                yield Finding(section, entry.id, "; ".join(found))


def unanswered(modules: Iterable[Module], pack: Pack) -> Iterator[Finding]:
    """Yield the links that modules ask for by an id that the pack does not know."""
    known = {entry.id for entry in pack.entries("links")}
    asked: dict[str, list[str]] = {}
    for module in modules:
        for name, activity in module.words[module.default_language].activities.items():
            for link in _links(activity):
                if link not in known:
                    asked.setdefault(link, []).append(f"{module.id}/{name}")
    for link, places in asked.items():
        yield Finding("links", None, f"'{link}' is not there, but {', '.join(places)} links to it")


def _links(part: object) -> Iterator[str]:
    """The links of the pack that a part of the words names, by id."""
    if isinstance(part, Link) and part.pack:
        yield part.pack
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _links(getattr(part, name))
    elif isinstance(part, dict):
        for value in part.values():
            yield from _links(value)


def _civic_due(civic: Civic, today: date) -> str | None:
    if civic.checked_on is None:
        return "nobody said yet that the criteria and the rule are the school's own ('checked-on')"
    return _too_old(civic.checked_on, today)


def _too_old(checked_on: str, today: date) -> str | None:
    old = today - date.fromisoformat(checked_on) > FRESH
    return f"checked on {checked_on}, more than a year ago" if old else None


def _old(entry: Entry, today: date) -> Iterator[str]:
    if entry.checked_on and (old := _too_old(entry.checked_on, today)):
        yield old
    if entry.when and date.fromisoformat(entry.when) < today:
        yield f"the day {entry.when} has passed"
