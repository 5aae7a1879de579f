"""The teacher chooses at the tool what stands in the course: deep linking, the platform's side."""

import json
import secrets

from flask import Blueprint, abort, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import TEACHER
from lti_tool.practice_lms.rules import deep_link
from lti_tool.practice_lms.rules.authorization import CHOOSING, PendingLaunch
from lti_tool.practice_lms.views.page import browser, language, person_or_404

blueprint = Blueprint("deep_link", __name__)


@blueprint.get("/<person_key>/choose")
def choose(person_key: str) -> str:
    """The tool's page to choose, in a frame."""
    person = person_or_404(person_key)
    if not person.teaches:
        abort(403)
    lms = the_lms()
    launch = PendingLaunch(person.key, CHOOSING, browser(), language(), lms.clock())
    login = {
        "iss": lms.registration.issuer,
        "target_link_uri": lms.registration.redirect_uri,
        "login_hint": person.user_id,
        "lti_message_hint": json.dumps({"launch": lms.store.begin_launch(launch)}),
        "client_id": lms.registration.client_id,
        "lti_deployment_id": lms.registration.deployment_id,
    }
    return render_template("choose.html", login=login)


@blueprint.post("/lti/deep-link")
def take() -> tuple[str, int]:
    """Check the tool's answer and put what was chosen in the course.

    It comes in the frame, from another site: no cookie of ours comes along, so `data` says whose it is.
    """
    lms = the_lms()
    now = lms.clock()
    try:
        answer = deep_link.check_answer(request.form.get("JWT", ""), lms.registration, lms.tool_key)
        deep_link.check_waiting(lms.store.take_launch(answer.data), now)
        if not lms.store.use_assertion(f"answer {answer.nonce}", now + deep_link.MAXIMUM_LIFE, now):
            raise ProtocolError(400, "invalid_request", "nonce was used before")
    except ProtocolError as error:
        return render_template("chosen.html", error=error, titles=[], person=TEACHER), error.status
    for link in answer.chosen:
        lms.store.keep_link(f"link-{secrets.token_hex(4)}", link)
    titles = [link.title for link in answer.chosen]
    return render_template("chosen.html", error=None, titles=titles, person=TEACHER), 200


@blueprint.post("/<person_key>/links/<link_id>/remove")
def remove(person_key: str, link_id: str) -> Response:
    """Take a chosen link out of the course; its scores go with it."""
    if not person_or_404(person_key).teaches:
        abort(403)
    the_lms().store.remove_link(link_id)
    return redirect(url_for("course.home", person_key=person_key))
