"""A facilitator prepares a session: what it needs, and a plan that is kept for the group."""

import re
from dataclasses import replace
from typing import cast

import pytest

from lti_tool.rules.plan import exercises_of, propose
from lti_tool.tool import Tool
from modules.kit.module import Module
from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser

CHOSEN = re.compile(r'id="(must|may|later)-([a-z-]+)"[^>]* checked')


def chosen(text: str) -> dict[str, str]:
    """The weight of each exercise that the form shows."""
    return {exercise: weight for weight, exercise in CHOSEN.findall(text)}


def revision(text: str) -> str:
    found = re.search(r'name="was" value="(\d+)"', text)
    assert found
    return found[1]


def test_a_learner_can_not_keep_a_plan(browser: Browser) -> None:
    learner = browser.open()
    page = ClassPage(learner.client, learner.token)
    assert page.call("POST", "plan", {}).status_code == 403
    assert page.call("GET", "sheet", {"part": "prepare"}).status_code == 403


def test_what_the_guide_says_beforehand_is_there(browser: Browser, tool: Tool) -> None:
    text = teacher(browser).part("prepare")
    guide = tool.registry.modules["identity"].guides["nl"].module
    for said in (guide.goal.split("\n")[0], *guide.prepare, "Er wordt niets bewaard", "/preview/identity/nl"):
        assert said in text


@pytest.mark.parametrize("minutes", [25, 50, 100])
def test_a_proposal_fits_the_time_that_is_asked(browser: Browser, tool: Tool, minutes: int) -> None:
    exercises = exercises_of(tool.registry.modules["identity"])
    wanted = {one.id: one.weight for one in propose(exercises, minutes).exercises}
    assert chosen(teacher(browser).part("prepare", minutes=str(minutes))) == wanted


@pytest.mark.parametrize("asked", ["", "x", "0", "-5", "9" * 40])
def test_a_time_that_is_none_gives_the_session_in_its_own_time(browser: Browser, asked: str) -> None:
    text = teacher(browser).part("prepare", minutes=asked)
    assert set(chosen(text).values()) == {"must", "may"}
    assert "Een voorstel voor 70 minuten" in text


def test_asking_for_a_proposal_keeps_nothing(browser: Browser) -> None:
    page = teacher(browser)
    page.part("prepare", minutes="25")
    assert "Er is nog geen plan bewaard" in page.part("prepare")


def test_a_plan_is_kept_for_everybody_who_guides_the_group(browser: Browser) -> None:
    one, other = teacher(browser), teacher(browser)
    form = {"was": "0", "available": "40", "weight-song": "must", "minutes-song": "9"}
    assert "Je plan is bewaard" in one.post("plan", **form)
    text = other.part("prepare")
    assert chosen(text)["song"] == "must"
    assert 'name="minutes-song" min="0" max="600" value="9"' in text
    assert "je hebt er 40" in text


def test_after_saving_the_plan_is_shown_and_no_proposal_that_was_asked_before(browser: Browser) -> None:
    answer = teacher(browser).call("POST", "plan", {"part": "prepare", "minutes": "25"}, was="0")
    assert "Bewaard voor deze groep" in answer.text


def test_another_group_has_no_plan_of_ours(browser: Browser) -> None:
    teacher(browser).post("plan", **{"was": "0", "weight-song": "must"})
    elsewhere = teacher(browser, resource_link={"id": "link-2"})
    assert chosen(elsewhere.part("prepare"))["song"] == "may"


def test_of_two_facilitators_at_once_neither_loses_a_plan(browser: Browser) -> None:
    one, other = teacher(browser), teacher(browser)
    one.post("plan", **{"was": "0", "weight-song": "must"})
    met = other.post("plan", **{"was": "0", "weight-song": "later", "minutes-song": "8"})
    assert "Iemand anders bewaarde intussen" in met
    assert chosen(met)["song"] == "later"
    assert chosen(one.part("prepare"))["song"] == "must"
    again = other.post("plan", **{"was": revision(met), "weight-song": "later"})
    assert "Je plan is bewaard" in again
    assert chosen(one.part("prepare"))["song"] == "later"


def test_what_is_no_number_of_minutes_is_named_and_nothing_is_kept(browser: Browser) -> None:
    page = teacher(browser)
    text = page.post("plan", **{"was": "0", "weight-song": "later", "minutes-song": "lang"})
    assert re.search("minuten bij .Eén lied.:", text)
    assert chosen(text)["song"] == "later"
    assert "Er is nog geen plan bewaard" in page.part("prepare")


def test_after_a_wrong_number_a_plan_that_came_meanwhile_is_still_met(browser: Browser) -> None:
    one, other = teacher(browser), teacher(browser)
    one.post("plan", was="0")
    wrong = other.post("plan", **{"was": "0", "minutes-song": "lang"})
    assert "Iemand anders bewaarde intussen" in other.post("plan", was=revision(wrong))


@pytest.mark.parametrize("was", ["", "x", "-1", "9" * 5000])
def test_a_form_that_says_no_revision_undoes_nothing(browser: Browser, was: str) -> None:
    page = teacher(browser)
    page.post("plan", **{"was": "0", "weight-song": "must"})
    page.post("plan", **{"was": was, "weight-song": "later"})
    assert chosen(page.part("prepare"))["song"] == "must"


def test_musts_that_take_too_long_are_said(browser: Browser) -> None:
    text = teacher(browser).post("plan", was="0", available="10")
    assert "Wat moet, duurt alleen al 25 minuten, en je hebt er 10" in text


def test_in_english_it_is_english(browser: Browser) -> None:
    text = teacher(browser).part("prepare", language="en")
    assert "What your group gets out of it" in text


def test_a_module_without_a_guide_can_be_planned(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = replace(tool.registry.modules["identity"], guides={})
    monkeypatch.setitem(cast("dict[str, Module]", tool.registry.modules), "identity", bare)
    text = teacher(browser).part("prepare", minutes="25")
    assert chosen(text)["meaning"] == "must"
    assert "Leg klaar" not in text
