"""Somebody's own booklet: gather it, and have it printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from lti_tool.paper.typesetting import typeset
from lti_tool.rules.booklet import Work, has_strange_letters, to_print
from lti_tool.rules.verdict import told
from lti_tool.store import assessments, attempts, own_work
from modules.kit.module import Module


def works_of(
    connection: Connection, attempt_row: int, modules: Mapping[str, Module], language: str
) -> list[Work]:
    """All that somebody answered, session by session in the order of their series.

    Args:
        connection: A transaction.
        attempt_row: Any attempt of the person.
        modules: Those of this installation; work on another one can't be read any more.
        language: The wished one.
    """
    found = [
        (module, one)
        for one in own_work.of_same_person(connection, attempt_row)
        if (module := modules.get(one.module))
    ]
    found.sort(key=lambda pair: (pair[0].track.name, pair[0].track.order))
    return [
        Work(
            module,
            module.language(language),
            one.course,
            one.created_at,
            attempts.answers_of(connection, one.id),
            verdict=_verdict(connection, one.id, module.language(language)),
        )
        for module, one in found
    ]


def print_booklet(
    works: Sequence[Work], words: Mapping[str, Any], language: str, now: int, day: Callable[[int], str]
) -> bytes:
    """The booklet as a PDF.

    Args:
        works: As `works_of` gives them.
        words: The booklet's own words.
        language: Of those words.
        now: Seconds since 1970.
        day: The day of such a moment, in words.

    Raises:
        PaperError: It can't be made.
    """
    sessions = to_print(
        works, {work.module.id: _pictures(work.module.media) for work in works}, words["verdict"]
    )
    data = {
        "language": language,
        "words": words,
        "made": words["made"].format(day=day(now)),
        "strange": has_strange_letters(sessions),
        "sessions": [{**one, "begun": day(one["begun"])} for one in sessions],
    }
    return typeset("booklet", data, now)


def _verdict(connection: Connection, attempt_row: int, language: str) -> Mapping[str, Any] | None:
    found = assessments.verdict_of(connection, attempt_row)
    return told(found.released, language) if found and found.released else None


@cache
def _pictures(media: Path) -> Mapping[str, str]:
    """The drawings of a module, by file name."""
    return {file.name: file.read_text(encoding="utf-8") for file in media.glob("*.svg")}
