"""What stands in the practice course: one activity for each module."""

from collections.abc import Mapping
from dataclasses import dataclass, field

COURSE_ID = "studiekeuze"
TITLES: Mapping[str, str] = {"nl": "Toolbox studiekeuze", "en": "Toolbox study choice"}
LABEL = "TOOLBOX"


@dataclass(frozen=True)
class Activity:
    """One module as the course shows it.

    Attributes:
        module_id: The module's id; also the number plate of its resource link and line item.
        titles: Title by language.
        taglines: One line under the title, by language.
        minutes: How long it takes.
        languages: Languages the module exists in, its default first.
        picture: The cover, an SVG or bitmap, or nothing.
        picture_type: The cover's media type.
        custom: What the tool hears at each launch; empty stands for the module's id.
        graded: Whether it has a column in the gradebook.
        chosen: Whether the teacher chose it at the tool, and may take it away again.
    """

    module_id: str
    titles: Mapping[str, str]
    taglines: Mapping[str, str]
    minutes: int
    languages: tuple[str, ...]
    picture: bytes | None = None
    picture_type: str = "image/svg+xml"
    custom: Mapping[str, str] = field(default_factory=dict)
    graded: bool = True
    chosen: bool = False

    def title(self, language: str) -> str:
        """The title in this language, else in the module's first."""
        return self.titles.get(language) or self.titles[self.languages[0]]

    def tagline(self, language: str) -> str:
        """The line under the title in this language, else in the module's first."""
        return self.taglines.get(language) or self.taglines.get(self.languages[0], "")
