"""`/api/guide`: what a facilitator reads beside each activity."""

from __future__ import annotations

from flask import Blueprint, Response, request
from markupsafe import Markup

from lti_tool.errors import ApiError
from lti_tool.rules.deep_link import EDITIONS
from lti_tool.store import deep_links
from lti_tool.store.deep_links import Origin
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.current import page_language, tool
from lti_tool.words import words
from modules.kit.guide import render_guide

blueprint = Blueprint("guide", __name__, url_prefix="/api")


@blueprint.get("/guide")
def guide() -> Response:
    """The guide of the module in the page's language (`?language=`), in pieces of HTML."""
    ticket, newer = check_token()
    if ticket.role != "facilitator":
        raise ApiError(403, "role", "The guide is for facilitators.")
    with tool().database.read() as connection:
        _, module = find_attempt(connection, ticket)
        origin = deep_links.origin_of_attempt(connection, ticket.attempt_row)
    language = module.language(request.args.get("language"))
    html = render_guide(module, language)
    if "" in html:
        html[""] = _about(origin, language) + html[""]
    return answer_with({"html": html}, newer)


def _about(origin: Origin, language: str) -> str:
    """What a facilitator may want to know of this link: how it was chosen, and whether it is a copy."""
    texts = words(page_language(language), "choose")
    lines = [texts["editions"]["said"][origin.edition]] if origin.edition in EDITIONS else []
    if origin.course:
        lines.append(texts["copies"]["known"].format(course=origin.course))
    elif origin.is_copy:
        lines.append(texts["copies"]["unknown"])
    return str(Markup('<p class="guide-link">{}</p>').format(" ".join(lines))) if lines else ""
