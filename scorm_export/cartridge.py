"""A thin Common Cartridge: a course of links to the LTI tool, imported at once instead of link by link.

https://www.imsglobal.org/cc/ccv1p3/imscc_Overview-v1p3.html
"""

from collections.abc import Mapping
from functools import partial
from urllib.parse import urlsplit

from scorm_export.course import Course, Sco
from scorm_export.errors import ExportError
from scorm_export.manifest import render

# Platforms that know these fill them in: then a copied course says where it came from.
_HISTORIES = {"context_history": "$Context.id.history", "link_history": "$ResourceLink.id.history"}


def links(course: Course) -> dict[str, bytes]:
    """Return the manifest, which holds a link to each module.

    Raises:
        ExportError: Nobody said where the tool is, or that is no web address.
    """
    silent = [sco.id for sco in course.scos if not sco.reports]
    if silent:
        raise ExportError(f"'{silent[0]}' is a page with an address of its own: link to that instead")
    address = urlsplit(course.tool_url or "")
    if address.scheme not in {"http", "https"} or not address.hostname:
        raise ExportError(
            f"a cartridge links to the tool, and {course.tool_url or 'nothing'} is not its address: "
            "give it with --tool-url https://… or WEGWIJS_PUBLIC_URL"
        )
    return render(
        "cc13.xml",
        course,
        custom=partial(_custom, course),
        host=address.hostname,
        element="secure_launch_url" if address.scheme == "https" else "launch_url",
    )


def _custom(course: Course, sco: Sco) -> Mapping[str, str]:
    """What the tool hears of a link at each launch: the same as of one that a teacher chose."""
    variant = {"variant": sco.variant} if sco.variant else {}
    # With several languages the platform's own decides at each launch.
    language = {"language": course.languages[0]} if len(course.languages) == 1 else {}
    return {"module": sco.id, "edition": course.edition, "graded": "on", **variant, **language, **_HISTORIES}
