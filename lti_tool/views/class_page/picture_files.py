"""The picture of a group as a file to take along: what stands on the page, and nothing more."""

from __future__ import annotations

import logging

from flask import Response, abort, request

from lti_tool.errors import PaperError
from lti_tool.services.picture_files import KINDS, Draft
from lti_tool.views.class_page.look import look, see
from lti_tool.views.class_page.page import blueprint, render
from lti_tool.views.class_page.picture import in_words, look_at
from lti_tool.views.current import tool
from lti_tool.views.sheet import as_file, ask_again, with_newer

log = logging.getLogger(__name__)


@blueprint.post("/picture/file")
def file() -> Response:
    """One file (`kind`); the page again, with the reason, where there is none."""
    at, kind = look(), request.form.get("kind", "")
    if kind not in KINDS:
        abort(404)
    with tool().database.read() as connection:
        seen = see(connection, at)
        if seen.module.totals is None:
            abort(404)
        found, _ = look_at(seen)
        sheet, taken_at = in_words(seen, found), found.taken_at
        if taken_at is None:
            return render(seen, "picture", said="none")
    draft = Draft(sheet, at.language, seen.module.accent.light, taken_at)
    try:
        made = KINDS[kind].make(draft)
    except PaperError as problem:
        if problem.code == "busy":
            return ask_again()
        log.warning("a picture of a group was not made: %s", problem.code)
        with tool().database.read() as connection:
            return render(see(connection, at), "picture", said="failed")
    name = f"{draft.texts['files']['file']}-{seen.module.id}.{kind}"
    return with_newer(as_file(made, KINDS[kind].media_type, name), at.newer)
