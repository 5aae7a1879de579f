"""A learner's growth from session 1 to session 5 of civic reflection, each with a link of its own."""

from typing import Any

import pytest

from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR

START, END = "competences-start", "competences-end"
CARRIED = f"civic-reflection/{START}"
LOW = {"2": ["listens", "adapts", "shares", "acts", "long-term", "limits"]}
HIGH = {"4": ["listens", "adapts", "shares"], "3": ["acts", "long-term", "limits"]}


def claims(variant: str) -> dict[str, Any]:
    return {
        "custom": {"module": "civic-reflection", "variant": variant},
        "resource_link": {"id": f"link-{variant}"},
    }


def at(browser: Browser, variant: str, sub: str = "learner-1") -> Page:
    return browser.open(sub=sub, **claims(variant))


def competences(browser: Browser) -> str:
    page: ClassPage = teacher(browser, **claims("start"))
    answer = page.call("POST", "competences/file", {}, kind="csv", nameless="1")
    assert answer.status_code == 200
    return answer.data.decode("utf-8-sig")


@ON_BOTH
def test_what_was_rated_in_session_1_stands_beside_the_end(browser: Browser) -> None:
    at(browser, "start").save(START, LOW)
    session = at(browser, "articulate")
    session.save(END, HIGH)
    loaded = session.load()
    assert loaded["carried"][CARRIED]["value"] == LOW
    assert loaded["answers"][END]["value"] == HIGH


def test_nobody_elses_start_comes_along(browser: Browser) -> None:
    at(browser, "start", "learner-2").save(START, LOW)
    assert at(browser, "articulate").load()["carried"] == {}


def test_a_lecturers_try_out_of_session_1_is_no_learners_start(browser: Browser) -> None:
    browser.open(sub="learner-1", roles=[INSTRUCTOR], **claims("start")).save(START, LOW)
    assert at(browser, "articulate").load()["carried"] == {}


def test_what_comes_along_is_not_shared_by_that(browser: Browser) -> None:
    at(browser, "start").save(START, LOW)
    at(browser, "articulate").save(END, HIGH)
    assert competences(browser).count("\r\n") == 1, "the heads alone"


@pytest.mark.parametrize(("shared", "columns"), [(START, "2;;5"), (END, ";4;5")])
def test_each_side_is_shared_by_itself(browser: Browser, shared: str, columns: str) -> None:
    for variant, name, value in (("start", START, LOW), ("articulate", END, HIGH)):
        at(browser, variant).save(name, value, audience="facilitator" if name == shared else "learner")
    lines = competences(browser).splitlines()
    assert any("including" in line and columns in line for line in lines)
    assert not any("2;4;5" in line for line in lines)
