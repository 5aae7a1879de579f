"""The platform's side of the LTI launch: authentication endpoint and public keys."""

import json
import secrets

from flask import Blueprint, Response, jsonify, render_template, request, url_for

from lti_tool.practice_lms.course import Activity
from lti_tool.practice_lms.language import LANGUAGES
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import Person, by_key
from lti_tool.practice_lms.rules import deep_link, message
from lti_tool.practice_lms.rules.authorization import (
    CHOOSING,
    AuthorizationError,
    PendingLaunch,
    check_client,
    check_request,
)
from lti_tool.practice_lms.views.page import browser

blueprint = Blueprint("launch", __name__, url_prefix="/lti")


@blueprint.get("/certs")
def certs() -> Response:
    """Our public keys."""
    return jsonify(the_lms().store.signing_key().jwks())


@blueprint.route("/auth", methods=["GET", "POST"])
def auth() -> str | tuple[str, int]:
    """Answer the tool's request with a signed message, by a form that sends itself."""
    registration, parameters = the_lms().registration, request.values.to_dict()
    try:
        check_client(parameters, registration)
        fields = {"id_token": _message(parameters)}
    except AuthorizationError as error:
        if not error.to_tool:
            return render_template("refused.html", error=error), 400
        fields = {"error": error.code, "error_description": error.reason}
    if state := parameters.get("state"):
        fields["state"] = state
    return render_template("form_post.html", action=registration.redirect_uri, fields=fields)


def _message(parameters: dict[str, str]) -> str:
    lms = the_lms()
    launch = _take_launch(parameters.get("lti_message_hint", ""))
    person = by_key(launch.person) if launch else None
    now = lms.clock()
    launch = check_request(
        parameters, launch, person.user_id if person else secrets.token_hex(), browser(), now
    )
    if launch.activity == CHOOSING and person is not None:
        return _choosing_message(launch, person, parameters["nonce"], int(now))
    activity = lms.course().get(launch.activity)
    if activity is None or person is None:
        raise AuthorizationError("invalid_request", "the activity is gone", to_tool=True)
    return_url = lms.registration.issuer + url_for("course.home", person_key=person.key)
    asked = message.Launch(activity, person, launch.language, parameters["nonce"], int(now), return_url)
    claims = message.launch_claims(lms.registration, asked)
    return message.sign(claims, lms.store.signing_key())


def _choosing_message(launch: PendingLaunch, person: Person, nonce: str, now: int) -> str:
    """A deep linking request. Its `data` names a second waiting launch, which the tool's answer ends."""
    lms = the_lms()
    home = lms.registration.issuer + url_for("course.home", person_key=person.key)
    empty = Activity("", dict.fromkeys(LANGUAGES, ""), {}, 0, tuple(LANGUAGES), graded=False)
    claims = message.launch_claims(
        lms.registration, message.Launch(empty, person, launch.language, nonce, now, home)
    )
    del claims[message.CLAIM + "resource_link"], claims[message.CLAIM + "custom"]
    return_url = lms.registration.issuer + url_for("deep_link.take")
    claims |= deep_link.request_claims(return_url, lms.store.begin_launch(launch))
    return message.sign(claims, lms.store.signing_key())


def _take_launch(hint: str) -> PendingLaunch | None:
    try:
        name = json.loads(hint)["launch"]
    except (ValueError, LookupError, TypeError):
        return None
    return the_lms().store.take_launch(name) if isinstance(name, str) else None
