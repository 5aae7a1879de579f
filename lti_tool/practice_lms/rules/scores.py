"""Checks of a score.

https://www.imsglobal.org/spec/lti-ags/v2p0/#score-publish-service
"""

import re
from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic.alias_generators import to_camel

from lti_tool.practice_lms.errors import ProtocolError
from lti_tool.practice_lms.people import by_user_id
from lti_tool.practice_lms.registration import MAXIMUM_SCORE

SCORE_TYPE = "application/vnd.ims.lis.v1.score+json"
_ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")


def _iso_text(value: object) -> object:
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        raise ValueError("an ISO 8601 date and time with time zone is expected")
    return value


Timestamp = Annotated[AwareDatetime, BeforeValidator(_iso_text)]


class Submission(BaseModel):
    """When the work was begun and handed in."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")
    started_at: Timestamp | None = None
    submitted_at: Timestamp | None = None


class Score(BaseModel):
    """What a tool says of one learner's work."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow", strict=True)
    user_id: Annotated[str, Field(min_length=1)]
    timestamp: Annotated[Timestamp, Field(strict=False)]
    activity_progress: Literal["Initialized", "Started", "InProgress", "Submitted", "Completed"]
    grading_progress: Literal["FullyGraded", "Pending", "PendingManual", "Failed", "NotReady"]
    score_given: Annotated[float, Field(ge=0, allow_inf_nan=False)] | None = None
    score_maximum: Annotated[float, Field(gt=0, allow_inf_nan=False)] | None = None
    comment: str | None = None
    submission: Annotated[Submission, Field(strict=False)] | None = None

    @model_validator(mode="after")
    def _given_needs_maximum(self) -> Self:
        if self.score_given is not None and self.score_maximum is None:
            raise ValueError("scoreGiven needs scoreMaximum")
        return self

    @property
    def result(self) -> float | None:
        """The grade on the line item's scale; none unless fully graded, as Moodle has it."""
        if self.grading_progress != "FullyGraded" or self.score_given is None or self.score_maximum is None:
            return None
        return self.score_given / self.score_maximum * MAXIMUM_SCORE


def read_score(content_type: str, body: Any) -> Score:
    """The score in a request.

    Args:
        content_type: The request's media type, without parameters.
        body: The request's JSON.

    Raises:
        ProtocolError: 400 with every reason, never with a value of the request.
    """
    if content_type != SCORE_TYPE:
        raise ProtocolError(400, "bad_request", f"Content-Type must be {SCORE_TYPE}")
    try:
        score = Score.model_validate(body)
    except ValidationError as error:
        reasons = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'score'}: {e['msg']}" for e in error.errors())
        raise ProtocolError(400, "bad_request", reasons) from None
    person = by_user_id(score.user_id)
    if person is None or person.teaches:
        raise ProtocolError(400, "bad_request", "userId: nobody who can be graded in this course")
    return score


def check_later(score: Score, last: datetime | None) -> None:
    """Refuse a score that is not later than the last one kept for this learner.

    Raises:
        ProtocolError: 409.
    """
    if last is not None and score.timestamp <= last:
        raise ProtocolError(409, "conflict", "a score with the same or a later timestamp is kept")
