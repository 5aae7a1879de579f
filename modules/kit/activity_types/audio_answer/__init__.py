"""Audio answer: say it or write it, and the text alone counts as well.

A recording stays on the device, unless its learner shares it at a place that takes recordings.
"""

from collections.abc import Mapping
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
)
from modules.kit.fields import clean_or_empty
from modules.kit.rich_text import plain
from modules.kit.text import word_count

DEVICE, SERVER = "device", "server"
"""Where a recording is: on the device that made it alone, or also where the answers are."""


class AudioAnswerDone(AuthorModel):
    """When there is an answer: one of both is enough."""

    words: Annotated[int, Field(gt=0)] = 1
    """The fewest words that are written."""
    seconds: Annotated[int, Field(gt=0)] = 10
    """The shortest recording."""


class AudioAnswerOptions(ActivityOptions):
    """How long it may be."""

    most: Annotated[int, Field(gt=0, le=10)] = 4
    """The longest recording."""
    most_words: Annotated[int, Field(gt=0, le=3000)] | None = None
    """The longest text: told and counted while writing, and never cut off. Without it nothing is counted."""
    rows: Annotated[int, Field(gt=0, le=20)] = 5
    """How tall the field for the text begins."""
    done: AudioAnswerDone = AudioAnswerDone()

    @model_validator(mode="after")
    def _reachable(self) -> "AudioAnswerOptions":
        if self.done.seconds > self.most * 60:
            raise ValueError(f"done asks for {self.done.seconds} seconds of {self.most * 60}")
        if self.most_words and self.done.words > self.most_words:
            raise ValueError(f"done asks for {self.done.words} words of {self.most_words}")
        return self


class AudioAnswerWords(ActivityWords):
    """Both ways in one language."""

    recording: str
    """What the recording is called: "Your recording"."""
    text: str
    """The label of the text: "Or write it, or write down what you said"."""


class AudioAnswer(ActivityType[AudioAnswerOptions, AudioAnswerWords]):
    """A text, and how long a recording is and where. The sound itself never enters the value."""

    name = "audio-answer"
    Options = AudioAnswerOptions
    Words = AudioAnswerWords

    def clean(self, options: AudioAnswerOptions, value: JSON) -> JSON | Refusal:
        """Return the text, and the recording where there is one, or why they can't be kept."""
        raw = {} if value is None else value
        if not isinstance(raw, Mapping):
            return Refusal("wrong-shape")
        text = clean_or_empty(raw.get("text", ""))
        if isinstance(text, Refusal):
            return text
        audio = raw.get("audio")
        if audio is not None and not isinstance(audio, Mapping):
            return Refusal("wrong-shape")
        seconds, where = (audio or {}).get("seconds"), (audio or {}).get("where")
        if not _is_length(seconds, options.most) or where not in (DEVICE, SERVER):
            return {"text": text}
        return {"text": text, "audio": {"seconds": seconds, "where": where}}

    def done(self, options: AudioAnswerOptions, value: JSON) -> bool:
        """Tell whether enough is written or said."""
        answer = cast("dict[str, Any]", value)
        said = answer.get("audio", {}).get("seconds", 0)
        return word_count(answer["text"]) >= options.done.words or said >= options.done.seconds

    def lines(self, options: AudioAnswerOptions, words: AudioAnswerWords, value: JSON) -> list[Line]:  # noqa: ARG002
        """Return the text, and how long the recording is."""
        answer = cast("dict[str, Any]", value)
        lines = [Line("", answer["text"])] if answer["text"] else []
        if "audio" in answer:
            seconds = answer["audio"]["seconds"]
            lines.append(Line(plain(words.recording), f"{seconds // 60}:{seconds % 60:02}"))
        return lines


def _is_length(seconds: JSON, minutes: int) -> bool:
    if not isinstance(seconds, int) or isinstance(seconds, bool):
        return False
    return 0 < seconds <= minutes * 60
