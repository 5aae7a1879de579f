"""Attests: facilitators decide who gets one, a learner makes it, and the name is kept nowhere."""

import re
from pathlib import Path
from typing import cast

import pytest
from sqlalchemy import update

from lti_tool.rules.attest import LONGEST_NAME, MOST_MADE
from lti_tool.services.civic_team import modules_with_attest
from lti_tool.store import attests
from lti_tool.store.civic_tables import attest_badges
from lti_tool.store.tables import answers
from lti_tool.tool import Tool
from modules.kit.loader import load_module
from modules.kit.module import Module
from modules.kit.registry import Registry, load_registry
from tests.attest_course import NAME, AttestCourse, badge_of, call, make, see
from tests.civic_course import MODULE
from tests.judged_module import make_judged_module, make_rating_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.module_folders import spoil
from tests.own_page import count, everywhere
from tests.printed import text_of


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def course(tool: Tool, browser: Browser) -> AttestCourse:
    return AttestCourse(tool, browser)


def number_of(text: str) -> str:
    """The public number of what was made, as the learner's page links to it."""
    (found,) = re.findall(r'href="/attests/([\w-]+)"', text)
    return str(found)


# Granting


def test_the_part_says_what_there_is_of_everybody_and_grants_nothing(course: AttestCourse) -> None:
    course.learner()
    course.learner("learner-43", present=False)

    text = course.teacher().part("attest")

    assert "Goedgekeurd door team civic." in text
    assert "Aanwezig 1 van 1" in text
    assert "Aanwezig 0 van 1" in text
    assert "Klaar 2 van 2" in text
    assert "<strong>1</strong> klaar om toe te kennen" in text
    assert "Kreeg het attest" not in text


def test_a_module_without_campus_or_rubric_has_no_attests(browser: Browser, course: AttestCourse) -> None:
    other = course.teacher(custom={"module": "identity"}, resource_link={"id": "link-9"})

    assert "part=attest" not in other.part("class")
    assert other.call("POST", "attest/all", {}, who=course.code()).status_code == 404


def test_what_leads_to_no_attest_has_no_application_and_is_not_the_teams(
    tool: Tool, course: AttestCourse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = make_judged_module(tmp_path / "nowhere")
    spoil(folder / "module.yaml", "    campus: true\n", "")
    monkeypatch.setitem(cast("dict[str, Module]", tool.registry.modules), MODULE, load_module(folder))

    assert MODULE not in {one.id for one in modules_with_attest(tool.registry.modules)}
    page = course.teacher()
    assert 'id="part-unit"' not in page.part("class")
    assert page.call("POST", "unit", {}, do="save", was="0").status_code == 404


@ON_BOTH
def test_granting_to_all_asks_once_and_counts(course: AttestCourse) -> None:
    course.learner()
    course.learner("learner-43")
    course.learner("learner-44", done=False)
    page = course.teacher()

    asked = page.part("attest", ask="grant-all")
    assert "Attest toekennen aan 2 studenten?" in asked
    assert "Kreeg het attest" not in asked
    (who,) = re.findall(r'name="who" value="([^"]+)"', asked)

    said = page.post("attest/all", who=who)
    assert "Attest toegekend aan 2 studenten." in said
    assert "<strong>2</strong> met een attest" in said
    assert "Er is niets veranderd." in page.post("attest/all", who=who)


def test_who_came_after_the_question_is_not_granted_one(course: AttestCourse) -> None:
    course.learner()
    page = course.teacher()
    (who,) = re.findall(r'name="who" value="([^"]+)"', page.part("attest", ask="grant-all"))
    course.learner("learner-43")

    said = page.post("attest/all", who=who)

    assert "Attest toegekend." in said
    assert "<strong>1</strong> klaar om toe te kennen" in said


def test_against_the_rule_a_reason_is_needed_and_kept(course: AttestCourse) -> None:
    learner = course.learner(present=False)
    page = course.teacher()

    assert "Schrijf eerst waarom." in course.grant(page)
    said = course.grant(page, reason="Was ziek, deed <b>vervangwerk</b>.")

    assert "Attest toegekend." in said
    assert "Was ziek, deed &lt;b&gt;vervangwerk&lt;/b&gt;." in page.part("attest")
    assert "Je attest is klaar" in see(learner)


@pytest.mark.parametrize("state", ["draft", "submitted", "returned"])
def test_nothing_is_granted_before_the_course_unit_is_approved(
    tool: Tool, browser: Browser, state: str
) -> None:
    course = AttestCourse(tool, browser, state=state)
    learner = course.learner()
    page = course.teacher()

    assert "Naar het opleidingsonderdeel" in page.part("attest")
    assert "Er is niets toegekend." in course.grant(page)
    assert "Er is niets toegekend." in page.post("attest/all", who=course.code())
    assert "Je attest is klaar" not in see(learner)


def test_revoking_needs_a_reason_and_can_be_undone(course: AttestCourse) -> None:
    learner = course.learner()
    page = course.teacher()
    course.grant(page)
    make(learner)

    assert "Attest van" in page.part("attest", ask="revoke", who=course.code())
    assert "Schrijf eerst waarom." in course.revoke(page, reason=" ")
    said = course.revoke(page, reason="Vergissing van ons.")
    assert "Het attest is ingetrokken." in said
    assert "Vergissing van ons." in see(learner)
    assert 'id="pdf"' not in see(learner)

    assert "Het attest is weer geldig." in page.post("attest/one", act="return", who=course.code(), was="2")
    assert "Je attest is gemaakt" in see(learner)


@ON_BOTH
def test_two_facilitators_at_once_do_not_undo_each_other_in_silence(course: AttestCourse) -> None:
    course.learner()
    one, other = course.teacher(), course.teacher()

    assert "Attest toegekend." in course.grant(one)
    assert "Iemand anders besliste intussen iets." in course.grant(other)
    course.revoke(one)
    one.post("attest/one", act="return", who=course.code(), was="2")
    late = course.revoke(other, reason="Te laat.")
    assert "Iemand anders besliste intussen iets." in late
    assert "Te laat." not in late
    assert "<strong>1</strong> met een attest" in late


# Making


def test_until_it_is_granted_a_learner_hears_what_is_there(course: AttestCourse) -> None:
    learner = course.learner(present=False)

    text = see(learner)

    assert "Je begeleider kent het attest toe." in text
    assert "Aanwezig op de campus: 0 van de 1 sessies" in text
    assert "Afgewerkt: 2 van de 2 sessies" in text
    assert 'id="make"' not in text
    told = learner.call("GET", "/attest?language=nl").json
    assert told["state"] == "none"
    assert len(told["lines"]) == 2
    assert learner.load()["attest"] is True


def test_how_it_stands_with_one_learner_reads_nothing_of_others(tool: Tool, course: AttestCourse) -> None:
    learner = course.learner()
    course.learner("learner-43")
    with tool.database.write() as connection:
        others = course.attempt_of(connection, course.row_of(connection, "learner-43"))
        connection.execute(update(answers).where(answers.c.attempt_row == others).values(value="{"))

    assert "Je attest: alles is er" in see(learner)


def test_a_learner_makes_it_and_the_name_is_kept_nowhere(tool: Tool, course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()

    made = make(learner)

    assert "Je attest is gemaakt." in made.text
    assert f'value="{NAME}"' in made.text
    assert NAME not in see(learner)
    assert everywhere(tool, NAME, "Kanarie") == set()
    badge_of(learner)


def test_the_paper_has_the_name_the_unit_and_the_address(course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()
    make(learner)

    printed = call(learner, "pdf", name=NAME)

    assert printed.headers["Content-Type"] == "application/pdf"
    text = " ".join(text_of(printed.data).split())
    for one in (NAME, "Stad en mobiliteit", "Bachelor mobiliteit", "2026-2027", "Civic attest", "/attests/"):
        assert one in text
    assert "Aanwezig op de campus in 1 van de 1 sessies." in text
    assert "geen enkele universiteit heeft deze tekst goedgekeurd" in text
    english = text_of(call(learner, "pdf", language="en", name=NAME).data)
    assert "is given to" in english


@pytest.mark.parametrize("name", ["محمد عبد الرحمن الحسيني", "W" * 120, "<script>alert(1)</script> #[x] $a$"])
def test_any_name_fits_on_one_page_and_is_only_text(course: AttestCourse, name: str) -> None:
    learner = course.learner()
    course.grant()

    assert "<script>alert" not in make(learner, name).text
    printed = call(learner, "pdf", name=name)

    assert printed.headers["Content-Type"] == "application/pdf"
    assert text_of(printed.data).count("Academiejaar") == 1


def test_another_name_is_asked_about_and_makes_the_one_before_invalid(course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()
    make(learner)
    (first,) = re.findall(r'href="/attests/([\w-]+)"', see(learner))

    asked = call(learner, "pdf", name="Iemand Anders")
    assert "Een andere naam" in asked.text
    anew = make(learner, "Iemand Anders", was=first)

    assert "Het vorige is niet meer geldig." in anew.text
    (second,) = re.findall(r'href="/attests/([\w-]+)"', anew.text)
    assert first != second
    assert "niet meer geldig" in learner.client.get(f"/attests/{first}").text
    assert "Dit attest is geldig" in learner.client.get(f"/attests/{second}").text


def test_a_name_that_is_too_long_hears_how_long_it_may_be(course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()

    assert f"Er passen {LONGEST_NAME} tekens op het attest." in make(learner, "a" * (LONGEST_NAME + 1)).text


def test_with_the_same_name_nothing_new_is_made(tool: Tool, course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()
    which = number_of(make(learner).text)

    again = make(learner, f" {NAME} ", was=which)

    assert "Je attest is gemaakt." in again.text
    assert number_of(again.text) == which
    assert count(tool, attest_badges) == 1


def test_an_attest_is_not_made_without_end(tool: Tool, course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()
    which = ""
    for number in range(MOST_MADE):
        which = number_of(make(learner, f"{NAME} {'x' * number}", was=which).text)

    refused = make(learner, "Iemand Anders", was=which)

    assert "Je maakte het attest al te vaak opnieuw." in refused.text
    assert number_of(refused.text) == which
    assert count(tool, attest_badges) == MOST_MADE


@ON_BOTH
def test_of_what_was_replaced_stays_only_that_it_is_not_valid(tool: Tool, course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()
    first = number_of(make(learner).text)
    make(learner, "Iemand Anders", was=first)

    with tool.database.read() as connection:
        badge = attests.find_badge(connection, first)
    assert badge is not None
    assert badge.credential is None
    assert {told["rests_on"] for told in badge.about["told"].values()} == {""}
    text = learner.client.get(f"/attests/{first}").text
    assert "Dit attest is niet meer geldig" in text
    assert "Klopt de naam?" not in text


@ON_BOTH
def test_of_two_windows_one_makes_it_and_the_other_hears_so(course: AttestCourse) -> None:
    learner = course.learner()
    course.grant()

    make(learner)
    met = make(learner, "Een Tweede Venster")

    assert "Er is intussen iets veranderd." in met.text
    assert NAME not in met.text


# Attacks


def test_a_learner_grants_nothing_to_themselves(course: AttestCourse) -> None:
    learner = course.learner()

    for path, form in (("all", {"who": course.code()}), ("one", {"act": "grant", "who": course.code()})):
        answer = learner.client.post(
            f"/class/attest/{path}", headers={"Authorization": f"Bearer {learner.token}"}, data=form
        )
        assert answer.status_code == 403
    assert "Je attest is klaar" not in see(learner)


def test_a_facilitator_grants_nothing_to_another_courses_learner(tool: Tool, browser: Browser) -> None:
    course, other = AttestCourse(tool, browser), AttestCourse(tool, browser, "other")
    learner = other.learner()

    assert "Die student zit niet in deze cursus." in course.grant(reason="toch")
    assert "Er is niets veranderd." in course.teacher().post("attest/all", who=course.code())
    assert "Je attest is klaar" not in see(learner)


def test_of_two_learners_whose_ids_begin_alike_the_right_one_is_granted_one(course: AttestCourse) -> None:
    one, other = course.learner("1234567801"), course.learner("1234567802")

    course.grant(sub="1234567802")

    assert "Je attest is klaar" in see(other)
    assert "Je attest is klaar" not in see(one)


@pytest.mark.parametrize("what", ["make", "pdf", "badge", "picture"])
def test_what_was_not_granted_can_not_be_made(course: AttestCourse, what: str) -> None:
    learner = course.learner()

    answer = call(learner, what, name=NAME)

    assert "Er is nu geen attest dat je kan maken." in answer.text
    assert "Content-Disposition" not in answer.headers


@pytest.mark.parametrize("what", ["make", "pdf", "badge", "picture"])
def test_what_was_revoked_can_not_be_made(course: AttestCourse, what: str) -> None:
    learner, page = course.learner(), course.teacher()
    course.grant(page)
    make(learner)
    course.revoke(page)

    answer = call(learner, what, name=NAME)

    assert "Er is nu geen attest dat je kan maken." in answer.text
    assert "Content-Disposition" not in answer.headers


def test_a_facilitator_who_tries_out_makes_none(course: AttestCourse) -> None:
    page = course.teacher()
    answer = page.client.get("/attest/sheet?language=nl", headers={"Authorization": f"Bearer {page.token}"})
    assert "Je bent hier als begeleider." in answer.text


def test_nobody_without_a_token_sees_a_learners_page(course: AttestCourse) -> None:
    assert course.browser.client.get("/attest/sheet").status_code == 401
    assert course.browser.client.post("/attest/badge").status_code == 401
