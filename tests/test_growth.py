"""Then and now beside each other: what an author can get wrong, the rows, the drawing on paper."""

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as Tree

import pytest

from lti_tool.rules.booklet import Work, to_print
from modules.kit.activity_type import JSON, Source
from modules.kit.activity_types.growth.compared import Row, compared
from modules.kit.answers import Answer
from modules.kit.carried import carried_into
from modules.kit.errors import ModuleError
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry
from scorm_export.export import export
from tests.growing_module import RATE, RUBRIC, growing_module, make_growing_module
from tests.lti_browser import Browser
from tests.module_folders import spoil

THEN: JSON = {"4": ["lasting"], "2": ["including", "listening"]}
NOW: JSON = {"5": ["including"], "4": ["listening"], "3": ["lasting"], "2": ["systems"]}
HOSTILE = '</text><script>alert("x")</script>&amp;<image href="file:///etc/passwd"/>'


@pytest.fixture
def module(tmp_path: Path) -> Module:
    return growing_module(tmp_path)


def source(module: Module, name: str, value: JSON) -> Source:
    one = module.activities[name]
    return Source(one.type.name, one.options, module.words["nl"].activities[name], value)


def rows(module: Module, per: Any, then: JSON, now: JSON) -> list[Row]:
    found = compared(per, source(module, "before", then), source(module, "after", now))
    return list(found.rows) if found else []


def test_each_item_has_a_row_with_then_and_now(module: Module) -> None:
    assert rows(module, "item", THEN, NOW) == [
        Row("Inclusief samenwerken", 2, 5),
        Row("Luisteren", 2, 4),
        Row("Duurzaam handelen", 4, 3),
        Row("Systeemdenken", None, 2),
    ]


def test_a_group_is_the_mean_of_what_has_a_number(module: Module) -> None:
    assert rows(module, "group", THEN, NOW) == [Row("Samen werken", 2, 4.5), Row("Duurzaam handelen", 4, 2.5)]


def test_a_rubric_is_compared_by_criterion_or_by_competence(tmp_path: Path) -> None:
    module = growing_module(tmp_path, rubric=True)
    then, now = (
        {"facts": {"level": "tells"}},
        {"facts": {"level": "explores"}, "views": {"level": "explains"}},
    )

    assert rows(module, "item", then, now) == [Row("Concrete feiten", 1, 3), Row("Perspectieven", None, 2)]
    assert rows(module, "group", then, now) == [
        Row("Ethisch reflecteren", 1, 3),
        Row("Inclusief samenwerken", None, 2),
    ]


def test_nothing_is_compared_where_there_is_nothing(module: Module) -> None:
    assert rows(module, "item", {}, None) == []
    assert compared("item", None, None) is None


def test_one_of_both_is_enough_for_rows(module: Module) -> None:
    assert [row.now for row in rows(module, "item", None, NOW)] == [5, 4, 3, 2]
    found = compared("item", None, source(module, "after", NOW))
    assert found is not None
    assert (found.scale, found.least, found.most) == (5, "past niet bij mij", "past helemaal bij mij")


# An author's mistakes

LAST = "- {id: after, type: rate"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("[before, after]", "[thought, after]", "'thought' is of the type 'short-text', which has no scale"),
        ("[before, after]", "[before, key-words]", "expected: rate, rubric-self"),
        ("[before, after]", "[grown, after]", "'grown' looks back at 'grown', which does not come before it"),
        ("[before, after]", "[before]", "at least 2"),
        ("per: item", "per: week", "per"),
        (f"after, {RATE}", f"after, {RUBRIC}", "the first is of the type 'rate', the second 'rubric-self'"),
        (f"after, {RATE}", f"after, {RATE}, scale: 4", "the two don't rate the same"),
    ],
)
def test_an_authors_mistake_has_a_file_and_a_line(tmp_path: Path, old: str, new: str, says: str) -> None:
    folder = make_growing_module(tmp_path)
    spoil(folder / "module.yaml", old, new)

    with pytest.raises(ModuleError, match=rf"module.yaml:\d+: .*{re.escape(says)}"):
        load_module(folder)


def test_competences_are_needed_to_compare_by_them(tmp_path: Path) -> None:
    folder = make_growing_module(tmp_path, rubric=True, per="group")
    text = (folder / "module.yaml").read_text("utf-8")
    (folder / "module.yaml").write_text(
        text.replace(", competences: {facts: reflecting, views: including}", ""), encoding="utf-8"
    )

    with pytest.raises(ModuleError, match="'per: group' needs 'competences' in the rubric"):
        load_module(folder)


def test_a_side_without_words_is_said(tmp_path: Path) -> None:
    folder = make_growing_module(tmp_path)
    spoil(folder / "nl.yaml", "before: In het begin", "begin: In het begin")

    with pytest.raises(ModuleError, match=r"nl.yaml:\d+: .*no words for 'before'"):
        load_module(folder)


# On paper


def answer(value: JSON) -> Answer:
    return Answer(value, "screen", "learner", 1)


def drawn(module: Module, answers: Mapping[str, JSON], *others: Mapping[str, JSON]) -> Tree.Element | None:
    """The drawing in the booklet of the first of these works in one module."""
    works = [
        Work(module, "nl", None, begun, {name: answer(value) for name, value in given.items()})
        for begun, given in enumerate((answers, *others))
    ]
    entries = [entry for one in to_print(works, {})[0]["steps"] for entry in one["entries"]]
    (svg,) = [entry["drawing"] for entry in entries if entry["title"] == "Toen en nu"]
    return None if svg is None else Tree.fromstring(svg)


SEEN: JSON = {"text": "Ik luister meer."}


def test_the_booklet_draws_both_with_open_and_full_dots(module: Module) -> None:
    svg = drawn(module, {"before": THEN, "after": NOW, "grown": SEEN})
    assert svg is not None
    texts = [element.text for element in svg.iter() if element.text]
    assert {"In het begin", "Nu", "Systeemdenken", "past niet bij mij"} <= set(texts)
    assert len(svg.findall(".//{*}circle[@r='10']")) == 3 + 1
    assert len(svg.findall(".//{*}circle[@r='6']")) == 4 + 1


def test_the_booklet_finds_the_start_in_another_part_of_the_course(module: Module) -> None:
    svg = drawn(module, {"after": NOW, "grown": SEEN}, {"before": THEN})
    assert svg is not None
    assert len(svg.findall(".//{*}circle[@r='10']")) == 3 + 1


def test_nothing_is_drawn_of_nothing(module: Module) -> None:
    assert drawn(module, {"grown": SEEN}) is None


def test_what_an_author_wrote_is_text(module: Module) -> None:
    then = source(module, "before", THEN)
    words = then.words.model_copy(update={"least": HOSTILE})
    kind, options = module.activities["grown"].type, module.activities["grown"].options
    grown = module.words["nl"].activities["grown"]
    hostile = Source(then.type, then.options, words, THEN)
    svg = Tree.fromstring(kind.drawing_from(options, grown, {"before": hostile}) or "")

    assert {element.tag.partition("}")[2] for element in svg.iter()} <= {"svg", "g", "line", "circle", "text"}


# A link for each part


def test_a_part_asks_for_what_stands_in_another(module: Module) -> None:
    assert carried_into(module.in_variant("all")) == ()
    assert carried_into(module.in_variant("last")) == ("practice/before",)


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_growing_module(tmp_path)])


def test_the_start_comes_along_to_the_link_of_the_last_part(browser: Browser) -> None:
    custom = {"module": "practice"}
    browser.open(custom=custom).save("before", THEN)
    last = {"custom": custom | {"variant": "last"}, "resource_link": {"id": "link-2"}}

    carried = browser.open(**last).load()["carried"]

    assert {name: one["value"] for name, one in carried.items()} == {"practice/before": THEN}
    assert browser.open(sub="somebody-else", **last).load()["carried"] == {}


@pytest.mark.parametrize("form", ["scorm12", "scorm2004", "cmi5", "html", "olx"])
@pytest.mark.parametrize("variant", ["all", "last"])
def test_it_goes_into_a_package_of_every_format(
    module: Module, form: str, variant: str, tmp_path: Path
) -> None:
    found = export([module], format=form, variant=variant, out=tmp_path / "out")

    assert [package.path.exists() for package in found] == [True]
