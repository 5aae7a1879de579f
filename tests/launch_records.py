"""What tests of the launch log and of the inspector share."""

from __future__ import annotations

from lti_tool.protocol.claims import LTI
from lti_tool.protocol.launch_facts import LaunchRecord
from lti_tool.store import launch_log
from lti_tool.store.db import Database

CANARIES = {
    "sub": "kanarie-4711",
    "name": "Kanarie Van Geel",
    "given_name": "Kanarie",
    "family_name": "Van Geel",
    "email": "kanarie@example.edu",
    "picture": "https://lms.example.edu/kanarie.png",
    LTI + "lis": {"person_sourcedid": "kanarie-stamnummer"},
    LTI + "resource_link": {"id": "link-1", "title": "Werk van Kanarie"},
    LTI + "context": {"id": "course-7", "title": "Klas van Kanarie"},
    LTI + "tool_platform": {"product_family_code": "moodle", "version": "4.5", "name": "Kanarieschool"},
    LTI + "custom": {
        "module": "identity",
        "wie": "Kanarie",
        "language": "kanarie@example.edu",
        "edition": "kanarie-4711",
    },
}
"""Claims with somebody in each place where a platform may name one."""


def records(store: Database, registration_id: int = 1) -> list[LaunchRecord]:
    with store.read() as connection:
        return list(launch_log.latest(connection, registration_id, None, 0))
