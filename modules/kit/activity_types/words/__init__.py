"""Words: a few key words, thought up or picked from one's own earlier answers."""
# ruff: noqa: ARG002  (every type's rules get the options, whether they need them or not)

from collections.abc import Sequence
from typing import Annotated, Any, cast

from pydantic import Field, model_validator

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    AuthorModel,
    Line,
    Piece,
    Refusal,
)
from modules.kit.author_model import done_unless_said
from modules.kit.fields import clean_list, clean_or_empty


class WordCardsDone(AuthorModel):
    """When there are enough words."""

    words: Annotated[int, Field(gt=0)]
    """The fewest cards with a word."""


class WordCardsOptions(ActivityOptions):
    """How many words, and where they may come from."""

    count: Annotated[int, Field(gt=0, le=20)]
    """How many cards there are."""
    done: WordCardsDone = Field(default_factory=lambda: WordCardsDone(words=1))
    """All cards, unless the module says otherwise."""
    from_: list[str] = []
    """The activities whose answers the learner may pick words from."""

    @model_validator(mode="before")
    @classmethod
    def _all_cards_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "count", "words")

    @model_validator(mode="after")
    def _reachable(self) -> "WordCardsOptions":
        if self.done.words > self.count:
            raise ValueError(f"done asks for {self.done.words} words, but there are {self.count} cards")
        return self


class WordCards(ActivityType[WordCardsOptions, ActivityWords]):
    """Cards with a word each. The value is the list of words; an empty card holds its place."""

    name = "words"
    Options = WordCardsOptions
    Words = ActivityWords
    live = "word-cloud"

    def looks_back_at(self, options: WordCardsOptions) -> Sequence[str]:
        """Return the ids of the activities to pick words from."""
        return options.from_

    def clean(self, options: WordCardsOptions, value: JSON) -> JSON | Refusal:
        """Return the words in their places, or why they can't be kept."""
        return clean_list(value, options.count, clean_or_empty, "")

    def done(self, options: WordCardsOptions, value: JSON) -> bool:
        """Tell whether enough cards hold a word."""
        return len([word for word in cast("list[str]", value) if word]) >= options.done.words

    def lines(self, options: WordCardsOptions, words: ActivityWords, value: JSON) -> list[Line]:
        """Return the words in one line."""
        text = " · ".join(word for word in cast("list[str]", value) if word)
        return [Line("", text)] if text else []

    def pieces(self, options: WordCardsOptions, words: ActivityWords, value: JSON) -> list[Piece]:
        """Return each word."""
        return [Piece(word) for word in cast("list[str]", value) if word]
