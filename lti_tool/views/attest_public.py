"""`/attests`: what anybody may know of attests: whether one is valid, and what badges are checked with.

Without a launch, a token, a script or a cookie. The page of an attest names nobody and never gives the
credential itself: whoever has it, has it of its learner.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping
from typing import Any, cast
from uuid import UUID

from flask import Blueprint, Response, abort, make_response, render_template, request

from lti_tool.rules.attest import LONGEST_NAME, tidy_name
from lti_tool.rules.open_badge import Place, achievement, issuer_profile, revocation_list
from lti_tool.services.attest_badge import PICTURE, is_of, told_in, told_to_all
from lti_tool.store import attest_keys, attests, request_counts
from lti_tool.store.attests import Badge
from lti_tool.views.current import browser_language, tool
from lti_tool.views.dates import day
from lti_tool.views.headers import alone_policy
from lti_tool.words import LANGUAGES, words
from modules.kit.activity_type import Refusal
from modules.kit.civic import find_civic

blueprint = Blueprint("attest_public", __name__, url_prefix="/attests")
NAMES_AN_HOUR = 20
"""So many names may be tried on one attest."""
_HOUR, _MINUTE = 3600, 60
_CACHED = "public, max-age=300"


@blueprint.get("/keys.json")
def keys() -> Response:
    """Every key that ever signed an attest, as a key set."""
    with tool().database.read() as connection:
        return _json({"keys": [_public(one.kid, one.jwk) for one in attest_keys.every(connection)]})


@blueprint.get("/keys/<kid>")
def key(kid: str) -> Response:
    """One key: what the header of a credential names."""
    with tool().database.read() as connection:
        found = next((one for one in attest_keys.every(connection) if one.kid == kid), None)
    return _json(_public(kid, found.jwk)) if found else abort(404)


@blueprint.get("/issuer")
def issuer() -> Response:
    """Who gives the attests."""
    civic = find_civic(tool().registry.pack)
    own = civic.words_in("")
    return _json(issuer_profile(_place(), own.issuer, own.issuer_url))


@blueprint.get("/achievements/<digest>")
def achievement_of(digest: str) -> Response:
    """What an attest is for."""
    with tool().database.read() as connection:
        badge = attests.of_achievement(connection, digest)
    if badge is None:
        abort(404)
    _, found = achievement(_place(), told_to_all(badge.about))
    return _json(found)


@blueprint.get("/revoked")
def revoked() -> Response:
    """The credentials that are not valid any more, as a 1EdTechRevocationList."""
    with tool().database.read() as connection:
        found = attests.revoked(connection)
    response = _json(revocation_list(_place(), found), cached="public, max-age=60")
    response.add_etag()
    return cast("Response", response.make_conditional(request))


@blueprint.get("/badge.svg")
def picture() -> Response:
    """The picture of the badge, with nothing in it."""
    response = Response(PICTURE.read_bytes(), content_type="image/svg+xml")
    response.headers["Cache-Control"] = _CACHED
    return _for_anybody(response)


@blueprint.get("/<public_id>")
def read(public_id: str) -> Response:
    """Whether an attest is valid, and what it is for."""
    return _page(_find(public_id))


@blueprint.post("/<public_id>")
def check_name(public_id: str) -> Response:
    """Whether a name is the one that stands on an attest."""
    badge = _find(public_id)
    if badge is None or badge.credential is None:
        return _page(badge)
    name = tidy_name(request.form.get("name", ""))
    if isinstance(name, Refusal):
        return _page(badge, "empty" if name.code == "empty" else "no", 422)
    if _is_too_often(badge):
        response = _page(badge, "wait", 429)
        response.headers["Retry-After"] = str(_HOUR - tool().now() % _HOUR)
        return response
    return _page(badge, "yes" if is_of(badge, name) else "no")


def _find(public_id: str) -> Badge | None:
    try:
        if str(UUID(public_id)) != public_id:
            return None
    except ValueError:
        return None
    with tool().database.read() as connection:
        return attests.find_badge(connection, public_id)


def _is_too_often(badge: Badge) -> bool:
    # Counted for each attest in the last minute of the hour, so that the count stays for an hour.
    until = (tool().now() // _HOUR + 1) * _HOUR // _MINUTE
    whose = zlib.crc32(badge.public_id.encode())
    with tool().database.write() as connection:
        return request_counts.add(connection, "attest-name", whose, until, 1) > NAMES_AN_HOUR


def _page(badge: Badge | None, said: str | None = None, status: int = 200) -> Response:
    wanted = request.args.get("language")
    language = wanted if wanted in LANGUAGES else browser_language()
    state = "unknown" if badge is None else "revoked" if badge.revoked_at is not None else "valid"
    html = render_template(
        "attest_public.html",
        language=language,
        words=words(language),
        texts=words(language, "attest")["public"],
        names=words(language, "attest")["languages"],
        state=state,
        badge=badge,
        told=told_in(badge.about, language) if badge else None,
        made_on=day(badge.made_at, language) if badge else None,
        ended_on=day(badge.revoked_at, language) if badge and badge.revoked_at is not None else None,
        can_check=badge is not None and badge.credential is not None,
        said=said,
        longest=LONGEST_NAME,
    )
    response = make_response(html, 404 if badge is None else status)
    response.headers["Content-Security-Policy"] = alone_policy()
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _public(kid: str, jwk: Mapping[str, Any]) -> dict[str, Any]:
    """A key as it is published: called by its address, as in the headers of what it signed."""
    return {**jwk, "kid": _place().of("keys", kid)}


def _place() -> Place:
    return Place(tool().settings.public_url)


def _json(found: Mapping[str, Any], cached: str = _CACHED) -> Response:
    response = Response(json.dumps(found, ensure_ascii=False), content_type="application/json")
    response.headers["Cache-Control"] = cached
    return _for_anybody(response)


def _for_anybody(response: Response) -> Response:
    """Let pages of others that check badges read it."""
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
