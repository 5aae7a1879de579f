"""The way in to a page of our own by a one-use link: the operator, the inspector and the civic team have it.

The link's secret stands behind the # of the address, so that no log sees it. It is exchanged once for a token
that the page keeps in its history entry, as a learner's page does.
"""

from __future__ import annotations

import logging
from typing import Literal, TypeAlias

from flask import Response, jsonify, make_response, render_template, request

from lti_tool.errors import ApiError
from lti_tool.seals import seals_of
from lti_tool.store import invitations
from lti_tool.views.current import browser_language, tool
from lti_tool.views.headers import step_policy
from lti_tool.words import words

log = logging.getLogger(__name__)
Behind: TypeAlias = Literal["operator", "inspector", "civic"]
"""What stands behind the door: its template, its words and its links are called so."""


def empty_page(name: Behind) -> Response:
    """The page itself: the same for everybody, and empty until a token is shown."""
    language = browser_language()
    html = render_template(
        f"{name}.html", language=language, words=words(language), texts=words(language, name)
    )
    response = make_response(html)
    response.headers["Content-Security-Policy"] = step_policy(())
    return response


def exchange(name: Behind) -> Response:
    """Exchange the secret of a link for a token; the link is then used.

    Raises:
        ApiError: The link was used, is too old, or never was.
    """
    now = tool().now()
    with tool().database.write() as connection:
        found = invitations.find_open(connection, name, request.form.get("secret", ""), now)
        if found is None or not invitations.claim(connection, found.id, now):
            log.warning("%s's link was refused", name)
            raise ApiError(401, "link", "This link was used already, or is too old.")
    log.info("%s's link %d: used", name, found.id)
    return jsonify(token=seals_of(tool()).seal(name, found.id))
