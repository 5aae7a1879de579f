"""Assessing by two, blind or not, and by several at once: nothing is lost, nothing released by accident."""

import re
import threading
from pathlib import Path

import pytest
from flask import Flask

from lti_tool.store.db import Database
from modules.kit.registry import Registry, load_registry
from tests.assessing import (
    assess_by,
    assessor,
    field,
    handed_in,
    levels,
    numbers,
    own,
    released,
    together,
)
from tests.class_page import ClassPage
from tests.judged_module import make_judged_module
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


# Two assessors


@ON_BOTH
def test_where_two_assessors_differ_they_choose_together_before_it_is_released(browser: Browser) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    said = own(one, number, "release", **levels(3, 2), **{"comment-facts": "van een"})
    assert "Bewaard, en je bent klaar." in said
    assert released(page) is None
    own(other, number, "done", **levels(3, 4), **{"comment-facts": "van twee"})
    html = one.part("assess", attempt=number)
    assert "samen te kiezen" in html
    assert html.count('class="differs"') == 1
    assert "van een" in html
    assert "van twee" in html

    said = together(one, number, "release", **levels(3, None))
    assert "Kies nog een niveau bij: Perspectieven. Er is niets vrijgegeven." in said
    assert released(page) is None
    said = together(other, number, "release", **levels(3, 3), comment="Samen gekozen.")

    assert "Vrijgegeven. De student ziet het" in said
    assert (released(page)["points"], released(page)["comment"]) == (6, "Samen gekozen.")


def test_where_two_assessors_agree_their_levels_and_both_comments_stand(browser: Browser) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(3, 3), comment="Van een.")
    own(other, number, "done", **levels(3, 3), comment="Van twee.")
    ready = f"{number}/"
    html = one.part("assess")
    assert f'name="ready" value="{ready}' in html
    assert "1 beoordeling is vrijgegeven." in one.post("assess/release", ready=field(html, "ready"))
    assert released(page)["comment"] == "Van een.\n\nVan twee."


def test_what_was_chosen_together_no_longer_counts_when_an_assessor_changes_their_mind(
    browser: Browser,
) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(3, 2))
    own(other, number, "done", **levels(3, 4))
    html = one.part("assess", attempt=number)
    seen = field(html, "seen")
    together(one, number, "save", **levels(3, 3))
    assert "klaar om vrij te geven" in one.part("assess")
    own(other, number, "done", **levels(1, 4))
    assert "samen te kiezen" in one.part("assess")
    said = one.post("assess/together", attempt=number, seen=seen, do="release", **levels(3, 3))
    assert "Intussen veranderde er iets" in said
    assert released(page) is None


def test_an_assessor_sees_nothing_of_the_other_before_both_are_ready(browser: Browser) -> None:
    handed_in(browser)
    assess_by(browser, "blind")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(4, 4), comment="geheim-van-een")
    for html in (other.part("assess"), other.part("assess", attempt=number)):
        assert "geheim-van-een" not in html
        assert "8 van 8" not in html
    own(other, number, "save", **levels(2, 2))
    assert "geheim-van-een" not in other.part("assess", attempt=number)
    own(other, number, "done", **levels(2, 2), comment="van-twee")
    assert "geheim-van-een" in other.part("assess", attempt=number)
    assert "van-twee" in one.part("assess", attempt=number)
    # Who has seen the other's levels changes none of their own.
    said = one.post("assess", attempt=number, was="1", work="", do="done", **levels(2, 2))
    assert "jullie kiezen nu samen" in said


def test_two_long_comments_can_be_released_together_as_they_are(browser: Browser) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    one, other = assessor(browser), assessor(browser, "teacher-2")
    (number,) = numbers(one)
    own(one, number, "done", **levels(3, 3), comment="a" * 2000)
    own(other, number, "done", **levels(3, 3), comment="b" * 2000)
    both = "a" * 2000 + "\n\n" + "b" * 2000
    assert "Vrijgegeven." in together(one, number, "release", **levels(3, 3), comment=both)
    assert released(page)["comment"] == both


# Several at once


@ON_BOTH
def test_two_who_release_at_the_same_moment_give_one_grade(
    browser: Browser, app: Flask, store: Database
) -> None:
    page = handed_in(browser)
    assess_by(browser, "two")
    offices = [assessor(browser), assessor(browser, "teacher-2")]
    (number,) = numbers(offices[0])
    for office in offices:
        own(office, number, "done", **levels(3, 3))
    seen = field(offices[0].part("assess", attempt=number), "seen")
    start, said = threading.Barrier(2), []

    def release(office: ClassPage) -> None:
        mine = ClassPage(app.test_client(), office.token)
        start.wait()
        form = {"attempt": number, "seen": seen, "do": "release"}
        said.append(mine.post("assess/together", **form, **levels(3, 3)))

    threads = [threading.Thread(target=release, args=(office,)) for office in offices]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all("Vrijgegeven. De student ziet het" in text for text in said)
    assert released(page)["points"] == 6
    with store.read() as connection:
        # One of the hand-in, one of the release.
        assert connection.exec_driver_sql("SELECT version FROM score_outbox").scalar_one() == 2


@ON_BOTH
def test_releasing_twice_gives_one_grade(browser: Browser, store: Database) -> None:
    handed_in(browser)
    office = assessor(browser)
    (number,) = numbers(office)
    own(office, number, "release", **levels(4, 4))
    with store.read() as connection:
        before = connection.exec_driver_sql("SELECT version FROM score_outbox").scalar_one()
    assert "Vrijgegeven. De student ziet het" in own(office, number, "release", **levels(4, 4))
    with store.read() as connection:
        assert connection.exec_driver_sql("SELECT version FROM score_outbox").scalar_one() == before


def test_all_that_is_ready_is_released_as_it_was_seen_and_nothing_else(browser: Browser) -> None:
    pages = [handed_in(browser, f"learner-{at}") for at in (1, 2, 3)]
    office = assessor(browser)
    first, second, third = sorted(numbers(office), key=int)
    own(office, first, "done", **levels(1, 1))
    own(office, second, "done", **levels(2, 2))
    own(office, third, "save", **levels(3, 3))
    ready = re.findall(r'name="ready" value="([^"]+)"', office.part("assess"))
    assert len(ready) == 2
    own(office, second, "done", **levels(4, 4))
    answer = office.client.post(
        "/class/assess/release",
        base_url="https://wegwijs.example.org",
        query_string={"language": "nl"},
        headers={"Authorization": f"Bearer {office.token}"},
        data={"ready": [*ready, f"{third}/1:0:3-1"]},
    )
    assert "1 beoordeling is vrijgegeven." in answer.text
    assert [bool(released(page)) for page in pages] == [True, False, False]
