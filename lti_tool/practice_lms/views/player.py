"""Plays one SCO of a package under the scorm-again run-time and keeps what it commits."""

from datetime import UTC, datetime

from flask import Blueprint, Response, abort, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from lti_tool.practice_lms.lms import the_lms
from lti_tool.practice_lms.people import Person
from lti_tool.practice_lms.scorm.manifest import Sco
from lti_tool.practice_lms.scorm.runtime_data import committed, start_data
from lti_tool.practice_lms.store import Attempt, Package
from lti_tool.practice_lms.views.guard import CONTENT_PATH
from lti_tool.practice_lms.views.packages import package_or_404
from lti_tool.practice_lms.views.page import language, person_or_404

blueprint = Blueprint("player", __name__, url_prefix="/<person_key>/packages/<package_id>/<int:number>")


@blueprint.get("")
def play(person_key: str, package_id: str, number: int) -> str:
    """The player's page: the SCO in its frame, and beside it what the LMS sees."""
    person, package, sco = _asked(person_key, package_id, number)
    before = the_lms().store.attempt(package.id, sco.id, person.key)
    here = url_for("player.play", person_key=person.key, package_id=package.id, number=number)
    settings = {
        "version": package.version,
        "start": f"{here}/start",
        "commit": f"{here}/commit",
        "page": f"{CONTENT_PATH}{package.id}/{sco.href}",
    }
    return render_template(
        "player.html", package=package, sco=sco, number=number, settings=settings, before=before
    )


@blueprint.get("/start")
def start(person_key: str, package_id: str, number: int) -> Response:
    """The elements to start with, asked for by the page once it is there.

    Not part of the page itself: at a reload, the browser asks for the new page before the old one has left
    and made its last commit.
    """
    person, package, sco = _asked(person_key, package_id, number)
    before = the_lms().store.attempt(package.id, sco.id, person.key)
    return jsonify(start_data(package.version, sco, person, before.cmi if before else None, language()))


@blueprint.post("/commit")
def commit(person_key: str, package_id: str, number: int) -> Response | tuple[Response, int]:
    """Keep the elements that the run-time commits; its answer's shape is scorm-again's."""
    person, package, sco = _asked(person_key, package_id, number)
    try:
        elements = committed(request.get_json(force=True, silent=True))
    except ValueError:
        return jsonify(result=False, errorCode=101), 400
    the_lms().store.keep_attempt(Attempt(package.id, sco.id, person.key, elements, datetime.now(UTC)))
    return jsonify(result=True, errorCode=0)


@blueprint.post("/restart")
def restart(person_key: str, package_id: str, number: int) -> AnyResponse:
    """Forget the attempt and begin anew."""
    person, package, sco = _asked(person_key, package_id, number)
    the_lms().store.forget_attempt(package.id, sco.id, person.key)
    return redirect(url_for("player.play", person_key=person.key, package_id=package.id, number=number))


def _asked(person_key: str, package_id: str, number: int) -> tuple[Person, Package, Sco]:
    person, package = person_or_404(person_key), package_or_404(package_id)
    if not 1 <= number <= len(package.scos):
        abort(404)
    return person, package, package.scos[number - 1]
