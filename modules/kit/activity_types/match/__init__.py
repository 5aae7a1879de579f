"""Match: what belongs with what, with a hint, a reason and as many tries as one likes."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, cast

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
from modules.kit.author_model import Id, done_unless_said
from modules.kit.fields import Ids, clean_record
from modules.kit.rich_text import plain


class MatchDone(AuthorModel):
    """When enough is matched."""

    right: Annotated[int, Field(gt=0)]
    """The fewest that are with what they belong to."""


class MatchOptions(ActivityOptions):
    """The key, and the order of what there is to choose from."""

    choices: Ids
    """What can be chosen, in the order it is shown: another than that of the pairs."""
    pairs: Annotated[dict[Id, Id], Field(min_length=1, max_length=20)]
    """What belongs with which choice, in the order it is shown."""
    pictures: bool = False
    """Whether each has a picture: `media/<activity id>-<name>.svg`."""
    done: MatchDone = Field(default_factory=lambda: MatchDone(right=1))
    """All of them, unless the module says otherwise."""

    @model_validator(mode="before")
    @classmethod
    def _all_by_default(cls, data: Any) -> Any:
        return done_unless_said(data, "pairs", "right")

    @model_validator(mode="after")
    def _solvable(self) -> "MatchOptions":
        for name, choice in self.pairs.items():
            if choice not in self.choices:
                raise ValueError(f"'{name}' belongs with '{choice}', which is not among the choices")
        if self.done.right > len(self.pairs):
            raise ValueError(f"done asks for {self.done.right} of {len(self.pairs)} pairs")
        return self


class MatchItem(AuthorModel):
    """One of the things to match, in one language."""

    label: str
    text: str = ""
    """What stands under the label."""
    picture: str = ""
    """The picture's alt text; "" says that the label tells enough."""
    hint: str
    """What helps after a try that was not it."""
    why: str
    """Why it belongs there, once it is found."""


class MatchWords(ActivityWords):
    """Both sides in one language."""

    pairs: dict[str, MatchItem]
    choices: dict[str, str]


class Match(ActivityType[MatchOptions, MatchWords]):
    """Two sides that belong together. The value is the chosen id by name; what is not chosen is absent."""

    name = "match"
    Options = MatchOptions
    Words = MatchWords

    def check(self, options: MatchOptions, words: MatchWords) -> Iterator[WordsProblem]:
        """Yield what lacks words on either side, and the words that belong to nothing."""
        yield from missing_and_extra("pairs", list(options.pairs), words.pairs)
        yield from missing_and_extra("choices", options.choices, words.choices)

    def pictures(self, options: MatchOptions) -> Sequence[str]:
        """Return what needs a picture."""
        return list(options.pairs) if options.pictures else ()

    def clean(self, options: MatchOptions, value: JSON) -> JSON | Refusal:
        """Return what was chosen, in the order of the pairs, or why it can't be kept."""
        record = clean_record(value, list(options.pairs))
        if isinstance(record, Refusal):
            return record
        return {name: choice for name, choice in record.items() if choice in options.choices}

    def done(self, options: MatchOptions, value: JSON) -> bool:
        """Tell whether enough is with what it belongs to."""
        chosen = cast("dict[str, str]", value)
        right = [name for name, choice in chosen.items() if options.pairs[name] == choice]
        return len(right) >= options.done.right

    def lines(self, options: MatchOptions, words: MatchWords, value: JSON) -> list[Line]:
        """Return what was chosen for each."""
        chosen = cast("dict[str, str]", value)
        return [
            Line(plain(words.pairs[name].label), plain(words.choices[chosen[name]]))
            for name in options.pairs
            if name in chosen
        ]
