"""Weather: how you are, without having to find the words for it."""
# ruff: noqa: ARG002  (every rule gets the options, whether it needs them or not)

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from modules.kit.activity_type import (
    JSON,
    ActivityOptions,
    ActivityType,
    ActivityWords,
    Line,
    Refusal,
    WordsProblem,
    missing_and_extra,
)
from modules.kit.author_model import Id


class WeatherOptions(ActivityOptions):
    """Which skies there are to choose from."""

    skies: Annotated[list[Id], Field(min_length=2, max_length=8)]


class WeatherWords(ActivityWords):
    """The skies in one language."""

    skies: dict[str, str]


class Weather(ActivityType[WeatherOptions, WeatherWords]):
    """One of a few skies. The value is the id of the one chosen, or nothing yet."""

    name = "weather"
    Options = WeatherOptions
    Words = WeatherWords

    def check(self, options: WeatherOptions, words: WeatherWords) -> Iterator[WordsProblem]:
        """Yield the skies without words, and the words without a sky."""
        return missing_and_extra("skies", options.skies, words.skies)

    def clean(self, options: WeatherOptions, value: JSON) -> str | Refusal:
        """Return the chosen sky; one that the module no longer has is nothing chosen."""
        if value is None:
            return ""
        if not isinstance(value, str):
            return Refusal("wrong-shape")
        return value if value in options.skies else ""

    def done(self, options: WeatherOptions, value: JSON) -> bool:
        """Tell whether a sky is chosen."""
        return value != ""

    def lines(self, options: WeatherOptions, words: WeatherWords, value: JSON) -> list[Line]:
        """Return the sky in words."""
        return [Line("", words.skies[str(value)])] if value else []
