"""What there is to read beside a task: a short page, and a link that says where it leads and why.

Facts in them perish, so a page says when it was checked and by what source. Either can come from the
institution pack instead of the module's own words (`institution.py`).
"""

from datetime import date
from typing import Annotated, TypeAlias

from pydantic import AfterValidator, Field, model_validator

from modules.kit.author_model import AuthorModel, Id


def _real_day(text: str) -> str:
    date.fromisoformat(text)  # its own words say what is wrong
    return text


Day: TypeAlias = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$"), AfterValidator(_real_day)]
"""A day, written `2026-08-31`."""

Url: TypeAlias = Annotated[str, Field(pattern=r"^(https?://|mailto:|tel:)\S+$")]


class Link(AuthorModel):
    """A way out of the page. The page itself says that a new window opens."""

    label: str = ""
    url: Url | None = None
    purpose: str = ""
    """What it is good for: nobody should have to open it to find out."""
    pack: Id | None = None
    """A link of the institution pack, by id; label and purpose given here come before the pack's."""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> "Link":
        if self.pack is None and not (self.label and self.url):
            raise ValueError("a link needs a label and a url, or the id of a link in the pack")
        if self.pack is not None and self.url is not None:
            raise ValueError("the url of this link comes from the pack")
        return self


class Page(AuthorModel):
    """A short page to read."""

    title: str
    text: str = ""
    facts: list[str] = []
    """Things worth knowing, each in a line."""
    when: Day | None = None
    """The day that the page is about."""
    last: list[Day] = []
    """When it was last time, shown for as long as `when` is not known."""
    link: Link | None = None
    checked_on: Day | None = None
    """When somebody last made sure that it is true."""
    source: str = ""
