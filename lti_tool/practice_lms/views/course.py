"""The course: who you are, what there is to do, and one activity with the tool in its frame."""

import json

from flask import Blueprint, Response, abort, jsonify, render_template

from lti_tool.practice_lms.course import Activity
from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import LEARNERS
from lti_tool.practice_lms.rules.authorization import PendingLaunch
from lti_tool.practice_lms.views.page import browser, language, person_or_404

blueprint = Blueprint("course", __name__)


@blueprint.get("/")
def welcome() -> str:
    """Choose who you are."""
    return render_template("welcome.html")


@blueprint.get("/<person_key>/")
def home(person_key: str) -> str:
    """The course page of one person."""
    person = person_or_404(person_key)
    grades, course = the_lms().store.grades(), the_lms().course()
    finished = {
        module_id: sum(
            1 for learner in LEARNERS if (grade := grades.get((module_id, learner.key))) and grade.finished
        )
        for module_id in course
    }
    return render_template(
        "course.html",
        activities=list(course.values()),
        grades={module_id: grades.get((module_id, person.key)) for module_id in course},
        finished=finished,
        learners=LEARNERS,
    )


@blueprint.get("/<person_key>/activity/<module_id>")
def activity(person_key: str, module_id: str) -> str:
    """One activity: starts a launch of the tool into the frame."""
    person, shown = person_or_404(person_key), _activity_or_404(module_id)
    lms = the_lms()
    launch = PendingLaunch(person.key, module_id, browser(), language(), lms.clock())
    login = {
        "iss": lms.registration.issuer,
        "target_link_uri": lms.registration.redirect_uri,
        "login_hint": person.user_id,
        "lti_message_hint": json.dumps({"activity": module_id, "launch": lms.store.begin_launch(launch)}),
        "client_id": lms.registration.client_id,
        "lti_deployment_id": lms.registration.deployment_id,
    }
    return render_template("activity.html", activity=shown, login=login)


@blueprint.get("/covers/<module_id>")
def cover(module_id: str) -> Response:
    """The picture of a module."""
    shown = _activity_or_404(module_id)
    if shown.picture is None:
        abort(404)
    return Response(shown.picture, content_type=shown.picture_type)


@blueprint.get("/tool-status")
def tool_status() -> Response:
    """Whether the tool answers, so that the page can say so instead of showing an empty frame."""
    return jsonify(answers=the_lms().tool_answers())


def _activity_or_404(module_id: str) -> Activity:
    return the_lms().course().get(module_id) or abort(404)
