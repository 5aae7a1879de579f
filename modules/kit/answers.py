"""An answer: one activity's value, how it came about, and who may see it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias, cast, get_args

from modules.kit.activity_type import JSON, Refusal
from modules.kit.module import Activity
from modules.kit.structure import AUDIENCES, Audience

How: TypeAlias = Literal["screen", "paper"]


_MOST_REVISIONS = 2**31  # what a column of a database holds


@dataclass(frozen=True)
class Answer:
    """What a learner answered to one activity."""

    value: JSON
    how: How = "screen"
    audience: Audience = "learner"
    revision: int = 0
    """Counts up with each saved change; 0 = never saved."""


def read_answer(activity: Activity, raw: JSON) -> Answer | Refusal:
    """Turn what a page sent into an answer, or say why it can't be kept.

    Args:
        activity: the activity that is answered.
        raw: `{"value", "how", "audience", "revision"}`, where the revision is the one the change is
            based on (0 for a first answer); `how` and `audience` may be absent.

    Returns:
        The answer with its value in canonical shape, or a refusal: `wrong-shape`, `too-long`,
        `not-on-paper` or `too-wide` (an audience wider than the activity allows).
    """
    if not isinstance(raw, Mapping):
        return Refusal("wrong-shape")
    how, audience, revision = raw.get("how", "screen"), raw.get("audience", "learner"), raw.get("revision", 0)
    if how not in get_args(How) or audience not in AUDIENCES:
        return Refusal("wrong-shape")
    if not isinstance(revision, int) or isinstance(revision, bool) or not 0 <= revision < _MOST_REVISIONS:
        return Refusal("wrong-shape")
    if how == "paper" and not activity.on_paper:
        return Refusal("not-on-paper")
    if AUDIENCES.index(audience) > AUDIENCES.index(activity.widest_audience):
        return Refusal("too-wide")
    value = activity.type.clean(activity.options, raw.get("value"))
    return value if isinstance(value, Refusal) else Answer(value, cast("How", how), audience, revision)


def is_same(one: Answer, other: Answer) -> bool:
    """Whether two answers say the same, whatever their revisions: then there is nothing to settle."""
    return (one.value, one.how, one.audience) == (other.value, other.how, other.audience)
