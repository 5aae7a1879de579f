"""What a link says of itself: chosen, copied, without grades, or without a module."""

import re
from typing import Any

import pytest
from werkzeug.test import TestResponse

from modules.kit.registry import Registry
from tests.deep_link_chooser import DL, choosing
from tests.lti_browser import HOST, Browser
from tests.lti_platform_double import INSTRUCTOR

# What comes of it


def launched(browser: Browser, item: dict[str, Any], **changes: Any) -> Any:
    """A launch of an item as the platform stored it."""
    return browser.open(custom=item["custom"], target_link_uri=item["url"], **changes)


def test_a_chosen_module_opens_as_chosen(browser: Browser) -> None:
    [item] = choosing(browser).answer(language="en", graded="on")[DL + "content_items"]
    assert launched(browser, item).path == "/learn/1/identity/en"


def test_where_no_grade_is_wanted_none_is_sent(browser: Browser, tool: Any) -> None:
    [item] = choosing(browser).answer()[DL + "content_items"]
    page = launched(browser, item)
    page.save("meaning", "klaar")
    assert page.finish() == {"state": "none", "at": None, "reason": "not-wanted"}
    assert tool.delivery.due() == []


def test_a_grade_that_waits_is_not_sent_once_none_is_wanted(browser: Browser, tool: Any) -> None:
    page = browser.open()
    page.save("meaning", "klaar")
    assert page.finish()["state"] == "waiting"
    browser.open(custom={"module": "identity", "graded": "off"})
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    assert browser.platform.scores == []


def copied(**more: Any) -> dict[str, Any]:
    histories = {"context_history": "course-7,course-1", "link_history": "link-1"}
    return {
        "custom": {"module": "identity"} | histories,
        "resource_link": {"id": "link-copy"},
        "context": {"id": "course-8", "title": "Klas 6C"},
    } | more


def test_a_copied_link_works_and_opens_nobody_elses_answers(browser: Browser) -> None:
    original = browser.open()
    original.save("meaning", "van mij")
    copy = browser.open(**copied())
    assert copy.load()["answers"] == {}
    assert original.load()["answers"]["meaning"]["value"] == "van mij"


def test_a_facilitator_hears_where_a_copy_came_from(browser: Browser) -> None:
    browser.open()
    page = browser.open(**copied(roles=[INSTRUCTOR]))
    assert "Gekopieerd uit Klas 6B" in page.call("GET", "/guide?language=nl").json["html"][""]
    first = browser.open(roles=[INSTRUCTOR])
    assert "Gekopieerd" not in first.call("GET", "/guide?language=nl").json["html"][""]


def test_a_course_that_we_never_saw_has_no_name(browser: Browser) -> None:
    page = browser.open(**copied(roles=[INSTRUCTOR]))
    assert "Gekopieerd uit een andere cursus" in page.call("GET", "/guide?language=nl").json["html"][""]


def test_unknown_variables_are_no_history(browser: Browser) -> None:
    custom = {"module": "identity", "context_history": "$Context.id.history"}
    page = browser.open(custom=custom, roles=[INSTRUCTOR])
    assert "Gekopieerd" not in page.call("GET", "/guide?language=nl").json["html"][""]


def test_the_title_of_a_copied_course_is_never_markup(browser: Browser) -> None:
    browser.open(context={"id": "course-7", "title": "<script>x</script>"})
    page = browser.open(**copied(roles=[INSTRUCTOR]))
    assert "<script>" not in page.call("GET", "/guide?language=nl").json["html"][""]


# A link without a module


def bind(browser: Browser, page: TestResponse, module: str = "identity", **headers: str) -> TestResponse:
    seal = re.search(r'name="link" value="([^"]+)"', page.text)
    assert seal
    form = {"link": seal[1], "module": module}
    return browser.client.post("/lti/link-module", data=form, headers=headers, base_url=HOST)


def test_a_facilitator_gives_a_link_its_module_once_for_all(browser: Browser) -> None:
    page = browser.launch(custom={}, roles=[INSTRUCTOR])
    assert page.status_code == 404
    assert "module=identity" in page.text
    assert "Deze link toont nu: Wie ben jij?" in bind(browser, page).text
    assert browser.open(custom={}).path == "/learn/1/identity/nl"


def test_a_module_is_given_to_one_link_alone(browser: Browser) -> None:
    bind(browser, browser.launch(custom={}, roles=[INSTRUCTOR]))
    assert "LTI-MODULE" in browser.launch(custom={}, resource_link={"id": "link-2"}).text


def test_a_facilitator_gives_a_link_a_part_of_a_course(browser: Browser) -> None:
    page = browser.launch(custom={}, roles=[INSTRUCTOR])
    assert "variant=describe" in page.text
    assert "Sessie 2: Beschrijven" in bind(browser, page, "civic-reflection/describe").text
    assert browser.open(custom={}).path == "/learn/1/civic-reflection/describe/nl"


def test_a_learner_at_a_link_without_a_module_can_change_nothing(browser: Browser) -> None:
    page = browser.launch(custom={})
    assert page.status_code == 404
    assert "<form" not in page.text


@pytest.mark.parametrize(
    ("module", "headers"),
    [
        ("none", {}),
        ("", {}),
        ("civic-reflection/none", {}),
        ("intake/round-1", {}),
        ("identity", {"Sec-Fetch-Site": "cross-site"}),
    ],
)
def test_a_link_gets_no_other_module(browser: Browser, module: str, headers: Any) -> None:
    page = browser.launch(custom={}, roles=[INSTRUCTOR])
    assert bind(browser, page, module, **headers).status_code == 400
    assert "LTI-MODULE" in browser.launch(custom={}).text


def test_a_changed_form_gives_no_link_a_module(browser: Browser) -> None:
    form = {"link": "WzEsImRlcC0xIiwibGluay0xIixudWxsXQ.aaa.bbb", "module": "identity"}
    assert browser.client.post("/lti/link-module", data=form).status_code == 400
    assert "LTI-MODULE" in browser.launch(custom={}).text


def test_what_the_link_says_itself_wins(browser: Browser, registry: Registry) -> None:
    bind(browser, browser.launch(custom={}, roles=[INSTRUCTOR]))
    assert browser.open(custom={"module": "identity", "language": "en"}).path.endswith("/identity/en")
