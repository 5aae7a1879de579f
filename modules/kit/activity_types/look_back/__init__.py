"""Look back: what the learner wrote before, here or in an earlier module, and what goes on from it."""

from collections.abc import Iterator, Sequence
from typing import Annotated, TypeAlias, cast

from pydantic import AfterValidator, Field, model_validator

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
from modules.kit.fields import Ids, clean_by_id
from modules.kit.rich_text import plain


def _unlike(names: list[str]) -> list[str]:
    if len(set(names)) < len(names):
        raise ValueError("each activity may stand here once")
    return names


_ID = "[a-z][a-z0-9]*(-[a-z0-9]+)*"
Sources: TypeAlias = Annotated[
    list[Annotated[str, Field(pattern=f"^({_ID}/)?{_ID}$", max_length=81)]],
    Field(min_length=1, max_length=20),
    AfterValidator(_unlike),
]
"""Activities of this module by id, of other modules as `module/activity`."""


class LookBackDone(AuthorModel):
    """When enough was written about it."""

    answers: Annotated[int, Field(gt=0)] = 1
    """The fewest prompts with an answer."""


class LookBackOptions(ActivityOptions):
    """What comes back, and what is asked about it."""

    from_: Sources
    prompts: Ids
    done: LookBackDone = LookBackDone()

    @model_validator(mode="after")
    def _reachable(self) -> "LookBackOptions":
        if self.done.answers > len(self.prompts):
            raise ValueError(f"done asks for {self.done.answers} of {len(self.prompts)} prompts")
        return self


class LookBackWords(ActivityWords):
    """The prompts in one language."""

    prompts: dict[str, str]
    nothing: str
    """What it says where there is nothing to look back at: the prompts must work without."""


class LookBack(ActivityType[LookBackOptions, LookBackWords]):
    """Earlier answers and what the learner now thinks of them. The value is the texts by prompt."""

    name = "look-back"
    Options = LookBackOptions
    Words = LookBackWords

    def check(self, options: LookBackOptions, words: LookBackWords) -> Iterator[WordsProblem]:
        """Yield the prompts without words and the words without a prompt."""
        return missing_and_extra("prompts", options.prompts, words.prompts)

    def looks_back_at(self, options: LookBackOptions) -> Sequence[str]:
        """Return the ids of this module's own activities that come back."""
        return [name for name in options.from_ if "/" not in name]

    def carries_in(self, options: LookBackOptions) -> Sequence[str]:
        """Return the activities of other modules that come back, as `module/activity`."""
        return [name for name in options.from_ if "/" in name]

    def clean(self, options: LookBackOptions, value: JSON) -> JSON | Refusal:
        """Return the texts in the order of the prompts, or why they can't be kept."""
        return clean_by_id(value, options.prompts)

    def done(self, options: LookBackOptions, value: JSON) -> bool:
        """Tell whether enough prompts have an answer."""
        return len(cast("dict[str, str]", value)) >= options.done.answers

    def lines(self, options: LookBackOptions, words: LookBackWords, value: JSON) -> list[Line]:
        """Return each text below its prompt; what came back is in its own place already."""
        texts = cast("dict[str, str]", value)
        return [Line(plain(words.prompts[key]), texts[key]) for key in options.prompts if key in texts]
