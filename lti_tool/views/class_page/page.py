"""The class page itself: the way to its parts, and the part at hand as a piece of HTML."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request

from lti_tool.errors import PaperError
from lti_tool.paper.typesetting import typeset
from lti_tool.protocol.scores import iso
from lti_tool.views.class_page.keeping import class_keeping
from lti_tool.views.class_page.look import Look, Seen, look, see
from lti_tool.views.class_page.sparing import sparing
from lti_tool.views.current import tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.sheet import as_file, ask_again, module_sheet, with_newer
from lti_tool.words import words
from modules.kit.guide_booklet import guide_pages

log = logging.getLogger(__name__)
blueprint = Blueprint("class_page", __name__, url_prefix="/class")

FIRST = "class"
"""The part that is shown where none is asked for."""
PHASES = {
    "before": ("prepare", "choices", "rubric", "unit", "dates"),
    "during": ("guide", "presence", "live", "class"),
    "after": ("shared", "questions", "assess", "picture", "grades", "sessions", "attest"),
}
"""The navigation: by when a facilitator needs what. The guide is a page of its own."""
ORDER = tuple(part for parts in PHASES.values() for part in parts if part != "guide")
"""The parts of this page as they stand in its navigation."""

Context = Mapping[str, Any]


@dataclass(frozen=True)
class _Part:
    context: Callable[..., Context]
    offered: Callable[[Seen], bool]
    asked: Callable[[Look], Any] | None


_parts: dict[str, _Part] = {}


def part(
    name: str,
    *,
    offered: Callable[[Seen], bool] = lambda _: True,
    asked: Callable[[Look], Any] | None = None,
) -> Callable[[Callable[..., Context]], Callable[..., Context]]:
    """Make a function a part of the page: it gives its template what that needs.

    Args:
        name: One of `ORDER`; its template and its words are called so.
        offered: Whether this class has the part.
        asked: What is to be asked of a platform first, with no connection to the database open; the function
            gets it as its second argument.
    """

    def keep(context: Callable[..., Context]) -> Callable[..., Context]:
        _parts[name] = _Part(context, offered, asked)
        return context

    return keep


@blueprint.get("/<int(max=2147483647):registration_id>/<module_id>/<language>")
def page(registration_id: int, module_id: str, language: str) -> Response:
    """The page itself: empty until a token is shown."""
    return module_sheet("class", registration_id, module_id, language)


@blueprint.get("/sheet")
def sheet() -> Response:
    """One part (`?part=`), as a piece of HTML."""
    at, name = look(), request.args.get("part", "")
    asking = _parts[name].asked if name in _parts else None
    asked = asking(at) if asking else None
    with tool().database.read() as connection:
        return sparing(render(see(connection, at), name, asked))


def render(seen: Seen, name: str, *given: Any, said: str | None = None, **more: Any) -> Response:
    """A part of the page, under the way to the others.

    Args:
        seen: What it is made from.
        name: One of `ORDER`; anything else is `FIRST`.
        given: For the part's function, beside `seen`.
        said: What was just done, a key of `said` in the part's words or the page's.
        more: Fills what is said.
    """
    offered = {one for one in ORDER if _parts[one].offered(seen)} | {"guide"}
    here = name if name in offered - {"guide"} else FIRST
    texts, own = words(seen.language, "class"), words(seen.language, f"class/{here}")
    html = render_template(
        "class_sheet.html",
        texts=texts,
        here=own,
        part=here,
        phases={phase: [one for one in parts if one in offered] for phase, parts in PHASES.items()},
        module=seen.module,
        course=seen.attempt.title,
        title=seen.module.words[seen.spoken].module.title,
        said=(own.get("said", {}).get(said) or texts["said"][said]).format(**more) if said else None,
        moment=lambda seconds: {"iso": iso(seconds), "text": day_and_time(seconds, seen.language)},
        name_of=seen.name_of,
        packages=seen.packages,
        guiding=seen.door("guide"),
        kept=class_keeping(seen),
        **_parts[here].context(seen, *(one for one in given if one is not None)),
    )
    return with_newer(make_response(html), seen.look.newer)


@blueprint.post("/guide")
def guide() -> Response:
    """The facilitator's booklet of the module, to print."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        pages = guide_pages(seen.module, seen.spoken)
        if pages is None:
            abort(404)
    try:
        made = typeset("guide", pages, seen.now)
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("a guide was not made: %s", problem.code)
        with tool().database.read() as connection:
            return render(see(connection, at), request.args.get("part", ""), said="guide")
    name = f"{words(at.language, 'class')['guide']['file']}-{seen.module.id}.pdf"
    return as_file(made, "application/pdf", name)
