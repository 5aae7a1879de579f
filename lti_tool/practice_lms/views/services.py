"""The platform's services for the tool: access tokens, line items, scores, results, roster."""

from datetime import UTC, datetime
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, request

from lti_tool.practice_lms.course import COURSE_ID, LABEL, TITLES, Activity
from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import PEOPLE, Person, by_user_id
from lti_tool.practice_lms.registration import MAXIMUM_SCORE
from lti_tool.practice_lms.rules.client_assertion import check_token_request
from lti_tool.practice_lms.rules.message import AGS, NRPS
from lti_tool.practice_lms.rules.scores import read_score
from lti_tool.practice_lms.store import Grade

TOKEN_LIFE = 60 * 60
BEARER = "Bearer"
LINE_ITEM = "application/vnd.ims.lis.v2.lineitem+json"
LINE_ITEMS = "application/vnd.ims.lis.v2.lineitemcontainer+json"
RESULTS = "application/vnd.ims.lis.v2.resultcontainer+json"
ROSTER = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json"

blueprint = Blueprint("services", __name__, url_prefix="/lti")


@blueprint.errorhandler(ProtocolError)
def refuse(error: ProtocolError) -> tuple[Response, int]:
    """A refusal with its reason."""
    return jsonify(error=error.code, error_description=error.reason), error.status


@blueprint.post("/token")
def token() -> Response:
    """An access token for a client assertion that holds and was not used before."""
    lms, now = the_lms(), the_lms().clock()
    asked = check_token_request(request.form, lms.registration, lms.tool_key)
    if not lms.store.use_assertion(asked.jti, asked.expires, now):
        raise ProtocolError(400, "invalid_client", "an assertion with this jti was used")
    given = lms.store.give_token(asked.scopes, now + TOKEN_LIFE)
    return jsonify(access_token=given, token_type=BEARER, expires_in=TOKEN_LIFE, scope=" ".join(asked.scopes))


@blueprint.get("/lineitems")
def line_items() -> Response:
    """The course's line items, one for each activity; filters as in AGS §3.2.4."""
    _allow(f"{AGS}scope/lineitem.readonly", LINE_ITEMS)
    wanted = request.args.get("resource_link_id")
    found = [
        _line_item(activity)
        for activity in the_lms().course().values()
        if wanted in (None, activity.module_id)
        and request.args.get("tag") is None
        and request.args.get("resource_id") is None
    ]
    return _json(found, LINE_ITEMS)


@blueprint.get("/lineitems/<module_id>/lineitem")
def line_item(module_id: str) -> Response:
    """One line item."""
    _allow(f"{AGS}scope/lineitem.readonly", LINE_ITEM)
    return _json(_line_item(_activity(module_id)), LINE_ITEM)


@blueprint.post("/lineitems/<module_id>/lineitem/scores")
def scores(module_id: str) -> tuple[str, int]:
    """Keep a score."""
    _allow(f"{AGS}scope/score")
    activity = _activity(module_id)
    score = read_score(request.mimetype, request.get_json(force=True, silent=True))
    person = by_user_id(score.user_id)
    if person is not None:
        the_lms().store.keep_score(activity.module_id, person.key, score, datetime.now(UTC))
    return "", 200


@blueprint.get("/lineitems/<module_id>/lineitem/results")
def results(module_id: str) -> Response:
    """The grades as they stand."""
    _allow(f"{AGS}scope/result.readonly", RESULTS)
    activity, wanted = _activity(module_id), request.args.get("user_id")
    grades = the_lms().store.grades()
    found = [
        _result(activity, person, grade)
        for person in PEOPLE
        if wanted in (None, person.user_id) and (grade := grades.get((activity.module_id, person.key)))
    ]
    return _json(found, RESULTS)


@blueprint.get("/memberships")
def memberships() -> Response:
    """The course's people."""
    _allow(f"{NRPS}scope/contextmembership.readonly", ROSTER)
    wanted = request.args.get("role")
    members = [
        {
            "status": "Active",
            "user_id": person.user_id,
            "name": person.name,
            "given_name": person.given_name,
            "family_name": person.family_name,
            "roles": [person.role_uri],
        }
        for person in PEOPLE
        if wanted in (None, person.role, person.role_uri)
    ]
    course = {"id": COURSE_ID, "label": LABEL, "title": TITLES["nl"]}
    return _json({"id": the_lms().registration.roster_url, "context": course, "members": members}, ROSTER)


def _allow(scope: str, media_type: str | None = None) -> None:
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    scopes = (
        the_lms().store.token_scopes(given, the_lms().clock())
        if kind.lower() == BEARER.lower()
        else frozenset()
    )
    if not scopes:
        raise ProtocolError(401, "invalid_token", "the access token is unknown or over")
    if scope not in scopes:
        raise ProtocolError(403, "insufficient_scope", f"this needs the scope {scope}")
    if request.args.get("type_id") != the_lms().registration.deployment_id:
        raise ProtocolError(404, "not_found", "the query string of the address was lost")
    if media_type and request.headers.get("Accept") and not request.accept_mimetypes.quality(media_type):
        raise ProtocolError(406, "not_acceptable", f"this is given as {media_type}")


def _activity(module_id: str) -> Activity:
    found = the_lms().course().get(module_id)
    if found is None:
        raise ProtocolError(404, "not_found", "there is no such line item")
    return found


def _line_item(activity: Activity) -> dict[str, Any]:
    return {
        "id": the_lms().registration.line_item_url(activity.module_id),
        "scoreMaximum": MAXIMUM_SCORE,
        "label": activity.title("nl"),
        "resourceLinkId": activity.module_id,
    }


def _result(activity: Activity, person: Person, grade: Grade) -> dict[str, Any]:
    item = the_lms().registration.line_item_url(activity.module_id)
    address, _, query = item.partition("?")
    found: dict[str, Any] = {
        "id": f"{address}/results/{person.user_id}?{query}",
        "scoreOf": item,
        "userId": person.user_id,
        "resultMaximum": MAXIMUM_SCORE,
    }
    if grade.result is not None:
        found["resultScore"] = grade.result
    if grade.comment:
        found["comment"] = grade.comment
    return found


def _json(value: Any, media_type: str) -> Response:
    response = make_response(jsonify(value))
    response.content_type = media_type
    return response
