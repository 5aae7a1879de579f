"""Pages: a few short texts to read, one open at a time. What was opened is kept."""

from collections.abc import Iterator, Mapping
from typing import Annotated, cast

from pydantic import Field, model_validator

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.fields import PerhapsIds, clean_ids
from modules.kit.institution import Pack, Section
from modules.kit.reading import Page
from modules.kit.rich_text import plain


class PagesDone(AuthorModel):
    """When enough was read."""

    pages: Annotated[int, Field(gt=0)] = 1
    """The fewest pages that were opened."""


class PagesOptions(ActivityOptions):
    """Which pages there are: the module's own, or those of a section of the institution pack."""

    pages: PerhapsIds = []
    """The module's own pages; with `pack` the entries that are shown, all where left out."""
    pack: Section | None = None
    """A section of the institution pack, such as `flyers`; its entries are the pages."""
    done: PagesDone = PagesDone()

    @model_validator(mode="after")
    def _something_to_read(self) -> "PagesOptions":
        if self.pack is None and not self.pages:
            raise ValueError("there is nothing to read: expected pages, or a section of the pack")
        if self.pack is None and self.done.pages > len(self.pages):
            raise ValueError(f"done asks for {self.done.pages} of {len(self.pages)} pages")
        return self


class PagesWords(ActivityWords):
    """The pages in one language; those of a pack come from there."""

    pages: dict[str, Page] = {}


class Pages(ActivityType[PagesOptions, PagesWords]):
    """Short pages to read. The value is the ids of those that were opened, in the pages' order."""

    name = "pages"
    Options = PagesOptions
    Words = PagesWords

    def check(self, options: PagesOptions, words: PagesWords) -> Iterator[WordsProblem]:
        """Yield the pages without words and the words without a page."""
        return missing_and_extra("pages", [] if options.pack else options.pages, words.pages)

    def from_pack(
        self, options: PagesOptions, words: Mapping[str, PagesWords], pack: Pack
    ) -> tuple[PagesOptions, Mapping[str, PagesWords]]:
        """Return the entries of the pack's section as pages: all, or those that the options name."""
        section = options.pack
        if section is None:
            return options, words
        there = [entry.id for entry in pack.entries(section) if pack.is_filled(section, entry)]
        shown = [page for page in options.pages if page in there] if options.pages else there
        filled = {
            language: spoken.model_copy(update={"pages": pack.pages(section, language)})
            for language, spoken in words.items()
        }
        return options.model_copy(update={"pages": shown}), filled

    def is_empty(self, options: PagesOptions) -> bool:
        """Tell whether the pack has nothing to read here."""
        return not options.pages

    def clean(self, options: PagesOptions, value: JSON) -> JSON | Refusal:
        """Return which pages were opened; a page that is gone is dropped."""
        return clean_ids(value, options.pages)

    def done(self, options: PagesOptions, value: JSON) -> bool:
        """Tell whether enough pages were opened: no more than a pack has."""
        opened = len(cast("list[str]", value))
        return opened >= min(options.done.pages, len(options.pages))

    def lines(self, options: PagesOptions, words: PagesWords, value: JSON) -> list[Line]:
        """Return the titles of what was opened, in one line."""
        opened = cast("list[str]", value)
        text = " · ".join(plain(words.pages[page].title) for page in options.pages if page in opened)
        return [Line("", text)] if text else []
