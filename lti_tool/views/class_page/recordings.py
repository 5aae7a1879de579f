"""The recordings beside shared answers: what `recording.html` needs, for every part that shows answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.rules.recordings import has_recording, that_record
from lti_tool.services.uploads import heard_at
from lti_tool.store.uploads import Upload
from lti_tool.views.class_page.look import Seen
from lti_tool.views.current import tool
from lti_tool.words import words


@dataclass(frozen=True)
class Recordings:
    """What may be heard, and what is not here yet, by the platform's id of the learner and activity."""

    words: Mapping[str, Any]
    heard: Mapping[tuple[str, str], Upload]
    coming: frozenset[tuple[str, str]]


def recordings_of(seen: Seen) -> Recordings:
    """The recordings of answers that learners of this link shared."""
    module = tool().registry.modules[seen.module.id]
    recording = that_record(module)
    if not recording:
        return Recordings({}, {}, frozenset())
    heard = heard_at(seen.connection, seen.attempt.id, module)
    told = {
        (one.sub, one.activity)
        for one in seen.given()
        if one.activity in recording and has_recording(recording[one.activity], one.answer)
    }
    return Recordings(words(seen.language, "recording"), heard, frozenset(told - set(heard)))
