"""What a class shared, as its facilitators and its second screen look at it, and what facilitators decide."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from hashlib import sha256

from sqlalchemy import Connection

from lti_tool.rules.live import (
    ItemOf,
    Picture,
    Subject,
    hides,
    on_the_wall,
    picture,
    question,
    shareable,
    shows,
)
from lti_tool.rules.live_words import alike
from lti_tool.store import class_answers, wall_marks
from lti_tool.store.wall_marks import Kept, Wall
from lti_tool.words import LANGUAGES, words
from modules.kit.module import Activity, Module


@dataclass(frozen=True)
class LiveClass:
    """The class of one link, with a connection at hand.

    Attributes:
        connection: A transaction.
        attempt_row: Of the facilitator who looks.
        module: With the steps that the link shows.
        language: One of the module's.
        item_of: Gives what stands for a text in the marks.
    """

    connection: Connection
    attempt_row: int
    module: Module
    language: str
    item_of: ItemOf

    @cached_property
    def marks(self) -> Mapping[str, Kept]:
        """What facilitators decided, by item."""
        return wall_marks.of_attempt(self.connection, self.attempt_row)

    @cached_property
    def activities(self) -> Mapping[str, Activity]:
        """What learners may share with their class, by id."""
        return {one.id: one for one in shareable(self.module)}

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How many learners shared an answer with the class, by activity."""
        return class_answers.counts(self.connection, self.attempt_row)

    def shown(self, activity: str) -> Kept | None:
        """The mark that an activity is on the screen."""
        return self.marks.get(self.item_of(shows(activity)))

    def on_the_wall(self, at: str) -> Activity | None:
        """Whose picture the screen for the class shows while an exercise is at hand."""
        kept = {name: self.shown(name) for name in self.activities}
        name = on_the_wall(at, {name: mark.changed_at for name, mark in kept.items() if mark})
        return self.activities[name] if name else None

    def version(self, activity: Activity | None) -> str:
        """The same as long as nothing changed in what is shared or decided; no answer is read for it."""
        shared = class_answers.versions(self.connection, self.attempt_row, activity.id) if activity else ()
        seen = (
            activity and activity.id,
            shared,
            sorted((item, one.mark) for item, one in self.marks.items()),
        )
        return sha256(repr(seen).encode()).hexdigest()[:16]

    def picture(self, activity: Activity) -> Picture:
        """What the class sees of an activity."""
        answers = class_answers.of_activity(self.connection, self.attempt_row, activity.id)
        marks = {item: one.mark for item, one in self.marks.items()}
        return picture(self._subject(activity), answers, marks)

    def decide(self, wall: Wall, activity: Activity, what: str, item: str, now: int) -> Picture:
        """Do what a facilitator decided; nothing where it is no longer there to decide about.

        Args:
            wall: Where.
            activity: About what.
            what: `show`, `small`, `stop`; of a thing `hide`, `unhide`, `answered`, `passed`, `open`.
            item: The thing.
            now: Seconds since 1970.
        """
        if what in ("show", "small", "stop"):
            mark = {"show": "shown", "small": "small"}.get(what)
            self._put(wall, self.item_of(shows(activity.id)), mark, now)
        else:
            self._decide_of_thing(wall, activity, what, item, now)
        vars(self).pop("marks", None)
        return self.picture(activity)

    def _decide_of_thing(self, wall: Wall, activity: Activity, what: str, item: str, now: int) -> None:
        there = self.picture(activity)
        thing = next((one for one in (*there.things, *there.hidden) if one.item == item and one.own), None)
        if thing is None:
            return
        if what in ("hide", "unhide"):
            mark = "hidden" if what == "hide" else None
            self._put(wall, self.item_of(hides(activity.id, alike(thing.text))), mark, now)
        elif what in ("answered", "passed", "open"):
            self._put(wall, self.item_of(question(activity.id, alike(thing.text))), what, now)

    def _put(self, wall: Wall, item: str, mark: str | None, now: int) -> None:
        if mark:
            wall_marks.put(self.connection, wall, item, mark, now)
        else:
            wall_marks.take_away(self.connection, wall, item)

    def _subject(self, activity: Activity) -> Subject:
        return Subject(self.module, self.language, activity, self.item_of, small_words(self.language))


@cache
def small_words(language: str) -> frozenset[str]:
    """The words that say nothing by themselves; none in a language whose words we don't know."""
    if language not in LANGUAGES:
        return frozenset()
    return frozenset(words(language, "live_words")["small"].split())
