"""`/packages`: a module to take along to another learning platform, for facilitators and for the operator.

It goes on with the token of a facilitator's launch or of the operator's page. The choice stands in the
address, so that back and reload work; it says nothing of anybody. A file comes as the answer to a post.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, abort, make_response, render_template, request

from lti_tool.errors import BusyError, PaperError
from lti_tool.packages import Packed
from lti_tool.paper.typesetting import typeset
from lti_tool.rules.package_choice import (
    PackageChoice,
    PackageChoiceError,
    languages_of,
    read_package_choice,
)
from lti_tool.views.class_page.look import look, see
from lti_tool.views.current import browser_language, tool
from lti_tool.views.operator import operators_link
from lti_tool.views.sheet import as_file, ask_again, sheet_page, with_newer
from lti_tool.words import LANGUAGES, words
from modules.kit.choices import settled
from modules.kit.errors import WegwijsError
from modules.kit.guide_booklet import guide_pages
from modules.kit.module import Module
from scorm_export.adding import places
from scorm_export.course import ANSWERS, EDITIONS
from scorm_export.formats import FORMATS

log = logging.getLogger(__name__)
blueprint = Blueprint("packages", __name__, url_prefix="/packages")


@dataclass(frozen=True)
class Visitor:
    """Who looks: in which language, from which module, with a newer token if it is time for one."""

    language: str
    module: str | None = None
    newer: str | None = None


@blueprint.get("/<language>")
def operators_page(language: str) -> Response:
    """The page itself for the operator, in no frame; empty until a token is shown."""
    return sheet_page("packages", None, language, parts=True)


@blueprint.get("/<int(max=2147483647):registration_id>/<language>")
def page(registration_id: int, language: str) -> Response:
    """The page itself for a facilitator; empty until a token is shown."""
    return sheet_page("packages", registration_id, language, parts=True)


@blueprint.get("/sheet")
def sheet() -> Response:
    """The form, or what was chosen in it, as a piece of HTML."""
    return _sheet(_visitor())


@blueprint.post("/file")
def file() -> Response:
    """The package."""
    return _with_package(_visitor(), _handed_over)


@blueprint.post("/guide")
def guide() -> Response:
    """The facilitator's booklet of one of the modules (`module`), to print; it is in no package."""
    visitor = _visitor()
    module = tool().registry.modules.get(request.form.get("module", ""))
    pages = guide_pages(module, module.language(visitor.language)) if module else None
    if module is None or pages is None:
        abort(404)
    texts = words(visitor.language, "class")["guide"]
    try:
        made = typeset("guide", pages, tool().now())
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("a guide was not made: %s", problem.code)
        return _sheet(visitor, said=words(visitor.language, "class")["said"]["guide"])
    return as_file(made, "application/pdf", f"{texts['file']}-{module.id}.pdf")


def _visitor() -> Visitor:
    """Who looks.

    Raises:
        ApiError: There is no valid token, or it is a learner's.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    with tool().database.read() as connection:
        if scheme.lower() == "bearer" and operators_link(connection, token.strip()) is not None:
            wanted = request.args.get("language")
            return Visitor(wanted if wanted in LANGUAGES else browser_language())
    at = look()
    with tool().database.read() as connection:
        return Visitor(at.language, see(connection, at).module.id, at.newer)


def _sheet(visitor: Visitor, said: str | None = None) -> Response:
    if "made" not in request.args:
        return _form(visitor)
    return _with_package(visitor, lambda choice, packed: _offer(visitor, choice, packed, said))


def _with_package(visitor: Visitor, then: Callable[[PackageChoice, Packed], Response]) -> Response:
    """Go on with the package that the address asks for, or say on the form why there is none."""
    try:
        choice = read_package_choice(request.args.getlist, tool().registry.modules, FORMATS)
        return then(choice, tool().packages.make(choice))
    except BusyError:
        return ask_again()
    except PackageChoiceError as problem:
        return _form(visitor, problem=_explained(problem, visitor))
    except WegwijsError as problem:
        log.warning("a package was not made: %s", problem)
        return _form(visitor, trouble=str(problem))


def _handed_over(_: PackageChoice, packed: Packed) -> Response:
    log.info("a package of %d bytes was handed over: %s", len(packed.body), packed.name)
    kind = "gzip" if packed.name.endswith(".gz") else "zip"
    return as_file(packed.body, f"application/{kind}", packed.name)


def _form(visitor: Visitor, *, problem: str | None = None, trouble: str | None = None) -> Response:
    """What there is to choose; what was chosen already is ticked."""
    modules = tool().registry.modules
    usual = {
        "module": [visitor.module or next(iter(modules), "")],
        "format": [next(iter(FORMATS))],
        "lang": languages_of(modules),
        "edition": [EDITIONS[0]],
        "answers": [ANSWERS[0]],
    }
    # Who comes back finds the same, also where that was nothing.
    is_first = usual.keys().isdisjoint(request.args)
    return _piece(
        visitor,
        "packages/form.html",
        modules=modules.values(),
        formats=FORMATS,
        languages={name: _language(name, visitor) for name in languages_of(modules)},
        editions=EDITIONS,
        answers=ANSWERS,
        chosen_of=lambda module: settled(
            module.choices,
            {name: request.args.get(f"choice-{module.id}-{name}") for name in module.choices},
        ),
        variant_of=lambda module: module.in_variant(request.args.get(f"variant-{module.id}")),
        chosen=usual if is_first else {name: request.args.getlist(name) for name in usual},
        problem=problem,
        trouble=trouble,
    )


def _offer(visitor: Visitor, choice: PackageChoice, packed: Packed, said: str | None) -> Response:
    """What was chosen: its size, how to add it, what is kept of it, and the way to the file."""
    is_at_home = choice.edition == "self" and FORMATS[choice.format].is_at_home
    held = [module.at_home() if is_at_home else module for module in choice.modules]
    again = [pair for pair in request.args.items(multi=True) if pair[0] not in {"made", "language"}]
    return _piece(
        visitor,
        "packages/offer.html",
        choice=choice,
        places=places(choice.format, visitor.language),
        packed=packed,
        kilobytes=max(1, round(len(packed.body) / 1000)),
        minutes=sum(module.minutes for module in held),
        on_campus=_campus(choice.modules, is_at_home=is_at_home),
        languages=[_language(name, visitor) for name in choice.languages],
        again=again,
        said=said,
    )


def _campus(modules: Sequence[Module], *, is_at_home: bool) -> str | None:
    """What is said of steps on campus, a key of the words; None where there are none."""
    if not any(step.campus for module in modules for step in module.steps):
        return None
    return "left-out" if is_at_home else "inside"


def _explained(problem: PackageChoiceError, visitor: Visitor) -> str:
    text = str(words(visitor.language, "packages")["problems"][problem.problem])
    if problem.module is None:
        return text
    title = problem.module.words[problem.module.language(visitor.language)].module.title
    return text.format(title=title, language=_language(problem.language, visitor))


def _language(name: str, visitor: Visitor) -> str:
    names: dict[str, str] = words(visitor.language, "choose")["language-names"]
    return names.get(name, name)


def _piece(visitor: Visitor, template: str, **context: Any) -> Response:
    html = render_template(
        template,
        texts=words(visitor.language, "packages"),
        language=visitor.language,
        title_of=lambda module: module.words[module.language(visitor.language)].module.title,
        **context,
    )
    return with_newer(make_response(html), visitor.newer)
