"""Recordings: a learner's page sends and fetches its own, a facilitator's page hears what is shared.

No token and no name stands in an address, and no answer here may be shown as a page or kept on the way.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping

from flask import Blueprint, Response, request
from werkzeug.exceptions import RequestEntityTooLarge

from lti_tool.attempt_token import Ticket
from lti_tool.errors import ApiError, BusyError, FileStoreError
from lti_tool.rules.recordings import ENDINGS
from lti_tool.services.uploads import Coming, Why, heard_at
from lti_tool.store import uploads as store
from lti_tool.store.uploads import Upload
from lti_tool.views.api import answer_with, check_token, find_attempt
from lti_tool.views.class_page.look import look, see
from lti_tool.views.current import tool
from lti_tool.views.sheet import with_newer

blueprint = Blueprint("uploads", __name__)
_DIGEST = "Wegwijs-Digest"
_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"
_REFUSED: Mapping[Why, tuple[int, str]] = {
    "not-shared": (409, "This answer is shared with nobody, or has no recording."),
    "kind": (415, "This is no recording of a kind that is taken."),
    "too-large": (413, "This recording is too large."),
    "too-much": (429, "So much was sent this hour that there is no more room."),
}


@blueprint.put("/api/uploads/<activity_id>")
def send(activity_id: str) -> Response:
    """Keep the recording of an answer that its learner shares; the same one twice is kept once."""
    ticket, newer = check_token()
    try:
        with tool().uploads.taking:
            digest = _take(ticket, activity_id)
    except BusyError as problem:
        raise ApiError(503, "busy", "Many recordings come in. Again in a moment.") from problem
    return answer_with({"digest": digest}, newer)


def _take(ticket: Ticket, activity_id: str) -> str:
    """Read what was sent and keep it; returns its digest.

    Raises:
        ApiError: It is not kept.
    """
    content = _content()
    with tool().database.write(durable=True) as connection:
        attempt, module = find_attempt(connection, ticket, to_write=True)
        coming = tool().uploads.begin(connection, attempt, module, activity_id, content)
    if isinstance(coming, Coming):
        _keep(coming, content)
        with tool().database.write(durable=True) as connection:
            find_attempt(connection, ticket, to_write=True)
            is_wanted = tool().uploads.arrive(connection, module, coming)
        tool().jobs.clear_files()
        if not is_wanted:
            raise _refused("not-shared")
    elif not isinstance(coming, Upload):
        raise _refused(coming)
    return coming.digest


@blueprint.get("/api/uploads/<activity_id>")
def own(activity_id: str) -> Response:
    """A learner's own recording, for instance on another device."""
    ticket, newer = check_token()
    with tool().database.read() as connection:
        attempt, _ = find_attempt(connection, ticket)
        found = store.find(connection, attempt.id, activity_id)
    return with_newer(as_sound(found), newer)


@blueprint.get("/class/recording/<int(max=2147483647):number>")
def hear(number: int) -> Response:
    """A recording that a learner of this link shares, for its facilitators."""
    at = look()
    with tool().database.read() as connection:
        seen = see(connection, at)
        heard = heard_at(connection, seen.attempt.id, tool().registry.modules[seen.module.id])
        found = next((one for one in heard.values() if one.id == number), None)
    return with_newer(as_sound(found), at.newer)


def as_sound(found: Upload | None) -> Response:
    """The recording as a file.

    Raises:
        ApiError: It is not here, or the store does not give it now.
    """
    try:
        with tool().uploads.giving:
            content = tool().files.get(found.name) if found else None
    except BusyError as problem:
        raise ApiError(503, "busy", "Many recordings are fetched. Again in a moment.") from problem
    except FileStoreError as problem:
        raise ApiError(503, "files", "The recording can't be fetched now.") from problem
    if found is None or content is None:
        raise ApiError(404, "recording", "This recording is not here.")
    response = Response(content, content_type=found.media_type)
    name = f"recording-{found.id}.{ENDINGS[found.media_type]}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = _POLICY
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _content() -> bytes:
    """What was sent, whole.

    Raises:
        ApiError: It is too large, or something got lost on the way.
    """
    request.max_content_length = tool().uploads.limits.one
    try:
        content = request.get_data(cache=False)
    except RequestEntityTooLarge as problem:
        raise _refused("too-large") from problem
    said = request.headers.get(_DIGEST, "")
    if not hmac.compare_digest(hashlib.sha256(content).hexdigest().encode(), said.encode()):
        raise ApiError(400, "digest", "What arrived is not what was sent.")
    return content


def _keep(coming: Coming, content: bytes) -> None:
    try:
        tool().uploads.keep(coming, content)
    except FileStoreError as problem:
        raise ApiError(503, "files", "The recording can't be kept now. It stays on the device.") from problem


def _refused(why: Why) -> ApiError:
    status, message = _REFUSED[why]
    return ApiError(status, why, message)
