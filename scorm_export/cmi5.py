"""cmi5.xml: the parts of a course, and what makes a platform count one as done.

https://github.com/AICC/CMI-5_Spec_Current, sections 13 and 14
"""

from scorm_export.course import Course
from scorm_export.errors import ExportError
from scorm_export.manifest import render

STRUCTURE = "cmi5.xml"
"""The course structure's name, at the root of the zip (14)."""


def structure(course: Course) -> dict[str, bytes]:
    """Return the course structure.

    Raises:
        ExportError: One of the parts is a page that reports nothing. A platform would wait for its word, and
            call every visit abandoned.
    """
    silent = [sco.id for sco in course.scos if not sco.reports]
    if silent:
        raise ExportError(
            f"'{silent[0]}' is a page that reports nothing, and cmi5 has no place for one: "
            "export it with --format html or scorm12, or link to it"
        )
    return render("cmi5.xml", course, name=STRUCTURE, iri=_iri)


def _iri(kind: str, *names: str) -> str:
    """A name for the course or part: the same in every version and language, and of no domain."""
    return ":".join(("urn:wegwijs", kind, *names))
