"""Answers that draw something, on paper: what was written, escaped, in its place; nothing left empty."""

from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from modules.kit.activity_type import AnyActivityType
from modules.kit.activity_types.body_map import BodyMap, BodyMapOptions, BodyMapWords
from modules.kit.activity_types.circle import Circle, CircleOptions, CircleWords
from modules.kit.drawing import fit_in_circle, shortened, text_width

HOSTILE = '</text><script>alert("x")</script>&amp;<image href="file:///etc/passwd"/>'
Drawn = tuple[AnyActivityType, Any, Any]


@pytest.fixture
def circle() -> Drawn:
    options = CircleOptions.model_validate({"slots": ["hobby", "work", "people"]})
    slots = {name: {"label": name, "ask": "?"} for name in options.slots}
    words = CircleWords.model_validate({"title": "t", "ask": "a", "centre": "[[Ik]]", "slots": slots})
    return Circle(), options, words


@pytest.fixture
def body() -> Drawn:
    options = BodyMapOptions.model_validate({"places": ["head", "hands", "elsewhere"]})
    places = {name: {"label": f"{name} & <b>", "ask": "?"} for name in options.places}
    words = BodyMapWords.model_validate({"title": "t", "ask": "a", "own": "o", "places": places})
    return BodyMap(), options, words


def draw(drawn: Drawn, value: Any) -> tuple[Tree.Element, list[str]]:
    """The drawing, and every text in it."""
    kind, options, words = drawn
    svg = kind.drawing(options, words, value)
    assert svg is not None
    root = Tree.fromstring(svg)
    return root, [text for element in root.iter() if (text := (element.text or "").strip())]


def test_the_circle_has_its_middle_and_what_is_filled(circle: Drawn) -> None:
    root, texts = draw(circle, {"work": "bakkerij"})
    assert sorted(texts) == ["Ik", "bakkerij"]
    assert len(root.findall(".//{*}circle")) == 2


def test_the_body_has_its_words_and_no_empty_place(body: Drawn) -> None:
    _, texts = draw(body, {"head": ["plannen"], "elsewhere": ["a", "b", "c", "d", "e"]})
    assert texts == ["head & <b>", "plannen", "elsewhere & <b>", "a", "b", "+ 3"]


@pytest.mark.parametrize("name", ["circle", "body"])
def test_what_a_learner_wrote_is_text(name: str, request: pytest.FixtureRequest) -> None:
    drawn = request.getfixturevalue(name)
    value = {"hobby": HOSTILE} if name == "circle" else {"head": [HOSTILE]}
    root, _ = draw(drawn, value)
    names = {element.tag.partition("}")[2] for element in root.iter()}
    assert names <= {"svg", "g", "path", "line", "rect", "circle", "text"}


@pytest.mark.parametrize("name", ["circle", "body"])
def test_nothing_filled_draws_nothing(name: str, request: pytest.FixtureRequest) -> None:
    kind, options, words = request.getfixturevalue(name)
    assert kind.drawing(options, words, {}) is None


def test_words_fit_their_circle() -> None:
    for text in ("oma", "voetbal en zwemmen", "aansprakelijkheidsverzekering", "woord " * 99, "👍🏽" * 50):
        size, lines = fit_in_circle(text, 60, 18, 10)
        assert 10 <= size <= 18
        assert 1 <= len(lines) <= 4
        assert max(text_width(line, size) for line in lines) <= 2 * 60
    assert fit_in_circle("oma", 60, 18, 10) == (18, ["oma"])


def test_what_does_not_fit_ends_in_an_ellipsis() -> None:
    assert shortened("kort", 100, 10) == "kort"
    assert shortened("een veel te lange zin hiervoor", 60, 10).endswith("…")
    assert text_width(shortened("een veel te lange zin hiervoor", 60, 10), 10) <= 60


@pytest.mark.timeout(60)  # a loop that runs away takes for ever
def test_a_very_long_text_ends(circle: Drawn) -> None:
    draw(circle, {"hobby": "a" * 20_000, "work": "woord " * 3300, "people": "a " * 10_000})
