"""Which recordings may be on the server, and who hears them. No Flask, no SQL, no network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from lti_tool.rules.review import may_read
from modules.kit.activity_type import ActivityType
from modules.kit.activity_types.audio_answer import SERVER, AudioAnswer
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module

ENDINGS = {"audio/webm": "webm", "audio/mp4": "m4a", "audio/ogg": "ogg"}
"""The kinds of sound that browsers record, with the ending of a file of it."""
LEARNERS_SHARE = 10
"""So many of the largest recordings an hour of one learner."""


def kind_of(content: bytes) -> str | None:
    """What kind of sound a file is, by its first bytes; None where it is no recording of a browser's."""
    if content.startswith(b"\x1a\x45\xdf\xa3") and b"webm" in content[:64]:
        return "audio/webm"
    if content.startswith(b"OggS"):
        return "audio/ogg"
    if content[4:8] == b"ftyp":
        return "audio/mp4"
    return None


def that_record(module: Module) -> Mapping[str, Activity]:
    """The activities of a module whose recordings may be shared at all."""
    return {
        name: one
        for name, one in module.activities.items()
        if isinstance(one.type, AudioAnswer) and one.widest_audience != "learner"
    }


def may_be_here(activity: Activity, answer: Answer | None) -> bool:
    """Whether the server may have the recording of an answer: there is one, and its learner shares it."""
    return answer is not None and _recorded(activity, answer) is not None and _is_shared(activity, answer)


def has_recording(activity: Activity, answer: Answer) -> bool:
    """Whether an answer says that there is a recording, wherever it is."""
    return _recorded(activity, answer) is not None


def may_be_heard(activity: Activity, answer: Answer) -> bool:
    """Whether a facilitator may hear what the server has: the answer says that it is the newest one."""
    recorded = _recorded(activity, answer) if _is_shared(activity, answer) else None
    return recorded is not None and recorded["where"] == SERVER


def _is_shared(activity: Activity, answer: Answer) -> bool:
    return may_read(activity, answer, "facilitator")


def _recorded(activity: Activity, answer: Answer) -> Mapping[str, Any] | None:
    if not isinstance(activity.type, AudioAnswer):
        return None
    kind: ActivityType[Any, Any] = activity.type
    value = kind.clean(activity.options, answer.value)
    found: Any = value.get("audio") if isinstance(value, Mapping) else None
    return cast("Mapping[str, Any] | None", found)
