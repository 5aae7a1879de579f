"""The parts of one practice LMS, for its pages to use."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import current_app

from lti_tool.practice_lms.course import Activity
from lti_tool.practice_lms.language import LANGUAGES
from lti_tool.practice_lms.registration import Registration
from lti_tool.practice_lms.rules.deep_link import Chosen
from lti_tool.practice_lms.store import Store

Exporter = Callable[[str, str, str], bytes]
"""Module id, SCORM version ("1.2" or "2004"), language → the zip; a PackageError when it can't be made."""


@dataclass(frozen=True)
class PracticeLms:
    """Everything the pages need.

    Attributes:
        registration: How tool and LMS know each other.
        store: The data.
        activities: The course's activities by module id, in order.
        packages: The folder of unpacked SCORM packages.
        exporter: Makes a SCORM package of a module.
        tool_key: Key id → the tool's public key.
        tool_answers: Whether the tool is there.
        sessions: By module id, what stands in the course in its place: a link for each of its sessions.
        clock: Seconds since 1970.
    """

    registration: Registration
    store: Store
    activities: Mapping[str, Activity]
    packages: Path
    exporter: Exporter
    tool_key: Callable[[str], Any]
    tool_answers: Callable[[], bool]
    sessions: Mapping[str, Sequence[Activity]] = field(default_factory=dict)
    clock: Callable[[], float] = field(default=time.time)

    def course(self) -> dict[str, Activity]:
        """All that stands in the course, by id: a link for each module or session, and what was chosen."""
        links = [link for name, one in self.activities.items() for link in self.sessions.get(name, [one])]
        chosen = {name: self._chosen(name, link) for name, link in self.store.links()}
        return {link.module_id: link for link in links} | chosen

    def _chosen(self, name: str, link: Chosen) -> Activity:
        module = self.activities.get(link.custom.get("module", ""))
        titles, texts = (dict.fromkeys(LANGUAGES, text) for text in (link.title, link.text))
        return Activity(
            module_id=name,
            titles=titles,
            taglines=texts,
            minutes=module.minutes if module else 0,
            languages=tuple(LANGUAGES),
            picture=module.picture if module else None,
            picture_type=module.picture_type if module else "",
            custom=link.custom,
            graded=link.graded,
            chosen=True,
        )


def the_lms() -> PracticeLms:
    """The practice LMS of the running request."""
    found = current_app.extensions["practice_lms"]
    if not isinstance(found, PracticeLms):
        raise TypeError("this app is no practice LMS")
    return found
