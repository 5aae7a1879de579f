"""What a class sees together of what its learners shared with it, and what their facilitators make of that.

A picture is made of the pieces of answers (`ActivityType.pieces`), each kind of picture by a rule of its own.
Nothing here knows who shared what. No Flask, no SQL, no network.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import sqrt
from typing import Literal, TypeAlias

from lti_tool.rules.live_words import alike, in_words
from lti_tool.rules.shared import FEWEST
from modules.kit.activity_type import ActivityWords, Piece, Refusal
from modules.kit.answers import Answer
from modules.kit.module import Activity, Module
from modules.kit.rich_text import plain
from modules.kit.structure import Live

Mark: TypeAlias = Literal["shown", "small", "hidden", "answered", "passed", "open"]
"""What facilitators decided: an activity is on the screen (also while few shared it); something is
hidden; how far a question is."""

ItemOf: TypeAlias = Callable[[str], str]
"""Gives what stands for a text in the marks."""

SIZES = 6
"""How many sizes the words of a cloud have; the first is the smallest."""

_STATES = ("open", "passed", "answered")

MOST_WORDS = 200
MOST_BARS = 16
MOST_LISTED = 500
"""Things under one heading, where facilitators steer and on a wall: more than a class looks through."""
MOST_OF_ONE = 100
"""Words that one answer adds to a cloud: whoever pastes a book fills no screen and no phone."""
SHORT, LONG = 40, 260
"""How many characters of one thing are on the wall: of a word, of a text."""


@dataclass(frozen=True)
class Thing:
    """One thing that was shared: a word, a choice, a question or a text.

    Attributes:
        item: What stands for it in the marks.
        text: As the one who shared it first typed it.
        count: How often it was shared.
        own: Whether learners typed it, so that facilitators can hide it.
        state: How far a question is.
        tone: The colour that helps to see it: `green`, `red` or none.
        size: Of a word in a cloud, 1 to `SIZES`.
    """

    item: str
    text: str
    count: int
    own: bool
    state: str = ""
    tone: str = ""
    size: int = 1

    @property
    def brief(self) -> str:
        """The text as far as there is room for it in a cloud or beside a bar."""
        return _cut(self.text, SHORT)

    @property
    def telling(self) -> str:
        """The text as far as there is room for it on a wall."""
        return _cut(self.text, LONG)

    @property
    def order(self) -> str:
        """An order that says nothing of who came first, and stays when others come."""
        return self.item[::-1]


@dataclass(frozen=True)
class Heap:
    """Things under one heading; "" where there is only one."""

    title: str
    things: Sequence[Thing]

    @property
    def most(self) -> int:
        """The highest count."""
        return max((one.count for one in self.things), default=0)

    @property
    def scattered(self) -> list[Thing]:
        """The most frequent of them in an order that says nothing: for a cloud or a wall."""
        return sorted(self.things[:MOST_WORDS], key=lambda one: one.order)

    @property
    def listed(self) -> Sequence[Thing]:
        """What facilitators decide about: everything that the class may see is in it."""
        return self.things[:MOST_LISTED]

    @property
    def by_state(self) -> list[Thing]:
        """Questions: what is still open comes first, what was answered last."""
        return sorted(self.listed, key=lambda one: _STATES.index(one.state) if one.state in _STATES else 0)


@dataclass(frozen=True)
class Picture:
    """What was shared of one activity.

    Attributes:
        kind: How it is shown.
        sharers: How many learners shared something of it.
        heaps: What the class may see, the most frequent first.
        hidden: What facilitators hid.
    """

    kind: Live
    sharers: int
    heaps: Sequence[Heap]
    hidden: Sequence[Thing]

    @property
    def things(self) -> list[Thing]:
        """Everything that the class may see."""
        return [one for heap in self.heaps for one in heap.things]

    @property
    def is_few(self) -> bool:
        """Whether so few shared that a class may guess who."""
        return self.sharers < FEWEST

    def is_open(self, mark: str | None) -> bool:
        """Whether the class gets to see it: with fewer than five a facilitator says so knowingly."""
        return bool(self.things) and (mark == "small" or (mark == "shown" and not self.is_few))


@dataclass(frozen=True)
class Subject:
    """What a picture is of.

    Attributes:
        module: Of the activity.
        language: One of the module's.
        activity: What was shared.
        item_of: Gives what stands for a text in the marks.
        small: Words that say nothing by themselves in a cloud.
    """

    module: Module
    language: str
    activity: Activity
    item_of: ItemOf
    small: Container[str] = ()

    @cached_property
    def words(self) -> ActivityWords:
        """The activity's words."""
        return self.module.words[self.language].activities[self.activity.id]

    @cached_property
    def ask(self) -> str:
        """What learners were asked, as a heading may repeat it."""
        return plain(self.words.ask)


def picture(of: Subject, answers: Iterable[Answer], marks: Mapping[str, str]) -> Picture:
    """What a class sees of an activity.

    Args:
        of: The activity.
        answers: Of the learners of one class; those not shared with the class, and those of an activity that
            no longer allows it, count for nothing.
        marks: What facilitators decided, by item.
    """
    told = [found for one in answers if (found := _told(of, one))]
    sums: dict[str, dict[str, _Sum]] = {title: {} for title in _titles(of, told)}
    for found in told:
        for (under, same), (text, piece) in found.items():
            there = sums[under]
            if same not in there:
                there[same] = _Sum()
            there[same].take(text, piece)
    return _decided(of, len(told), sums, marks)


def _decided(
    of: Subject, sharers: int, sums: Mapping[str, Mapping[str, _Sum]], marks: Mapping[str, str]
) -> Picture:
    """The picture, with what facilitators hid apart."""
    heaps: list[Heap] = []
    hidden: dict[str, Thing] = {}
    name, is_wall = of.activity.id, of.activity.live == "wall"
    for title, there in sums.items():
        seen: list[Thing] = []
        sizes = _sizes({one.count for one in there.values()})
        for same, one in there.items():
            item = of.item_of(hides(name, same))
            mark = marks.get(of.item_of(question(name, same))) if is_wall else None
            thing = one.thing(item, mark, sizes[one.count])
            if thing.own and marks.get(item) == "hidden":
                hidden[item] = thing
            else:
                seen.append(thing)
        if seen:
            seen.sort(key=lambda one: (-one.count, one.text.casefold(), one.item))
            heaps.append(Heap(title, seen))
    return Picture(of.activity.live, sharers, heaps, list(hidden.values()))


def hides(activity: str, same: str) -> str:
    """The mark of something hidden is about this; `same` is its text as `alike` gives it."""
    return f"hidden {activity} {same}"


def question(activity: str, same: str) -> str:
    """The mark of a question that was answered or passed on is about this."""
    return f"question {activity} {same}"


def shows(activity: str) -> str:
    """The mark of an activity on the screen is about this."""
    return f"shown {activity}"


def shareable(module: Module) -> list[Activity]:
    """The activities that learners may share with their class, in the order of the road."""
    return [one for step in module.steps for one in step.activities if one.widest_audience == "class"]


def on_the_wall(at: str, shown: Mapping[str, int]) -> str | None:
    """Which activity's picture the screen for the class shows.

    Args:
        at: The exercise at hand, or `start` or `end`.
        shown: The activities that facilitators turned on, with the moment at which they did.

    Returns:
        The exercise at hand if it is on. Where there is none at hand: what was turned on last.
    """
    if at in shown:
        return at
    if at not in ("start", "end") or not shown:
        return None
    return max(shown, key=lambda name: (shown[name], name))


class _Sum:
    """How often one thing was shared, and how it was written."""

    __slots__ = ("count", "own", "states", "tone", "written")

    def __init__(self) -> None:
        self.written: dict[str, int] = {}
        self.states: set[str] = set()
        self.count = 0
        self.own = True
        self.tone = ""

    def take(self, text: str, piece: Piece) -> None:
        self.written[text] = self.written.get(text, 0) + 1
        self.states.add(piece.state)
        self.count += piece.times
        self.own = self.own and piece.own
        self.tone = piece.tone

    def thing(self, item: str, mark: str | None, size: int) -> Thing:
        # What facilitators say goes before what learners found each for themselves.
        state = mark or next((one for one in ("answered", "passed", "open") if one in self.states), "")
        text = max(self.written, key=lambda one: (self.written[one], one))
        return Thing(item, text.strip(), self.count, self.own, state, self.tone, size)


_Told: TypeAlias = dict[tuple[str, str], tuple[str, Piece]]
"""What one answer adds, by its heading and what is alike: the text itself and the piece that it is of."""


def _told(of: Subject, answer: Answer) -> _Told:
    """What one answer adds; everybody counts once for the same thing."""
    activity = of.activity
    if answer.audience != "class" or activity.widest_audience != "class":
        return {}
    value = activity.type.clean(activity.options, answer.value)
    # A module may have changed since: what its type no longer knows can't be shown.
    if isinstance(value, Refusal):
        return {}
    found: _Told = {}
    for piece in activity.type.pieces(activity.options, of.words, value):
        under = "" if piece.under == of.ask else piece.under
        if activity.live == "word-cloud" and piece.own:
            for same, word in islice(in_words(piece.text, of.small).items(), MOST_OF_ONE):
                found.setdefault((under, same), (word, piece))
        elif same := alike(piece.text):
            found.setdefault((under, same), (piece.text, piece))
    return found


def _titles(of: Subject, told: Iterable[_Told]) -> list[str]:
    """The headings in the order of the activity; what it does not say, as they follow in the answers."""
    known = of.activity.type.headings(of.activity.options, of.words)
    places: dict[str, int] = {}
    for found in told:
        for place, title in enumerate(dict.fromkeys(under for under, _ in found)):
            there = known.index(title) if title in known else place
            places[title] = max(there, places.get(title, 0))
    return sorted(places, key=lambda title: (places[title], title))


def _sizes(counts: set[int]) -> dict[int, int]:
    """How big a word is that came so often."""
    most = max(counts)
    if most == 1:
        # Nothing came twice: all are in the middle.
        return {1: SIZES // 2}
    # The root keeps the many single words readable.
    return {one: 1 + round((SIZES - 1) * sqrt((one - 1) / (most - 1))) for one in counts}


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
