"""A picture of a group as a file, in every form there is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from lti_tool.paper.typesetting import typeset
from lti_tool.paper.workbook import workbook
from lti_tool.rules.picture_files import as_csv, for_paper
from lti_tool.rules.picture_sheet import Sheet
from lti_tool.words import words


@dataclass(frozen=True)
class Draft:
    """What a file is made of.

    Attributes:
        accent: The colour of the module, as `#rrggbb`.
        at: When the picture was taken, in seconds since 1970: the same picture gives the same bytes.
    """

    sheet: Sheet
    language: str
    accent: str
    at: int

    @property
    def texts(self) -> Mapping[str, Any]:
        """The words of the part."""
        return words(self.language, "class/picture")


@dataclass(frozen=True)
class Kind:
    """One form of file; making it raises PaperError where it can't be printed now."""

    media_type: str
    make: Callable[[Draft], bytes]


def _paper(draft: Draft) -> bytes:
    pages = for_paper(draft.sheet, draft.texts, draft.language, draft.accent)
    return typeset("picture", pages, draft.at)


KINDS: Mapping[str, Kind] = {
    "pdf": Kind("application/pdf", _paper),
    "xlsx": Kind(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        lambda draft: workbook(draft.sheet, draft.texts, draft.accent, draft.at),
    ),
    "csv": Kind(
        "text/csv; charset=utf-8", lambda draft: as_csv(draft.sheet, draft.texts, draft.language).encode()
    ),
}
"""By the end of the file's name."""
