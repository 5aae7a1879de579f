"""The page in the LTI tool: its token, what it does when the server fails, and the grade."""

import json
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from modules.kit.module import Module
from tests.browser.conftest import Publish, Visitor
from tests.browser.walking import go, saved

pytestmark = pytest.mark.browser


class Api:
    """The LTI tool's API as the page sees it: answers in memory, and whatever trouble a test wants."""

    def __init__(self) -> None:
        self.answers: dict[str, Any] = {}
        self.tokens: list[str | None] = []
        self.status = 200
        self.renewed: str | None = None
        self.grade: dict[str, Any] | None = None
        self.loses_replies = False
        self.position: str | None = None

    def handle(self, route: Route) -> None:
        self.tokens.append(route.request.headers.get("authorization"))
        headers = {"Wegwijs-Token": self.renewed} if self.renewed else {}
        if self.status != 200:
            route.fulfill(status=self.status, json={"error": {"code": "x", "message": "x"}})
            return
        reply = self._answer(route)
        if self.loses_replies and route.request.method == "PATCH":
            route.abort()
            return
        route.fulfill(json=reply, headers=headers)

    def _answer(self, route: Route) -> dict[str, Any]:
        if route.request.method == "GET":
            state = {"role": "learner", "answers": self.answers, "position": self.position, "finished": False}
            return state | {"grade": self.grade, "lms": {"title": "Moodle"}, "key": "k"}
        if route.request.method == "POST":
            return {"grade": self.grade}
        result: dict[str, Any] = {"saved": {}, "conflicts": {}, "refused": {}}
        for name, answer in json.loads(route.request.post_data or "{}")["answers"].items():
            there = self.answers.get(name, {"revision": 0})
            if there["revision"] != answer["revision"]:
                result["conflicts"][name] = there
                continue
            self.answers[name] = {**answer, "revision": answer["revision"] + 1}
            result["saved"][name] = answer["revision"] + 1
        return result


@pytest.fixture
def api(visitor: Visitor) -> Api:
    found = Api()
    visitor.context.route("**/api/**", found.handle)
    return found


def test_the_token_leaves_the_address_and_survives_a_reload(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    address = publish(module, "lti")
    page = visitor.visit(f"{address}#secret-token")
    assert page.url == address
    page.reload()
    page.locator("html.is-live").wait_for()
    assert api.tokens == ["Bearer secret-token"] * 2
    assert "secret" not in page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")


def test_a_place_that_a_newer_version_no_longer_has_begins_at_the_beginning(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    api.position = "gone"
    page = visitor.visit(f"{publish(module, 'lti')}#t")
    page.get_by_role("button", name="Begin").click()
    expect(page.locator("body")).to_have_attribute("data-screen", "step")


def test_a_renewed_token_replaces_the_old_one(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    api.renewed = "second"
    page = visitor.visit(f"{publish(module, 'lti')}#first")
    go(page, "thought")
    page.get_by_role("textbox").fill("hallo")
    saved(page)
    assert api.tokens[-1] == "Bearer second"


def test_what_a_failing_server_did_not_take_is_sent_when_it_is_back(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    page = visitor.visit(f"{publish(module, 'lti')}#token")
    go(page, "thought")
    api.status = 500
    page.get_by_role("textbox").fill("blijft hier")
    expect(page.locator("[data-part=saved]")).to_contain_text("we proberen opnieuw")
    api.status = 200
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert api.answers["thought"]["value"] == "blijft hier"
    visitor.complaints.clear()  # the browser notes the 500


def test_what_was_not_saved_is_on_the_device_until_it_is(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    address = f"{publish(module, 'lti')}#token"
    page = visitor.visit(address)
    go(page, "thought")
    api.status = 500
    page.get_by_role("textbox").fill("zonder verbinding")
    expect(page.locator("[data-part=saved]")).to_contain_text("we proberen opnieuw")
    page.close()
    api.status = 200
    later = visitor.visit(address)
    saved(later)
    assert api.answers["thought"]["value"] == "zonder verbinding"
    assert later.evaluate("Object.keys(localStorage)") == []
    visitor.complaints.clear()  # the browser notes the 500


def test_a_reply_that_got_lost_is_no_conflict(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    page = visitor.visit(f"{publish(module, 'lti')}#token")
    go(page, "thought")
    api.loses_replies = True
    page.get_by_role("textbox").fill("eerst")
    expect(page.locator("[data-part=saved]")).to_contain_text("we proberen opnieuw")
    page.get_by_role("textbox").fill("eerst en dan")
    api.loses_replies = False
    page.evaluate("dispatchEvent(new Event('online'))")
    saved(page)
    assert page.locator(".conflict").count() == 0
    assert api.answers["thought"]["value"] == "eerst en dan"
    visitor.complaints.clear()  # the browser notes the lost reply


def test_an_expired_token_says_how_to_go_on(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    page = visitor.visit(f"{publish(module, 'lti')}#token")
    go(page, "thought")
    api.status = 401
    page.get_by_role("textbox").fill("te laat")
    expect(page.locator("[data-part=saved]")).to_contain_text("Open deze pagina opnieuw vanuit je cursus")
    visitor.complaints.clear()  # the browser notes the 401


def test_a_page_that_can_not_load_offers_nothing_to_type_in(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    api.status = 500
    page = visitor.context.new_page()
    page.goto(f"{publish(module, 'lti')}#token")
    expect(page.get_by_role("button", name="Probeer opnieuw")).to_be_visible()
    assert page.locator("textarea:visible").count() == 0
    visitor.complaints.clear()  # the browser notes the 500


def test_the_grade_is_told_in_words(module: Module, publish: Publish, visitor: Visitor, api: Api) -> None:
    page = visitor.visit(f"{publish(module, 'lti')}#token")
    go(page, "thought")
    page.get_by_role("textbox").fill("twee woorden")
    page.locator(".road a").last.click()
    api.grade = {"state": "refused", "at": None, "reason": "not-gradable"}
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.locator(".grade")).to_contain_text("je staat niet in de lijst van deze cursus")
    api.grade = {"state": "delivered", "at": "2026-11-21T14:02:00Z", "reason": None}
    page.get_by_role("button", name="Stuur opnieuw").click()
    expect(page.locator(".grade")).to_contain_text("Doorgegeven aan je cursus om")


def test_a_grade_on_its_way_is_looked_up_again(
    module: Module, publish: Publish, visitor: Visitor, api: Api
) -> None:
    api.grade = {"state": "waiting", "at": None, "reason": None}
    page = visitor.visit(f"{publish(module, 'lti')}#token")
    go(page, "thought")
    page.get_by_role("textbox").fill("twee woorden")
    page.locator(".road a").last.click()
    page.get_by_role("button", name="Ik ben klaar").click()
    expect(page.locator(".grade")).to_contain_text("duurt nog even")
    api.grade = {"state": "delivered", "at": "2026-11-21T14:02:00Z", "reason": None}
    expect(page.locator(".grade")).to_contain_text("Doorgegeven aan je cursus om")
