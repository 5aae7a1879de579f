"""A session as it goes: what its facilitator and the class see of it, and where it is."""

import logging
from typing import Any

import pytest

from lti_tool.tool import Tool
from tests.class_page import PRIVATE, ClassPage, teacher
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH

KINDS = ("guide", "screen")


def call(page: ClassPage, path: str, body: Any = None, language: str = "nl") -> Any:
    return page.client.open(
        path,
        method="GET" if body is None else "POST",
        base_url=HOST,
        query_string={"language": language},
        headers={"Authorization": f"Bearer {page.token}"},
        json=body,
    )


def state(at: str = "meaning", **changes: Any) -> dict[str, Any]:
    clock = {"ends": None, "left": 300, "whole": 300}
    return {"at": at, "begun": None, "clock": clock, "done": [], "skipped": []} | changes


def now(page: ClassPage) -> Any:
    return call(page, "/guide/now").json


def move(page: ClassPage, to: dict[str, Any], was: int) -> Any:
    return call(page, "/guide/now", {"was": was, "state": to}).json


# Who may look


@pytest.mark.parametrize("path", ["/guide/sheet", "/screen/sheet", "/guide/now"])
def test_a_learner_sees_nothing_of_it(browser: Browser, path: str) -> None:
    learner = browser.open()
    assert call(ClassPage(learner.client, learner.token), path).status_code == 403


def test_a_learner_moves_nothing(browser: Browser) -> None:
    learner = browser.open()
    page = ClassPage(learner.client, learner.token)
    assert call(page, "/guide/now", {"was": 0, "state": state()}).status_code == 403
    assert now(teacher(browser))["state"] is None


@pytest.mark.parametrize("path", ["/guide/sheet", "/screen/sheet", "/guide/now"])
def test_without_a_valid_token_there_is_nothing(browser: Browser, path: str) -> None:
    page = teacher(browser)
    assert call(ClassPage(page.client, page.token + "x"), path).status_code == 401


def test_a_facilitator_of_another_course_has_another_session(browser: Browser) -> None:
    move(teacher(browser), state(), 0)
    elsewhere = teacher(browser, resource_link={"id": "link-2"}, context={"id": "course-2"})
    assert now(elsewhere)["state"] is None


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_itself_says_nothing_of_anybody(browser: Browser, kind: str) -> None:
    teacher(browser)
    page = browser.client.get(f"/{kind}/1/identity/nl", base_url=HOST)
    assert page.status_code == 200
    assert page.headers["Cache-Control"] == "no-store"
    for nowhere in (f"/{kind}/99/identity/nl", f"/{kind}/1/nothing/nl", f"/{kind}/1/identity/xx"):
        assert browser.client.get(nowhere, base_url=HOST).status_code == 404


@pytest.mark.parametrize("kind", KINDS)
def test_no_answer_is_on_either_screen(browser: Browser, kind: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    browser.open().save("meaning", PRIVATE, audience="class")
    assert PRIVATE not in call(teacher(browser), f"/{kind}/sheet").text
    assert PRIVATE not in caplog.text


# What they see


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_guide_has_all_of_the_session_at_once(browser: Browser, tool: Tool, language: str) -> None:
    text = call(teacher(browser), "/guide/sheet", language=language).text
    guides = tool.registry.modules["identity"].guides[language].activities.values()
    for guide in guides:
        for said in (guide.purpose, *guide.method, *guide.questions, *guide.pitfalls, *guide.variants):
            assert said.replace("'", "&#39;") in text


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_module_can_be_guided(browser: Browser, tool: Tool, kind: str, language: str) -> None:
    for name, module in tool.registry.modules.items():
        page = teacher(browser, custom={"module": name}, resource_link={"id": f"link-{name}"})
        text = call(page, f"/{kind}/sheet", language=language).text
        shown = module.in_variant(None)
        assert text.count("data-screen=") == sum(len(step.activities) for step in shown.steps) + 2


def test_the_screen_for_the_class_has_what_learners_read_and_not_the_guide(
    browser: Browser, tool: Tool
) -> None:
    text = call(teacher(browser), "/screen/sheet").text
    module = tool.registry.modules["identity"]
    assert module.words["nl"].activities["classmate"].title in text
    for guide in module.guides["nl"].activities.values():
        assert guide.purpose not in text


def test_the_guide_follows_the_plan_that_was_kept(browser: Browser) -> None:
    page = teacher(browser)
    page.post("plan", **{"was": "0", "available": "40", "weight-song": "later", "minutes-meaning": "7"})
    text = call(page, "/guide/sheet").text
    assert "volgens je plan voor 40 minuten" in text
    assert "Oefening 1 van 6" in text
    assert '"id": "meaning", "minutes": 7, "weight": "must"' in text
    assert "Kan wachten volgens je plan" in text


def test_without_a_plan_all_exercises_are_there(browser: Browser) -> None:
    text = call(teacher(browser), "/guide/sheet").text
    assert "Oefening 12 van 12" in text
    assert "alle oefeningen van de sessie" in text


# Where the session is


def test_where_the_session_is_survives_a_closed_laptop(browser: Browser) -> None:
    moved = move(teacher(browser), state("circle", done=["meaning"]), 0)
    assert (moved["taken"], moved["revision"]) == (True, 1)
    again = now(teacher(browser))
    assert (again["state"], again["revision"]) == (state("circle", done=["meaning"]), 1)


@ON_BOTH
def test_of_two_facilitators_at_once_the_first_is_followed(browser: Browser) -> None:
    one, other = teacher(browser), teacher(browser)
    move(one, state("circle"), 0)
    met = move(other, state("song"), 0)
    assert (met["taken"], met["state"]["at"], met["revision"]) == (False, "circle", 1)
    assert move(other, state("song"), met["revision"])["taken"]


@pytest.mark.parametrize(
    "body",
    [
        [],
        {},
        {"was": 0},
        {"was": "0", "state": state()},
        {"was": -1, "state": state()},
        {"was": 2**40, "state": state()},
        {"was": 0, "state": state("elsewhere")},
        {"was": 0, "state": "circle"},
        {"was": 0, "state": state(clock={"ends": 1, "left": 0, "whole": 0})},
    ],
)
def test_what_is_no_state_is_refused_and_changes_nothing(browser: Browser, body: Any) -> None:
    page = teacher(browser)
    assert call(page, "/guide/now", body).status_code == 400
    assert now(page)["state"] is None


def test_what_is_no_json_is_refused(browser: Browser) -> None:
    page = teacher(browser)
    deep = page.client.post(
        "/guide/now", base_url=HOST, data="[" * 100_000, content_type="application/json",
        headers={"Authorization": f"Bearer {page.token}"},
    )  # fmt: skip
    assert deep.status_code == 400


def test_a_token_that_grows_old_is_renewed(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    page = teacher(browser)
    monkeypatch.setattr("lti_tool.attempt_token.RENEW_SECONDS", -1)
    assert call(page, "/guide/now").headers["Wegwijs-Token"]
