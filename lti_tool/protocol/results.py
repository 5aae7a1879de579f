"""What stands in the gradebook: the platform's word on a column, also where a teacher changed a grade.

https://www.imsglobal.org/spec/lti-ags/v2p0#result-service
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lti_tool.errors import ServiceError
from lti_tool.protocol.paged_list import Call, read_list, with_query
from lti_tool.protocol.scores import under

MEDIA_TYPE = "application/vnd.ims.lis.v2.resultcontainer+json"


@dataclass(frozen=True)
class Result:
    """One learner's grade as the platform has it.

    Attributes:
        score: In points; None where there is none.
        maximum: How many points there are; 1 where the platform does not say.
    """

    user_id: str
    score: float | None
    maximum: float

    @property
    def fraction(self) -> float | None:
        """0 to 1, or more where a teacher gave more."""
        return None if self.score is None else self.score / self.maximum


def find_results(call: Call, line_item_url: str, user_id: str | None = None) -> list[Result]:
    """The grades in a column: everybody's, or one learner's.

    No `limit` is sent: Moodle fails on it. Where a platform does not know the filter, all are read.

    Raises:
        ServiceError: The platform refuses, its answer is no list, or it sends us to another site.
    """
    everything = under(line_item_url, "results")
    if user_id is None:
        return _read(call, everything)
    try:
        found = _read(call, with_query(everything, {"user_id": user_id}))
    except ServiceError as problem:
        if problem.retry:
            raise
        found = _read(call, everything)
    return [result for result in found if result.user_id == user_id]


def _read(call: Call, url: str) -> list[Result]:
    return [result for said in read_list(call, url, MEDIA_TYPE) if (result := _result(said))]


def _result(said: Mapping[str, object]) -> Result | None:
    user_id = said.get("userId")
    if not isinstance(user_id, str | int) or isinstance(user_id, bool):
        return None
    score, maximum = _number(said.get("resultScore")), _number(said.get("resultMaximum"))
    return Result(str(user_id), score, maximum or 1.0)


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
