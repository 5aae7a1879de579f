"""The page that opens a folder of several modules: the sessions in their order."""

from collections.abc import Mapping

from scorm_export.course import Course, Sco
from scorm_export.site.item import Item, Told, start_pages
from scorm_export.site.pages import start_page, style

_STYLE = "start.css"


def render(course: Course) -> Mapping[str, bytes]:
    """Return the start page in each language, and its style; nothing for one module alone."""
    if len(course.scos) == 1:
        return {}
    pages = start_pages(course.languages, "")
    files = {_STYLE: style({sco.id: sco.accent for sco in course.scos if sco.accent})}
    sessions = [_item(sco, course) for sco in course.scos]
    for language, page in pages.items():
        title = course.words[language].title
        files[page] = start_page(title, sessions, language, pages, _STYLE).encode()
    return files


def _item(sco: Sco, course: Course) -> Item:
    told = {
        language: Told(words.title, words.description, (), words.picture)
        for language, words in sco.words.items()
    }
    return Item(
        id=sco.id,
        kind="module",
        told=told,
        languages=course.languages,
        minutes=sco.minutes,
        audience=(),
        version=course.version,
        start=start_pages(course.languages, f"{sco.id}/"),
        picture=sco.picture,
        picture_size=sco.picture_size,
    )
