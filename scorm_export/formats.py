"""Every kind of package there is, by name."""

from collections.abc import Mapping
from functools import partial

from scorm_export import cartridge, cmi5, manifest, olx, start_page
from scorm_export.course import Format
from scorm_export.errors import ExportError

FORMATS: Mapping[str, Format] = {
    kind.name: kind
    for kind in (
        Format(
            "scorm12",
            host="scorm12",
            own_files=partial(manifest.render, "scorm12.xml"),
            may_keep_answers_on_device=True,
        ),
        Format(
            "scorm2004",
            host="scorm2004",
            own_files=partial(manifest.render, "scorm2004.xml"),
            may_keep_answers_on_device=True,
        ),
        Format("cmi5", host="cmi5", own_files=cmi5.structure, has_manifest=False),
        Format(
            "html",
            host="preview",
            own_files=start_page.render,
            extension="",
            has_manifest=False,
            is_folder=True,
            scripts="classic",
        ),
        Format(
            "cc13",
            host="lti",
            own_files=cartridge.links,
            extension=".imscc",
            is_at_home=False,
            has_pages=False,
        ),
        Format(
            "olx",
            host="xblock",
            own_files=olx.course_files,
            extension=".tar.gz",
            has_pages=False,
            has_manifest=False,
            is_tarball=True,
        ),
    )
}


def find_format(name: str) -> Format:
    """Return the format of this name.

    Raises:
        ExportError: There is none; the message names those there are.
    """
    if name not in FORMATS:
        raise ExportError(f"there is no format '{name}'; there are: {', '.join(FORMATS)}")
    return FORMATS[name]
