"""`/inspector`: how the launches of a platform came in, and what to change there. For school ICT staff.

`wegwijs inspector link` gives the way in, and the operator's page does. As there, the secret stands behind
the # of the address and is exchanged once for a token in the history entry. Nothing can be changed here.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from flask import Blueprint, Response, make_response, render_template, request
from sqlalchemy import Connection

from lti_tool.errors import ApiError
from lti_tool.protocol.registration import Registration
from lti_tool.rules.inspector import findings_of
from lti_tool.seals import seals_of
from lti_tool.services.inspection import OUTCOMES, inspect
from lti_tool.store import inspection, platforms
from lti_tool.store.inspection import Scope
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day_and_time
from lti_tool.views.inspector_text import advice, marked, support_text
from lti_tool.views.one_use_door import empty_page, exchange
from lti_tool.views.operator import operators_link
from lti_tool.words import words

blueprint = Blueprint("inspector", __name__, url_prefix="/inspector")
_NO_WAY_IN = "Open the inspector with a new link."


@blueprint.get("")
def page() -> Response:
    """The page itself, empty until a token is shown."""
    return empty_page("inspector")


@blueprint.post("/session")
def session() -> Response:
    """Exchange the secret of a link for a token; the link is then used."""
    return exchange("inspector")


@blueprint.get("/overview")
def overview() -> Response:
    """Findings and launches, as a piece of HTML."""
    language, now = browser_language(), tool().now()
    wanted = next((one for one in OUTCOMES if one == request.args.get("outcome")), OUTCOMES[0])
    reference = re.sub(r"[\s-]", "", request.args.get("reference", "")).upper()[:16]
    texts = words(language, "inspector")
    when = partial(day_and_time, language=language)
    with tool().database.read() as connection:
        scope, choices = _scope(connection)
        seen = inspect(connection, scope, now, wanted=wanted, reference=reference) if scope else None
    html = render_template(
        "inspector_overview.html",
        texts=texts,
        errors=words(language)["errors"],
        seen=seen,
        choices=choices,
        outcomes=OUTCOMES,
        wanted=wanted,
        reference=reference,
        findings_of=findings_of,
        advice=advice,
        marked=marked,
        support=support_text(seen, texts, when) if seen else "",
        when=when,
    )
    return make_response(html)


def _scope(connection: Connection) -> tuple[Scope | None, Sequence[Registration]]:
    """What the bearer may see now, and what else the operator may choose.

    Raises:
        ApiError: There is no token, or it is not valid any more.
    """
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        raise ApiError(401, "token", _NO_WAY_IN)
    if operators_link(connection, token.strip()) is not None:
        everything = platforms.every(connection)
        asked = request.args.get("platform", "")
        chosen = next((one for one in everything if str(one.id) == asked), next(iter(everything), None))
        return (Scope(chosen.id) if chosen else None), everything
    number = seals_of(tool()).open("inspector", token.strip(), inspection.LINK_SECONDS)
    scope = inspection.scope_of(connection, number, tool().now()) if isinstance(number, int) else None
    if scope is None:
        raise ApiError(401, "token", _NO_WAY_IN)
    return scope, []
