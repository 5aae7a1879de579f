"""Modules → packages."""

from collections.abc import Callable, Mapping, Sequence
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


@dataclass(frozen=True)
class Prepared:
    """A package that is made and checked, and not written yet."""

    course: Course
    kind: Format
    files: Mapping[str, bytes]

    @property
    def name(self) -> str:
        """Of the one file or the folder that it is."""
        return _name(self.course, self.kind)

    def download(self) -> tuple[str, bytes]:
        """The name and bytes of the one file that it is to download: a folder comes as a zip of it."""
        if not self.kind.is_folder:
            return self.name, self._packed()
        inside = {f"{self.name}/{path}": content for path, content in self.files.items()}
        return f"{self.name}.zip", archive.zipped(inside)

    def write(self, out: Path) -> Package:
        """Write the one file or the folder that its format is.

        Args:
            out: The folder to write to; made where it does not exist. A package of the same name is replaced.

        Raises:
            ExportError: It can't be written there.
        """
        path = out / self.name
        size = folder.write(path, self.files) if self.kind.is_folder else archive.write(path, self._packed())
        parts = tuple(sco.id for sco in self.course.scos)
        return Package(parts, self.kind.name, self.course.languages, path, size, len(self.files))

    def _packed(self) -> bytes:
        return (archive.tarred if self.kind.is_tarball else archive.zipped)(self.files)


def export(  # noqa: PLR0913 - all but the modules has a name
    modules: Sequence[Module],
    *,
    format: str,  # noqa: A002 (the word of the command line)
    languages: Sequence[str] = (),
    edition: Edition = "self",
    answers: Answers = "lms",
    together: bool = False,
    variant: str | None = None,
    choices: Mapping[str, str] | None = None,
    tool_url: str | None = None,
    out: Path,
    made_one: Callable[[str], None] = lambda _: None,
) -> list[Package]:
    """Write one package for each module, or one for all of them together; none before all are prepared.

    Takes what `prepare` takes, and the folder to write to. Raises what it raises.

    Raises:
        ExportError: The folder can't be written.
    """
    every = prepare(
        modules,
        format=format,
        languages=languages,
        edition=edition,
        answers=answers,
        together=together,
        variant=variant,
        choices=choices,
        tool_url=tool_url,
        made_one=made_one,
    )
    return [one.write(out) for one in every]


def prepare(  # noqa: PLR0913 - all but the modules has a name
    modules: Sequence[Module],
    *,
    format: str,  # noqa: A002 (the word of the command line)
    languages: Sequence[str] = (),
    edition: Edition = "self",
    answers: Answers = "lms",
    together: bool = False,
    variant: str | None = None,
    choices: Mapping[str, str] | None = None,
    tool_url: str | None = None,
    made_one: Callable[[str], None] = lambda _: None,
) -> list[Prepared]:
    """Make one package for each module, or one for all of them together, and write nothing.

    Who makes several prepares all of them first, so that a mistake leaves no half a job.

    Args:
        modules: The modules.
        format: One of `FORMATS`.
        languages: The languages to put in; none means all that every module of the package speaks.
        edition: For a learner alone, without what is done on campus; or for a group with a facilitator.
        answers: Where a learner's words are kept: by the platform too, or on the device only.
        together: One course of several parts.
        variant: Which steps of the modules that offer a choice; none means the usual ones.
        choices: What is chosen for learners, by the module's own name of the choice; its first option else.
        tool_url: Where the LTI tool is, for a format that links to it.
        made_one: Hears the name of each package that is made.

    Raises:
        ExportError: Unknown format, edition, place for answers, language, variant or choice, or an
            activity that can't be in a package.
        PageError: An activity can't be shown.
        PackageError: A package would break a rule of its format.
    """
    kind = find_format(format)
    if edition not in EDITIONS:
        raise ExportError(f"there is no edition '{edition}'; there are: {', '.join(EDITIONS)}")
    _check_answers(kind, answers)
    made = []
    shown = _as_chosen(_in_variant(modules, variant), choices or {}, kind)
    if edition == "self" and kind.is_at_home:
        shown = [_at_home(module) for module in shown]
    for group in [shown] if together else [[module] for module in shown]:
        spoken = tuple(dict.fromkeys(languages)) or spoken_by_all(group)
        if not spoken:
            named = ", ".join(module.id for module in group)
            raise ExportError(f"there is no language that all of them speak: {named}")
        course = _named(course_of(group, spoken, kind, {"edition": edition, "answers": answers}), group)
        course = replace(course, edition=edition, answers=answers, tool_url=tool_url)
        made.append(prepared(course, kind))
        made_one(course.id)
    return made


def _in_variant(modules: Sequence[Module], wanted: str | None) -> list[Module]:
    if wanted is not None and not any(module.variants for module in modules):
        raise ExportError(f"none of these has variants: {', '.join(module.id for module in modules)}")
    for module in modules:
        if module.variants and wanted not in {None, *module.variants}:
            there = ", ".join(module.variants)
            raise ExportError(f"module '{module.id}' has no variant '{wanted}'; there are: {there}")
    return [module.in_variant(wanted) for module in modules]


def _at_home(module: Module) -> Module:
    """The module without its steps on campus: nobody meets a class in a package for a learner alone."""
    left = module.at_home()
    if not left.steps:
        part = f", part '{module.variant}'" if module.variant else ""
        raise ExportError(
            f"module '{module.id}'{part}: every step has `campus: true`, so nothing is left to do at home; "
            "choose the edition for a class (`class`), or give it a step that is done elsewhere"
        )
    return left


def _as_chosen(modules: Sequence[Module], choices: Mapping[str, str], kind: Format) -> list[Module]:
    """Each module with what was chosen, as far as it has such a choice; one of them must have it."""
    offered = {name: options for module in modules for name, options in module.choices.items()}
    for name, option in choices.items():
        if not offered:
            raise ExportError(f"none of these has choices: {', '.join(module.id for module in modules)}")
        if name not in offered:
            raise ExportError(f"there is no choice '{name}'; there are: {', '.join(offered)}")
        for module in modules:
            if name in module.choices and option not in module.choices[name]:
                there = ", ".join(module.choices[name])
                raise ExportError(
                    f"the choice '{name}' of module '{module.id}' has no '{option}'; there are: {there}"
                )
    made = [module.with_choices({**module.chosen, **choices}) for module in modules]
    if not kind.has_pages and any(_unusual_options(module) for module in made):
        able = ", ".join(one.name for one in FORMATS.values() if one.has_pages)
        raise ExportError(
            f"{kind.name} holds links and no pages, so nothing can be chosen in it; these formats can: {able}"
        )
    return made


def _unusual_options(module: Module) -> list[str]:
    return [option for name, option in module.chosen.items() if option != module.choices[name][0]]


def _named(course: Course, group: Sequence[Module]) -> Course:
    """The usual variant and choice need no word; another is another course to a platform."""
    variants = [one.variant for one in group if one.variant and one.variant != next(iter(one.variants))]
    options = [option for one in group for option in _unusual_options(one)]
    return replace(course, id="-".join([course.id, *dict.fromkeys([*variants, *options])]))


def prepared(course: Course, kind: Format) -> Prepared:
    """Return a course as a package of a format, checked.

    Raises:
        PackageError: It would break a rule of its format.
    """
    files = {**course.files, **kind.own_files(course)}
    (check if kind.has_manifest else check_paths)(files)
    return Prepared(course, kind, folder.with_list(files) if kind.is_folder else files)


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
