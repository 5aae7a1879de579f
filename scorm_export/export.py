"""Modules → packages."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from modules.kit.module import Module
from scorm_export import archive, folder
from scorm_export.check import check, check_paths
from scorm_export.content import course_of, spoken_by_all
from scorm_export.course import ANSWERS, EDITIONS, Answers, Course, Edition, Format
from scorm_export.errors import ExportError
from scorm_export.formats import FORMATS, find_format


@dataclass(frozen=True)
class Package:
    """A package that was made."""

    modules: tuple[str, ...]
    format: str
    languages: tuple[str, ...]
    path: Path
    size: int
    """In bytes: of the zip, or of all files of a folder."""
    files: int


def export(  # noqa: PLR0913 - all but the modules has a name
    modules: Sequence[Module],
    *,
    format: str,  # noqa: A002 (the word of the command line)
    languages: Sequence[str] = (),
    edition: Edition = "self",
    answers: Answers = "lms",
    together: bool = False,
    variant: str | None = None,
    tool_url: str | None = None,
    out: Path,
    made_one: Callable[[str], None] = lambda _: None,
) -> list[Package]:
    """Make one package for each module, or one for all of them together.

    Everything is made and checked before the first file is written, so that a mistake leaves no half a job.

    Args:
        modules: The modules.
        format: One of `FORMATS`.
        languages: The languages to put in; none means all that every module of the package speaks.
        edition: For a learner alone, or for a group with a facilitator.
        answers: Where a learner's words are kept: by the platform too, or on the device only.
        together: One course of several parts.
        variant: Which steps of the modules that offer a choice; none means the usual ones.
        tool_url: Where the LTI tool is, for a format that links to it.
        out: The folder to write to; made where it does not exist. Packages of the same name are replaced.
        made_one: Hears the name of each package that is made, before it is written.

    Raises:
        ExportError: Unknown format, edition, place for answers, language or variant, an activity that can't be
            in a package, or a folder that can't be written.
        PackageError: A package would break a rule of its format.
    """
    kind = find_format(format)
    if edition not in EDITIONS:
        raise ExportError(f"there is no edition '{edition}'; there are: {', '.join(EDITIONS)}")
    _check_answers(kind, answers)
    made = []
    shown = _in_variant(modules, variant)
    for group in [shown] if together else [[module] for module in shown]:
        spoken = tuple(dict.fromkeys(languages)) or spoken_by_all(group)
        if not spoken:
            named = ", ".join(module.id for module in group)
            raise ExportError(f"there is no language that all of them speak: {named}")
        course = _named(course_of(group, spoken, kind, {"edition": edition, "answers": answers}), group)
        course = replace(course, edition=edition, answers=answers, tool_url=tool_url)
        made.append((course, files_of(course, kind)))
        made_one(course.id)
    return [write(course, files, kind, out / _name(course, kind)) for course, files in made]


def _in_variant(modules: Sequence[Module], wanted: str | None) -> list[Module]:
    if wanted is not None and not any(module.variants for module in modules):
        raise ExportError(f"none of these has variants: {', '.join(module.id for module in modules)}")
    for module in modules:
        if module.variants and wanted not in {None, *module.variants}:
            there = ", ".join(module.variants)
            raise ExportError(f"module '{module.id}' has no variant '{wanted}'; there are: {there}")
    return [module.in_variant(wanted) for module in modules]


def _named(course: Course, group: Sequence[Module]) -> Course:
    """The usual variant needs no word; another is another course to a platform."""
    chosen = {one.variant: next(iter(one.variants)) for one in group if one.variant}
    return replace(
        course, id="-".join([course.id, *(name for name, usual in chosen.items() if name != usual)])
    )


def files_of(course: Course, kind: Format) -> dict[str, bytes]:
    """Return every file of a package, checked.

    Raises:
        PackageError: It would break a rule of its format.
    """
    files = {**course.files, **kind.own_files(course)}
    (check if kind.has_manifest else check_paths)(files)
    return folder.with_list(files) if kind.is_folder else files


def write(course: Course, files: dict[str, bytes], kind: Format, path: Path) -> Package:
    """Write a package's files, as the one file or the folder that its format is.

    Raises:
        ExportError: It can't be written there.
    """
    size = (folder if kind.is_folder else archive).write(path, files)
    return Package(tuple(sco.id for sco in course.scos), kind.name, course.languages, path, size, len(files))


def _check_answers(kind: Format, answers: Answers) -> None:
    if answers not in ANSWERS:
        raise ExportError(f"answers can't be kept at '{answers}'; expected one of: {', '.join(ANSWERS)}")
    if answers == "device" and not kind.may_keep_answers_on_device:
        able = ", ".join(one.name for one in FORMATS.values() if one.may_keep_answers_on_device)
        raise ExportError(f"{kind.name} has no choice where answers are kept; these formats have: {able}")


def _name(course: Course, kind: Format) -> str:
    # For learners alone, and kept by the platform, is the usual and needs no word.
    unusual = [one for one in (course.edition, course.answers) if one not in {EDITIONS[0], ANSWERS[0]}]
    return (
        "-".join(["wegwijs", course.id, course.version, kind.name, *course.languages, *unusual])
        + kind.extension
    )
