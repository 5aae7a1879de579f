"""The picture of a group, a part of the class page: in words, and never more than the rules let through."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import request

from lti_tool.rules.group_totals import FEWEST
from lti_tool.rules.picture_sheet import Sheet
from lti_tool.services.group_picture import Picture, picture_of, picture_of_all
from lti_tool.services.outcome import Courses, with_outcome
from lti_tool.services.picture_sheet import Scene, sheet_of
from lti_tool.store import group_pictures
from lti_tool.views.class_page.look import Seen
from lti_tool.views.class_page.page import part
from lti_tool.views.current import tool
from lti_tool.views.dates import day
from lti_tool.words import words

COURSE = "course"
"""`?of=course`: all links of the module in the course, and not this one alone."""


@part("picture", offered=lambda seen: seen.module.totals is not None)
def picture(seen: Seen) -> dict[str, Any]:
    """What the part shows."""
    found, links = look_at(seen)
    return {
        "fewest": FEWEST,
        "picture": found,
        "of_course": of_course() if len(links) > 1 else None,
        "shown": in_words(seen, found),
    }


def of_course() -> bool:
    """Whether the whole course is asked for."""
    return request.args.get("of") == COURSE


def look_at(seen: Seen) -> tuple[Picture, list[int]]:
    """The picture that is asked for, and the links of the module in the course."""
    here, place = tool(), seen.place
    # The module with all its steps: a link may show fewer than it did when its learners answered.
    whole = here.registry.modules[seen.module.id]
    links = []
    if place.context_row is not None:
        found = group_pictures.links_of(seen.connection, whole.id, context_row=place.context_row)
        links = [link_row for link_row, _ in found]
    if of_course() and len(links) > 1:
        made = picture_of_all(here.database, links, whole, seen.now)
    else:
        made = picture_of(here.database, place.link_row, whole, seen.module, seen.now)
    contexts = [] if place.context_row is None else [place.context_row]
    courses = Courses(whole, here.registry.modules, contexts)
    return with_outcome(here.database, made, courses, seen.now), links


def in_words(seen: Seen, found: Picture) -> Sheet:
    """A picture in the facilitator's language."""
    scene = Scene(
        module=tool().registry.modules[seen.module.id],
        language=seen.language,
        course=seen.attempt.title or "",
        day=partial(day, language=seen.language),
    )
    return sheet_of(found, scene, words(seen.language, "class/picture"))
