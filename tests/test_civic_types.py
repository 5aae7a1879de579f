"""What an author of civic reflection's activity types can get wrong is said, and what they draw is right."""

from pathlib import Path
from textwrap import indent
from typing import Any
from xml.etree import ElementTree as Tree

import pytest
from flask import Flask
from pydantic import ValidationError

from benchmarks.weight import MOST_PAGE, MOST_SCRIPT, page_weight
from lti_tool.store.asks import OpenAsk
from lti_tool.views.ask import _questions
from lti_tool.views.headers import page_permissions
from modules.kit.activity_type import Refusal
from modules.kit.activity_types import BUILT_IN
from modules.kit.activity_types.iceberg.loops import MOST_LOOPS, loops, told
from modules.kit.module import Module
from modules.kit.rich_text import plain
from scorm_export.export import export
from tests.browser.one_activity import ACTIVITY, module_with
from tests.civic_samples import SAMPLES, module_of_all

KINDS = {kind.name: kind for kind in BUILT_IN}
HOSTILE = '</text><script>alert("x")</script>&amp;<image href="file:///etc/passwd"/>'
every_sample = pytest.mark.parametrize("name", SAMPLES)


@pytest.fixture
def module(name: str, tmp_path: Any) -> Module:
    """The sample's module, loaded as any author's."""
    return module_with(tmp_path, SAMPLES[name].structure, SAMPLES[name].words)


@every_sample
def test_a_full_answer_is_kept_as_it_is_and_done(name: str, module: Module) -> None:
    activity, value = module.activities[ACTIVITY], SAMPLES[name].value

    assert activity.type.clean(activity.options, value) == value
    assert activity.type.done(activity.options, value)
    assert not activity.type.done(activity.options, activity.type.clean(activity.options, None))
    words = module.words["nl"].activities[ACTIVITY]
    assert all(line.text for line in activity.type.lines(activity.options, words, value))


@every_sample
def test_a_mistake_in_the_words_has_a_file_and_a_line(name: str, tmp_path: Any) -> None:
    words = SAMPLES[name].words.replace("title:", "titel:", 1)

    with pytest.raises(Exception, match=r"nl\.yaml:\d+: .*'titel' is not known here"):
        module_with(tmp_path, SAMPLES[name].structure, words)


UNREACHABLE: list[tuple[str, dict[str, Any], str]] = [
    ("stakeholder-map", {"roles": ["a", "b"], "people": 2, "done": {"people": 3}}, "done asks for 3 of 2"),
    ("stakeholder-map", {"roles": ["a", "b"], "people": 3, "done": {"forgotten": 4}}, "done asks for 4"),
    ("stakeholder-map", {"roles": ["a", "b"], "people": 3, "open": 4}, "4 of 3 people can't stand open"),
    ("stakeholder-map", {"roles": ["a"]}, "at least 2 items"),
    ("sort", {"boxes": ["a", "b"], "items": ["x"], "done": {"sorted": 2}}, "done asks for 2 of 1"),
    ("sort", {"boxes": ["a", "b"], "items": ["x"], "key": {"y": "a"}}, "names 'y', which is not among"),
    ("sort", {"boxes": ["a", "b"], "items": ["x"], "key": {"x": "c"}}, "'c', which is not among the boxes"),
    ("incident-log", {"fields": ["a"], "entries": 1, "done": {"entries": 2}}, "done asks for 2 of 1"),
    ("incident-log", {"fields": ["a"], "entries": 1, "open": 2}, "2 of 1 entries can't stand open"),
    ("iceberg", {"layers": ["a", "b"], "done": {"layers": 3}}, "done asks for 3 of 2 layers"),
    ("iceberg", {"layers": ["a", "b"], "arrows": 2, "done": {"arrows": 3}}, "done asks for 3 of 2 arrows"),
    ("iceberg", {"layers": ["a"]}, "at least 2 items"),
    ("dilemma", {"cards": ["a"], "positions": ["x", "y"], "done": {"cards": 2}}, "done asks for 2 of 1"),
    ("dilemma", {"cards": ["a"], "positions": ["x"]}, "at least 2 items"),
    (
        "rubric-self",
        {"criteria": ["a"], "levels": ["x", "y"], "done": {"criteria": 2}},
        "done asks for 2 of 1",
    ),
    (
        "rubric-self",
        {"criteria": ["a"], "levels": ["x", "y"], "competences": {"b": "c"}},
        "'b' shows a compet",
    ),
    ("contract", {"fields": ["a"], "parties": ["x"], "done": {"fields": 2}}, "done asks for 2 of 1"),
    ("contract", {"fields": ["a"], "dates": ["a"], "parties": ["x"]}, "both a field and a date"),
    ("pitch-plan", {"parts": ["a"], "done": {"texts": 2}}, "done asks for 2 of 1"),
    ("pitch-plan", {"parts": ["a"], "about": ["a"]}, "both in about and in parts"),
    ("audio-answer", {"most": 1, "done": {"seconds": 61}}, "done asks for 61 seconds of 60"),
    ("audio-answer", {"most-words": 2, "done": {"words": 3}}, "done asks for 3 words of 2"),
    ("incident-log", {"fields": ["date"]}, "a field can't be called 'date'"),
]


@pytest.mark.parametrize(("name", "options", "says"), UNREACHABLE)
def test_options_that_make_no_sense_are_an_authors_mistake(
    name: str, options: dict[str, Any], says: str
) -> None:
    with pytest.raises(ValidationError, match=says):
        KINDS[name].Options.model_validate(options)


LACKING: list[tuple[str, str, str]] = [
    ("stakeholder-map", "works:", "no words for 'works'"),
    ("stakeholder-map", "middle:", "no words for 'middle'"),
    ("sort", "bored:", "no words for 'bored'"),
    ("sort", "reading:", "no words for 'reading'"),
    ("incident-log", "wonder:", "no words for 'wonder'"),
    ("iceberg", "beliefs:", "no words for 'beliefs'"),
    ("iceberg", "more:", "no words for 'more'"),
    ("iceberg", "reinforcing:", "no words for 'reinforcing'"),
    ("dilemma", "promise:", "no words for 'promise'"),
    ("dilemma", "depends:", "no words for 'depends'"),
    ("dilemma", "doubt:", "no words for 'doubt'"),
    ("rubric-self", "including:", "no words for 'including'"),
    ("contract", "check:", "no words for 'check'"),
    ("contract", "by:", "no words for 'by'"),
    ("contract", "facilitator:", "no words for 'facilitator'"),
    ("pitch-plan", "message:", "no words for 'message'"),
    ("pitch-plan", "evidence:", "no words for 'evidence'"),
]


@pytest.mark.parametrize(("name", "key", "says"), LACKING)
def test_what_has_no_words_is_said(name: str, key: str, says: str, tmp_path: Any) -> None:
    words = SAMPLES[name].words
    assert words.count(key) == 1

    with pytest.raises(Exception, match=says):
        module_with(tmp_path, SAMPLES[name].structure, words.replace(key, "elders:"))


def test_a_statement_with_a_box_in_the_key_needs_a_hint(tmp_path: Any) -> None:
    words = SAMPLES["sort"].words.replace("hint: Hoe weet je dat?, ", "")

    with pytest.raises(Exception, match="no words for 'hint': it has a box in the key"):
        module_with(tmp_path, SAMPLES["sort"].structure, words)


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("dilemma", "why: Waardoor?", "no words for 'why'"),
        ("rubric-self", "reason: Waarom dit niveau?", "no words for 'reason'"),
        ("rubric-self", "      explores: Je zegt ook wat je niet weet.\n", r"no words for 'explores'"),
    ],
)
def test_what_is_asked_for_needs_its_words(name: str, line: str, says: str, tmp_path: Any) -> None:
    assert line in SAMPLES[name].words

    with pytest.raises(Exception, match=says):
        module_with(tmp_path, SAMPLES[name].structure, SAMPLES[name].words.replace(line, ""))


def test_nobody_earns_points_with_a_self_score() -> None:
    kind = KINDS["rubric-self"]
    options = kind.Options.model_validate({"criteria": ["a"], "levels": ["x", "y"]})

    assert kind.points(options, {"a": {"level": "y", "reason": "b"}}) is None


def test_only_what_has_a_key_earns_points() -> None:
    kind = KINDS["sort"]
    options = kind.Options.model_validate({"boxes": ["a", "b"], "items": ["x", "y"], "key": {"x": "a"}})
    free = kind.Options.model_validate({"boxes": ["a", "b"], "items": ["x", "y"]})

    assert kind.points(options, {"x": "a", "y": "b"}) == (1, 1)
    assert kind.points(options, {"x": "b"}) == (0, 1)
    assert kind.points(options, None) == (0, 1)
    assert kind.points(free, {"x": "a"}) is None


@pytest.mark.parametrize(("name", "microphone"), [("audio-answer", "(self)"), ("sort", "()")])
def test_only_a_page_that_records_may_ask_for_the_microphone(
    name: str, microphone: str, module: Module
) -> None:
    assert f"microphone={microphone}" in page_permissions(module)
    assert "geolocation=()" in page_permissions(module)


@pytest.mark.parametrize("form", ["scorm12", "scorm2004", "cmi5", "html", "olx"])
def test_all_of_them_go_into_a_package_of_every_format(form: str, tmp_path: Any) -> None:
    found = export([module_of_all(tmp_path)], format=form, out=tmp_path / "out")

    assert [package.path.exists() for package in found] == [True]


def test_a_page_with_all_of_them_is_light_enough(tmp_path: Any) -> None:
    everything, script = page_weight(module_of_all(tmp_path), "nl")

    assert script <= MOST_SCRIPT
    assert everything <= MOST_PAGE


# Drawings on paper


def drawn(name: str, value: Any, tmp_path: Any) -> Tree.Element | None:
    module = module_with(tmp_path, SAMPLES[name].structure, SAMPLES[name].words)
    activity = module.activities[ACTIVITY]
    clean = activity.type.clean(activity.options, value)
    assert not isinstance(clean, Refusal)
    svg = activity.type.drawing(activity.options, module.words["nl"].activities[ACTIVITY], clean)
    return None if svg is None else Tree.fromstring(svg)


def texts(svg: Tree.Element) -> list[str]:
    return [text for element in svg.iter() if (text := (element.text or "").strip())]


def test_the_map_on_paper_numbers_everybody_as_the_list_does(tmp_path: Any) -> None:
    svg = drawn("stakeholder-map", SAMPLES["stakeholder-map"].value, tmp_path)
    assert svg is not None
    assert [text for text in texts(svg) if text.isdigit()] == ["1", "2", "3", "4", "5"]
    assert len(svg.findall(".//{*}circle[@stroke-dasharray]")) == 2


@pytest.mark.parametrize("somebody", [{"name": "buren", "role": "gains"}, {"ring": "near"}])
def test_who_has_no_name_or_no_ring_is_not_on_the_map_yet(somebody: Any, tmp_path: Any) -> None:
    assert drawn("stakeholder-map", [somebody], tmp_path) is None


def test_the_iceberg_on_paper_has_its_cards_arrows_and_signs(tmp_path: Any) -> None:
    svg = drawn("iceberg", SAMPLES["iceberg"].value, tmp_path)
    assert svg is not None
    shown = texts(svg)
    assert [text for text in shown if text in {"+", "−"}] == ["−", "−", "+", "+"]  # noqa: RUF001
    assert {"Gebeurtenis", "Patroon", "Structuur", "Overtuiging", "Avonduren"} <= set(shown)


def test_an_iceberg_without_cards_is_not_drawn(tmp_path: Any) -> None:
    assert drawn("iceberg", {"cards": {}, "arrows": [{"from": "event-1"}]}, tmp_path) is None


def test_loops_are_few_and_found_in_no_time() -> None:
    layers = ["a", "b", "c", "d"]
    places = [f"{layer}-1" for layer in layers]
    arrows = [{"from": one, "to": other} for one in places for other in places if one != other]
    assert len(arrows) == 12

    found = loops(places, told({layer: ["x"] for layer in layers}, arrows))

    assert len(found) == MOST_LOOPS
    assert [arrow["to"] for arrow in found[0]] == ["b-1", "a-1"]


HOSTILE_VALUES = [
    ("stakeholder-map", [{"name": HOSTILE, "ring": "far"}]),
    ("iceberg", {"cards": {"event": [HOSTILE]}}),
]


@pytest.mark.parametrize(("name", "value"), HOSTILE_VALUES)
def test_what_a_learner_wrote_is_text(name: str, value: Any, tmp_path: Any) -> None:
    svg = drawn(name, value, tmp_path)
    assert svg is not None
    names = {element.tag.partition("}")[2] for element in svg.iter()}
    assert names <= {"svg", "g", "path", "line", "rect", "circle", "text"}


# ask-others, for a partner organisation


def test_a_partner_who_gets_a_link_reads_what_it_is_about(app: Flask, tmp_path: Any) -> None:
    module = module_with(tmp_path, SAMPLES["ask-others"].structure, SAMPLES["ask-others"].words)
    asked = OpenAsk(attempt_row=1, module=module.id, activity=ACTIVITY, person=0, expires_at=0)

    with app.test_request_context():
        shown = _questions("token", asked, module, module.activities[ACTIVITY])

    text = shown.get_data(as_text=True)
    assert "Je werkte samen met een student. Zeg wat jullie eraan hadden." in text
    assert "Wie of wat misten jullie?" in text
    assert "hoe jij naar die persoon kijkt" not in text


@every_sample
def test_the_docs_show_the_example_that_is_tested(name: str) -> None:
    docs = (Path(__file__).parent.parent / "docs/reflection-types.md").read_text("utf-8")

    assert f"- {{id: example, {SAMPLES[name].structure}}}" in docs
    assert indent(plain(SAMPLES[name].words), "  ") in docs
