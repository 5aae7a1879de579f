"""Makes the practice LMS's Flask app: wiring only."""

from flask import Flask

from lti_tool.practice_lms.lms import PracticeLms
from lti_tool.practice_lms.scorm.unpack import MAXIMUM_ZIP
from lti_tool.practice_lms.views import (
    course,
    deep_link,
    grades,
    guard,
    launch,
    packages,
    page,
    player,
    services,
)


def create_practice_lms(lms: PracticeLms) -> Flask:
    """The practice LMS as a WSGI app.

    Args:
        lms: Its parts.
    """
    app = Flask(__name__)
    app.config["MAX_CONTENT_LENGTH"] = MAXIMUM_ZIP + 2**16
    app.extensions["practice_lms"] = lms
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    guard.protect(app)
    page.prepare(app)
    for part in (course, deep_link, grades, launch, services, packages, player):
        app.register_blueprint(part.blueprint)
    return app
