"""OLX: a course for Open edX's Studio, with a block of `wegwijs-xblock` for each module.

https://docs.openedx.org/en/latest/educators/olx/ . A file per section, subsection and unit, as Studio itself
exports them. There are no pages in it: the pages come from the block, which has to be installed.
"""

import json
from collections.abc import Mapping

from scorm_export.course import Course, Sco, identifier
from scorm_export.errors import ExportError
from scorm_export.manifest import render

ROOT = "course"
"""The folder that Studio looks for in an import."""
RUN = "wegwijs"
"""Studio gives a course that is imported the run of the course that it goes into."""
BLOCK = "wegwijs"
"""The entry point of the block that shows any module."""


def course_files(course: Course) -> dict[str, bytes]:
    """Return every file of the course.

    Raises:
        ExportError: One of the parts is a page that reports nothing, and no module.
    """
    silent = [sco.id for sco in course.scos if not sco.reports]
    if silent:
        raise ExportError(
            f"'{silent[0]}' is no module, so Open edX has no block for it: "
            "export it with --format html, or link to it"
        )
    # Ids are of the course alone; its own would grow with each module, and an archive's names have an end.
    section = identifier("section")
    files = {
        **_file("root", "course.xml", course),
        **_file("course", f"course/{RUN}.xml", course, section=section),
        **_file("chapter", f"chapter/{section}.xml", course),
        f"{ROOT}/policies/{RUN}/policy.json": _policy(course),
        f"{ROOT}/policies/{RUN}/grading_policy.json": _grading(course),
    }
    for sco in course.scos:
        subsection, unit = identifier(sco.id, "subsection"), identifier(sco.id, "unit")
        files |= _file("sequential", f"sequential/{subsection}.xml", course, sco=sco, unit=unit)
        files |= _file("vertical", f"vertical/{unit}.xml", course, sco=sco, settings=_settings(course, sco))
    return files


def _file(kind: str, path: str, course: Course, **more: object) -> dict[str, bytes]:
    return render("olx.xml", course, name=f"{ROOT}/{path}", kind=kind, run=RUN, block=BLOCK, **more)


def _settings(course: Course, sco: Sco) -> Mapping[str, str]:
    """What the block is told, as attributes; what is usual needs no word."""
    settings = {"module": sco.id, "display_name": sco.title}
    if sco.variant:
        settings["variant"] = sco.variant
    # With several languages the learner's own decides.
    if len(course.languages) == 1:
        settings["language"] = course.languages[0]
    if sco.is_judged:
        settings["has_score"] = "false"
    if course.edition != "self":
        settings["edition"] = course.edition
    return settings


def _policy(course: Course) -> bytes:
    return _json(
        {
            f"course/{RUN}": {
                "display_name": course.title,
                "language": course.languages[0],
                # Without it Studio would show the blocks, and not offer to add another.
                "advanced_modules": [BLOCK],
            }
        }
    )


def _grading(course: Course) -> bytes:
    """A kind of assignment for whoever wants points; nothing is graded before a teacher says so."""
    kind = {
        "type": "Wegwijs",
        "short_label": "W",
        "min_count": len(course.scos),
        "drop_count": 0,
        "weight": 1.0,
    }
    # Open edX knows no grading without a lowest pass: this is its own.
    return _json({"GRADER": [kind], "GRADE_CUTOFFS": {"Pass": 0.5}})


def _json(policy: Mapping[str, object]) -> bytes:
    return (json.dumps(policy, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()
