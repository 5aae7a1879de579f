"""A facilitator's page of the class: grades that arrived or did not, and questions to pass on."""

import csv
import io
import json
import re
from typing import Any

import pytest

from lti_tool.protocol.claims import AGS_ENDPOINT, SCOPE_RESULT, SCOPE_SCORE
from lti_tool.tool import Tool
from tests.class_page import (
    teacher,
)
from tests.lti_browser import Browser
from tests.lti_platform_double import PlatformDouble
from tests.test_lti_grades import deliver
from tests.test_roster import Course, work


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


# Grades


def finish(browser: Browser, sub: str, **claims: Any) -> None:
    page = browser.open(sub=sub, **claims)
    page.save("meaning", "klaar")
    page.finish()


def test_a_refused_grade_says_why_and_is_sent_again(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    finish(browser, "learner-42")
    platform.fail("/course/7/lineitems/3/lineitem/scores", 403)
    deliver(tool)
    page = teacher(browser)
    text = page.part("grades")
    assert "Geweigerd" in text
    assert "geen punten sturen" in text
    number = re.findall(r'name="attempt" value="(\d+)"', text)
    assert "weer op weg" in page.post("resend", attempt=number[0])
    deliver(tool)
    assert "Aangekomen" in page.part("grades")


def test_all_that_did_not_arrive_is_sent_again_at_once(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    for number in range(3):
        finish(browser, f"learner-{number}")
        if number:
            platform.fail("/course/7/lineitems/3/lineitem/scores", 403)
        deliver(tool)
    page = teacher(browser)
    assert "2 punten zijn weer op weg" in page.post("resend")
    deliver(tool)
    assert "niets om opnieuw te sturen" in page.post("resend")


def test_a_grade_of_another_link_is_not_sent_from_here(browser: Browser, tool: Tool) -> None:
    finish(browser, "learner-42", resource_link={"id": "link-2"})
    assert "niets om opnieuw te sturen" in teacher(browser).post("resend", attempt="1")
    assert "niets om opnieuw te sturen" in teacher(browser).post("resend", attempt="x" * 50)


def test_a_link_without_grades_says_so_once(browser: Browser) -> None:
    for number in range(3):
        finish(browser, f"learner-{number}", **{AGS_ENDPOINT: None})
    text = teacher(browser, **{AGS_ENDPOINT: None}).part("grades")
    assert text.count("geen kolom") == 1
    assert "3 deelnemers zijn klaar" in text


def test_the_gradebook_is_read_when_asked_and_a_difference_is_said(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    rights = {AGS_ENDPOINT: {"scope": [SCOPE_SCORE, SCOPE_RESULT], "lineitem": platform.line_item_url}}
    finish(browser, "learner-42", **rights)
    deliver(tool)
    there = [{"id": "r", "userId": "learner-42", "resultScore": 9, "resultMaximum": 10}]
    platform.pages["/course/7/lineitems/3/lineitem/results"] = lambda call: (
        200,
        {},
        json.dumps(there).encode(),
    )
    page = teacher(browser, **rights)
    assert "In de puntenlijst:" not in page.part("grades")
    text = page.part("grades", gradebook="1")
    assert "In de puntenlijst: 90 %" in text
    assert "Iemand paste het daar aan" in text


def test_a_gradebook_that_may_not_be_read_is_explained(browser: Browser) -> None:
    finish(browser, "learner-42")
    assert "puntenlijst niet lezen" in teacher(browser).part("grades", gradebook="1")


# Questions


def ask(browser: Browser, *texts: str, sub: str = "learner-42") -> None:
    asked = [{"step": "past", "text": text} for text in texts]
    browser.open(sub=sub).save("my-questions", asked, audience="facilitator")


def test_questions_that_were_shared_can_be_passed_on_without_names(
    browser: Browser, course: Course, tool: Tool
) -> None:
    ask(browser, "Wat kost\nhet?", "Mag ik wisselen?")
    page = teacher(browser, **course.claim)
    page.part("class")
    work(tool)
    text = page.part("questions")
    assert "An Peeters · Vroeger" in text
    assert "Vroeger\n- Wat kost het?\n- Mag ik wisselen?" in text
    answer = page.call("POST", "questions", {})
    assert answer.headers["Content-Disposition"] == 'attachment; filename="vragen-identity.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("﻿")), delimiter=";"))
    assert rows == [["Gaat over", "Vraag"], ["Vroeger", "Wat kost\nhet?"], ["Vroeger", "Mag ik wisselen?"]]
    assert "Peeters" not in answer.text


@pytest.mark.parametrize("text", ["=1+1", "+32", "-1", "@x", "\t=x", "  =1+1", "\n=1", "\uff1d1"])
def test_a_spreadsheet_takes_no_question_for_a_formula(browser: Browser, text: str) -> None:
    ask(browser, text)
    answer = teacher(browser).call("POST", "questions", {}).text.removeprefix("﻿")
    cell = list(csv.reader(io.StringIO(answer), delimiter=";"))[1][1]
    assert cell.startswith("'")


def test_english_spreadsheets_expect_commas(browser: Browser) -> None:
    ask(browser, "Why?")
    answer = teacher(browser).call("POST", "questions", {"language": "en"}).text
    assert answer.splitlines()[1] == "Then,Why?"
