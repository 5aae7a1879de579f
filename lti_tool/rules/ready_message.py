"""A message that a facilitator may send to who is out of sight: put together, never sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from lti_tool.rules.keep_in_sight import Situation


@dataclass(frozen=True)
class About:
    """What a message speaks of; what is None is left out of it.

    Attributes:
        name: Of the one it goes to, where the platform gives it.
        module: The title of the module.
        at: The title of the exercise where they stopped.
        where: The way to the module, in words.
    """

    name: str | None
    module: str
    at: str | None = None
    where: str | None = None


def message(situation: Situation, about: About, words: Mapping[str, Any]) -> str:
    """The message as plain text, with a greeting before and a closing after.

    Args:
        situation: Why it is sent.
        about: What it speaks of.
        words: Those of `message` in the class page's words.
    """
    kind = "stuck-all" if situation == "stuck" and about.at is None else situation
    hello = words["hello"].format(name=about.name) if about.name else words["hello-all"]
    ways = {name: _way(name, about.where, words) for name in ("open", "first")}
    text = words["texts"][kind].format(module=about.module, at=about.at, **ways)
    return "\n\n".join((hello, text, words["bye"]))


def place(template: str, origin: str | None, course: str | None, link: str | None) -> str | None:
    """The way to a module in words, e.g. "school.example.org, course PAV, Who are you?".

    Args:
        template: With `{platform}`, `{course}` and `{link}`, and a comma after each but the last.
        origin: Of the platform; it is told without its scheme.
        course: The course's title.
        link: The link's title.

    Returns:
        Those parts that are known, or None where neither course nor link has a name: "somewhere on your
        platform" helps nobody.
    """
    if not course and not link:
        return None
    host = urlsplit(origin).hostname if origin else None
    known = {"platform": host, "course": course, "link": link}
    parts = template.split(", ")
    said = [part for part in parts if any(f"{{{name}}}" in part and value for name, value in known.items())]
    return ", ".join(said).format(**known)


def _way(name: str, where: str | None, words: Mapping[str, Any]) -> str:
    return str(words[name].format(where=where) if where else words[f"{name}-here"])
