"""The page that opens a folder of several modules: the sessions in their order."""

from collections.abc import Mapping

from scorm_export.course import Course


def render(course: Course) -> Mapping[str, bytes]:
    """Return the start page, by path; nothing for one module alone."""
    if len(course.scos) == 1:
        return {}
    return {}
