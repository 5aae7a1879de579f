"""Modules' pages and files, as the parts of a course."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from modules.kit.activity_type import JSON
from modules.kit.classic_scripts import twins
from modules.kit.module import Module
from modules.kit.page import page_assets, render_page
from modules.kit.theme import picture_size
from scorm_export.course import Course, Format, Sco, Words
from scorm_export.errors import ExportError
from scorm_export.shared_data import shared_data
from scorm_export.track_words import track_words

START_PAGE = "index.html"


def course_of(
    modules: Sequence[Module],
    languages: Sequence[str],
    kind: Format,
    settings: Mapping[str, JSON],
) -> Course:
    """Return the course that holds one module or several, in the order of their track.

    Args:
        modules: The modules, at least one.
        languages: The languages the pages come in; the first opens, the others are a switch away.
        kind: The format: which pages it wants, if any.
        settings: What the host gets to know of the package.

    Raises:
        ExportError: A module does not speak one of the languages, or an activity can't be in a package.
    """
    ordered = sorted(modules, key=lambda module: (module.track.name, module.track.order))
    is_alone = len(ordered) == 1
    name = "-".join(module.id for module in ordered)
    shared = shared_data(name, ordered)
    scos = tuple(
        replace(
            sco_of(
                module,
                languages,
                kind,
                {**settings, **shared[module.id].settings},
                "" if is_alone else f"{module.id}/",
            ),
            shared=shared[module.id],
        )
        for module in ordered
    )
    return Course(
        id=name,
        version=max((module.version for module in ordered), key=_by_number),
        languages=tuple(languages),
        minutes=sum(sco.minutes for sco in scos),
        words=scos[0].words if is_alone else _words_of_several(ordered, scos, languages),
        scos=scos,
    )


def sco_of(
    module: Module,
    languages: Sequence[str],
    kind: Format,
    settings: Mapping[str, JSON],
    folder: str,
) -> Sco:
    """Return one module as a part of a course, its files in a folder (``""``, or ending in a slash).

    Raises:
        ExportError: The module does not speak one of the languages, or an activity can't be in a package.
    """
    _check_languages(module, languages)
    # From a folder's start page a learner comes and goes; elsewhere the platform has that page.
    home = "../" if kind.is_folder and folder else ""
    files = _files(module, languages, kind, settings, home) if kind.has_pages else {}
    words = {language: _words(module, language) for language in languages}
    return Sco(
        id=module.id,
        title=words[languages[0]].title,
        href=folder + START_PAGE,
        files={folder + path: content for path, content in files.items()},
        minutes=module.minutes,
        words=words,
        variant=module.variant,
        picture=f"{folder}media/{module.picture}" if module.picture else None,
        picture_size=picture_size(module.media / (module.picture or "")),
        accent=module.accent,
        is_judged=module.grading == "rubric",
    )


def _files(
    module: Module, languages: Sequence[str], kind: Format, settings: Mapping[str, JSON], home: str
) -> dict[str, bytes]:
    """The module's pages and all that they load; `home` is the way to the start page, where there is one."""
    _check_activities(module)
    pages = dict(zip(languages, _page_names(languages), strict=True))
    files = page_assets(module, [kind.host], kind.scripts)
    for language, page in pages.items():
        html = render_page(
            module,
            language,
            host=kind.host,
            settings=settings,
            page_names=pages,
            form=kind.scripts,
            home=home and home + page,
        )
        files[page] = html.encode()
    if kind.scripts == "classic":
        files |= twins(files, _read_by_scripts(module, pages.values()))
    return files


def spoken_by_all(modules: Iterable[Module]) -> tuple[str, ...]:
    """Return the languages that all modules speak, in the first one's order."""
    first, *others = modules
    return tuple(one for one in first.languages if all(one in other.languages for other in others))


def _check_languages(module: Module, languages: Iterable[str]) -> None:
    for language in languages:
        if language not in module.languages:
            spoken = ", ".join(module.languages)
            raise ExportError(f"module '{module.id}' does not speak '{language}'; it speaks: {spoken}")


def _check_activities(module: Module) -> None:
    """A type from elsewhere may lack what a browser needs."""
    for activity in module.activities.values():
        for name in ("template.html", "activity.js", "rules.js"):
            if not (activity.type.folder / name).is_file():
                raise ExportError(
                    f"module '{module.id}' can't be in a package: activity '{activity.id}' is of the type "
                    f"'{activity.type.name}', and there is no {name} in {activity.type.folder}"
                )


def _read_by_scripts(module: Module, pages: Collection[str]) -> list[str]:
    """What the page's scripts read: its other languages, and what goes into the booklet to keep."""
    names = [module.picture, *(step.picture for step in module.steps)]
    pictures = [f"media/{name}" for name in dict.fromkeys(names) if name]
    return [*(pages if len(pages) > 1 else ()), "runtime/booklet.css", *pictures]


def _page_names(languages: Sequence[str]) -> list[str]:
    return [START_PAGE, *(f"index.{language}.html" for language in languages[1:])]


def _words(module: Module, language: str) -> Words:
    words = module.words[language].module
    return Words(title=words.title, description=words.tagline, picture=words.picture)


def _words_of_several(
    modules: Sequence[Module], scos: Sequence[Sco], languages: Sequence[str]
) -> dict[str, Words]:
    tracks = {module.track.name for module in modules}
    track = tracks.pop() if len(tracks) == 1 else ""
    titles = {language: " · ".join(sco.words[language].title for sco in scos) for language in languages}
    return {
        language: Words(title=track_words(track, language) or titles[language], description=titles[language])
        for language in languages
    }


def _by_number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
