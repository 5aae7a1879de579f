"""Opleidingsonderdeel: the part of the class page in which a course unit applies; two at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lti_tool.store import course_units
from lti_tool.store.course_units import CourseUnit, Version
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.class_page import ClassPage, teacher
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH

CUSTOM = {"custom": {"module": "practice"}}
OTHER_COURSE = {"context": {"id": "course-2", "title": "Een andere"}}
FORM = {
    "title": "Ontwerpen 2",
    "programme": "Mobiliteit",
    "partner": "De buurt kiest mee.",
    "activity": "yes",
    "since": "2023",
    "criterion-need": "Een vraag van de buurt.",
    "criterion-reciprocity": "Beide winnen.",
    "criterion-reflection": "Vijf sessies.",
}

Say = Callable[..., str]


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def page(browser: Browser) -> ClassPage:
    return teacher(browser, **CUSTOM)


@pytest.fixture
def say(page: ClassPage) -> Say:
    """Post the form, complete but for some changes; the year is one that may be chosen."""
    year = page.part("unit").split("<option selected>")[1][:9]

    def post(act: str, was: int, at: ClassPage = page, **changes: str) -> str:
        parts = {name.replace("criterion_", "criterion-"): text for name, text in changes.items()}
        return at.post("unit", do=act, was=str(was), year=year, **(FORM | parts))

    return post


def kept(tool: Tool, context_row: int = 1) -> CourseUnit | None:
    with tool.database.read() as connection:
        return course_units.find(connection, context_row)


def decide(tool: Tool, state: str, was: int, note: str | None = None) -> None:
    with tool.database.write() as connection:
        assert course_units.decide(connection, Version(1, was), state, note, tool.now())


def test_only_a_module_that_people_judge_has_an_application(browser: Browser) -> None:
    page = teacher(browser, custom={"module": "identity"}, resource_link={"id": "link-9"})

    assert 'id="part-unit"' not in page.part("class")
    assert page.call("POST", "unit", {}, do="save", was="0").status_code == 404


def test_every_part_of_such_a_module_has_it(browser: Browser) -> None:
    page = teacher(browser, custom={"module": "practice", "variant": "first"})

    assert "Naam van het opleidingsonderdeel" in page.part("unit")


def test_a_link_outside_a_course_has_none(browser: Browser) -> None:
    page = teacher(browser, **CUSTOM, context=None)

    assert 'id="part-unit"' not in page.part("class")


def test_the_form_begins_with_the_courses_title_and_what_is_asked(page: ClassPage) -> None:
    text = page.part("unit")

    assert 'name="title" value="Studiekeuze' in text or 'id="title"' in text
    assert "Een echte vraag uit de samenleving" in text


def test_criteria_that_nobody_confirmed_are_called_a_proposal(page: ClassPage) -> None:
    assert "een voorstel van Wegwijs" in page.part("unit")


@ON_BOTH
def test_a_draft_is_kept_as_far_as_it_is(tool: Tool, say: Say) -> None:
    said = say("save", 0, programme="", criterion_need="")

    assert "Je kladversie is bewaard." in said
    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.revision, unit.document["partner"]) == ("draft", 1, "De buurt kiest mee.")


def test_what_is_submitted_must_be_whole_and_what_was_typed_is_kept(tool: Tool, say: Say) -> None:
    said = say("submit", 0, criterion_need="")

    assert "Dit ontbreekt nog: Een echte vraag uit de samenleving." in said
    assert 'aria-invalid="true"' in said
    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.document["criteria"]["reciprocity"]) == ("draft", "Beide winnen.")


@ON_BOTH
def test_what_is_submitted_is_read_only_and_can_be_taken_back(tool: Tool, page: ClassPage, say: Say) -> None:
    said = say("submit", 0)

    assert "Je aanvraag is ingediend." in said
    assert "<textarea" not in said
    assert "weer een kladversie" in page.post("unit", do="take-back", was="1")
    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.revision) == ("draft", 2)


def test_what_is_submitted_can_not_be_changed(tool: Tool, say: Say) -> None:
    say("submit", 0)

    said = say("save", 1, partner="Iets anders")

    assert "niet bewaard" in said
    assert "Iets anders" in said
    unit = kept(tool)
    assert unit is not None
    assert unit.document["partner"] == "De buurt kiest mee."


def test_what_came_back_shows_the_teams_note_and_can_be_submitted_again(
    tool: Tool, say: Say, page: ClassPage
) -> None:
    say("submit", 0)
    decide(tool, "returned", 1, "Wie beslist mee?")

    text = page.part("unit")
    assert "Wie beslist mee?" in text
    assert "<textarea" in text
    assert "Je aanvraag is ingediend." in say("submit", 2)


@pytest.mark.parametrize("act", ["save", "submit"])
def test_what_is_typed_after_a_return_is_a_draft_beside_the_teams_note(
    tool: Tool, page: ClassPage, say: Say, act: str
) -> None:
    say("submit", 0)
    decide(tool, "returned", 1, "Wie beslist mee?")

    said = say(act, 2, partner="Half gety", criterion_need="")

    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.document["partner"]) == ("draft", "Half gety")
    assert "Wie beslist mee?" in said
    assert "Wie beslist mee?" in page.part("unit")
    assert "Je aanvraag is ingediend." in say("submit", 3)


def test_what_was_approved_says_since_when_and_warns_before_it_is_changed(
    tool: Tool, page: ClassPage, say: Say
) -> None:
    say("submit", 0)
    decide(tool, "approved", 1)

    text = page.part("unit")
    assert "Goedgekeurd door team civic" in text
    assert "<textarea" not in text
    editing = page.part("unit", edit="1")
    assert "beslist team civic opnieuw" in editing
    assert "Bewaar als klad" not in editing


@ON_BOTH
def test_a_change_of_what_was_approved_is_submitted_again_beside_what_was_approved(
    tool: Tool, say: Say
) -> None:
    say("submit", 0)
    decide(tool, "approved", 1)

    say("submit", 2, partner="De wijk")

    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.decided_at, unit.document["partner"]) == ("submitted", None, "De wijk")
    assert unit.approved is not None
    assert unit.approved["partner"] == "De buurt kiest mee."


def test_a_change_of_what_was_approved_that_is_not_whole_changes_nothing(tool: Tool, say: Say) -> None:
    say("submit", 0)
    decide(tool, "approved", 1)

    said = say("submit", 2, partner="", programme="Bouw")

    assert "Niet bewaard." in said
    assert 'value="Bouw"' in said
    unit = kept(tool)
    assert unit is not None
    assert (unit.state, unit.document["programme"]) == ("approved", "Mobiliteit")


@ON_BOTH
def test_of_two_at_once_the_second_sees_both_and_nothing_is_lost(
    browser: Browser, tool: Tool, say: Say
) -> None:
    colleague = teacher(browser, **CUSTOM)
    say("save", 0, partner="De ene")

    said = say("save", 0, at=colleague, partner="De andere")

    assert "Iemand anders veranderde de aanvraag intussen." in said
    assert ">\nDe andere</textarea>" in said
    assert "De ene" in said
    unit = kept(tool)
    assert unit is not None
    assert unit.document["partner"] == "De ene"
    assert "Je kladversie is bewaard." in say("save", 1, at=colleague, partner="De andere")


def test_what_was_typed_while_a_colleague_submitted_is_still_there(say: Say) -> None:
    say("save", 0)
    say("submit", 1)

    said = say("save", 1, partner="Nog iets")

    assert "Wat jij schreef en niet bewaard is" in said
    assert "Nog iets" in said


@pytest.mark.parametrize("was", ["", "-1", "x", "99999999999", "²"])
def test_a_form_that_saw_nothing_known_changes_nothing(page: ClassPage, tool: Tool, was: str) -> None:
    said = page.post("unit", do="save", was=was, **FORM)

    assert "veranderde de aanvraag intussen" in said
    assert kept(tool) is None


@pytest.mark.parametrize("act", ["approve", "return", "delete", ""])
def test_a_coordinator_decides_nothing(page: ClassPage, tool: Tool, say: Say, act: str) -> None:
    say("submit", 0)

    page.post("unit", do=act, was="1", **FORM)

    unit = kept(tool)
    assert unit is not None
    assert unit.state == "submitted"


def test_a_text_that_is_too_long_stays_on_the_screen(tool: Tool, say: Say) -> None:
    said = say("save", 0, criterion_need="lang" * 1100)

    assert "Niet bewaard. Kijk dit na: Een echte vraag uit de samenleving." in said
    assert "Hoogstens 4000 tekens." in said
    assert "lang" * 1100 in said
    assert kept(tool) is None


def test_html_is_text(say: Say, page: ClassPage) -> None:
    attack = "</textarea><script>alert(1)</script>"
    said = say("submit", 0, title=attack, programme=attack, partner=attack, criterion_need=attack)

    assert "<script>" not in said + page.part("unit")
    assert "&lt;script&gt;" in said


def test_another_course_has_its_own(browser: Browser, say: Say) -> None:
    say("save", 0)

    other = teacher(browser, **CUSTOM, **OTHER_COURSE, resource_link={"id": "link-2"})

    assert "De buurt kiest mee." not in other.part("unit")


def test_a_learner_reads_and_writes_nothing(browser: Browser, page: ClassPage, tool: Tool) -> None:
    learner = browser.open(sub="learner-9", **CUSTOM)
    visitor = ClassPage(learner.client, learner.token)

    assert visitor.call("GET", "sheet", {"part": "unit"}).status_code == 403
    assert visitor.call("POST", "unit", {}, do="submit", was="0", **FORM).status_code == 403
    assert kept(tool) is None


def test_a_programme_can_be_written_as_colleagues_wrote_it(browser: Browser, tool: Tool, say: Say) -> None:
    say("submit", 0)
    other = teacher(browser, **CUSTOM, **OTHER_COURSE, resource_link={"id": "link-2"})
    assert '<option value="Mobiliteit">' not in other.part("unit")

    decide(tool, "approved", 1)

    assert '<option value="Mobiliteit">' in other.part("unit")
