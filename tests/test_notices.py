"""What platforms tell us while nobody is launching: checked as a launch is, once, with no answer."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lti_tool.protocol.claims import LTI, NOTICE_SERVICE, SCOPE_NOTICE_HANDLERS
from lti_tool.store import platforms
from lti_tool.store.tables import answers, contexts, notice_nonces, notice_services
from lti_tool.tool import Tool
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import CLIENT_ID, INSTRUCTOR, FromNow, KeyPair, PlatformDouble, Received
from tests.test_roster import work

HANDLERS = "/notice-handlers/106"
NOTICES = f"{HOST}/lti/notices"


def claims(platform: PlatformDouble, nonce: str = "n-1", **changes: Any) -> dict[str, Any]:
    """A good notice: course 8 was copied from course 7."""
    not_in_a_notice = ("sub", "message_type", "target_link_uri", "roles", "resource_link", "custom")
    good: dict[str, Any] = dict.fromkeys([*not_in_a_notice, "launch_presentation"]) | {
        LTI + "notice": {"id": "1", "timestamp": "2026-11-21T10:00:00Z", "type": "LtiContextCopyNotice"},
        LTI + "origin_contexts": ["course-7"],
        "context": {"id": "course-8", "title": "Klas 6C"},
    }
    return platform.claims(nonce, **(good | changes))


Send = Callable[..., TestResponse]


@pytest.fixture
def send(client: FlaskClient, platform: PlatformDouble, tool: Tool) -> Send:
    def deliver(*signed: Any, **changes: Any) -> TestResponse:
        notices = signed or (platform.sign(claims(platform, **changes)),)
        return client.post(NOTICES, json={"notices": [{"jwt": one} for one in notices]}, base_url=HOST)

    return deliver


def copied_from(tool: Tool, context_id: str = "course-8") -> str | None:
    with tool.database.read() as connection:
        query = select(contexts.c.copied_from).where(contexts.c.context_id == context_id)
        return connection.scalar(query)


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


# Notices


def test_a_copied_course_is_noted(send: Send, tool: Tool) -> None:
    assert send().status_code == 200
    assert copied_from(tool) == "course-7"


def test_the_facilitator_hears_where_a_course_came_from_and_no_answer_came_along(
    send: Send, browser: Browser, tool: Tool
) -> None:
    browser.open().save("meaning", "kanarie", audience="class")
    send()
    there = {"context": {"id": "course-8"}, "resource_link": {"id": "link-8"}}
    teacher = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **there)
    assert "Klas 6B" in teacher.call("GET", "/guide?language=nl").text
    assert browser.open(**there).load()["answers"] == {}
    assert count(tool, answers) == 1


def test_a_launch_of_the_new_course_does_not_forget_it(send: Send, browser: Browser, tool: Tool) -> None:
    send()
    browser.open(context={"id": "course-8", "title": "Nieuwe titel"}, resource_link={"id": "link-8"})
    assert copied_from(tool) == "course-7"


@ON_BOTH
def test_a_notice_counts_once(send: Send, platform: PlatformDouble, tool: Tool) -> None:
    signed = platform.sign(claims(platform))
    assert send(signed).status_code == 200
    again = send(signed)
    assert again.status_code == 400
    assert again.json["error"]["code"] == "LTI-NONCE"


def test_another_notice_with_the_same_nonce_is_refused(send: Send, tool: Tool) -> None:
    send()
    assert send(context={"id": "course-9"}).status_code == 400
    assert copied_from(tool, "course-9") is None


def test_a_nonce_is_remembered_as_long_as_its_notice_seems_of_now(
    send: Send, platform: PlatformDouble, tool: Tool, clock: Clock
) -> None:
    signed = platform.sign(claims(platform, exp=FromNow(10**6), iat=FromNow(50)))
    assert send(signed).status_code == 200
    for clock.ahead in (3600, 3700, 3800):
        tool.jobs.sweep()
        assert send(signed).status_code == 400
    clock.ahead = 4000
    tool.jobs.sweep()
    assert count(tool, notice_nonces) == 0


def test_several_notices_come_together_each_on_its_own_terms(
    send: Send, platform: PlatformDouble, tool: Tool
) -> None:
    good = platform.sign(claims(platform, "a"))
    other = platform.sign(claims(platform, "b", context={"id": "course-9"}))
    bad = platform.sign(claims(platform, "c", aud="somebody-else"))
    assert send(good, bad, other).status_code == 400
    assert copied_from(tool, "course-8") == copied_from(tool, "course-9") == "course-7"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"iss": "https://evil.example.org"}, "LTI-UNKNOWN"),
        ({"iss": None}, "LTI-CLAIM"),
        ({"aud": "somebody-else"}, "LTI-UNKNOWN"),
        ({"aud": [CLIENT_ID, "evil"]}, "LTI-AUDIENCE"),
        ({"aud": "evil", "azp": CLIENT_ID}, "LTI-AUDIENCE"),
        ({"aud": [], "azp": CLIENT_ID}, "LTI-AUDIENCE"),
        ({"exp": FromNow(-120)}, "LTI-EXPIRED"),
        ({"iat": FromNow(-4000)}, "LTI-EXPIRED"),
        ({"iat": FromNow(400)}, "LTI-CLOCK"),
        ({"exp": None}, "LTI-TIME"),
        ({"iat": None}, "LTI-TIME"),
        ({"version": "1.1"}, "LTI-VERSION"),
        ({"deployment_id": None}, "LTI-CLAIM"),
        ({"deployment_id": "dep-9"}, "LTI-PENDING"),
        ({"nonce": None}, "LTI-CLAIM"),
        ({"nonce": "x" * 300}, "LTI-CLAIM"),
        ({LTI + "notice": None}, "LTI-CLAIM"),
        ({LTI + "notice": {"type": 5}}, "LTI-CLAIM"),
        ({"context": None}, "LTI-CLAIM"),
        ({"context": {"title": "x"}}, "LTI-CLAIM"),
        ({LTI + "origin_contexts": "course-7"}, "LTI-CLAIM"),
    ],
)
def test_a_notice_with_one_thing_wrong_is_refused_and_leaves_nothing(
    send: Send, tool: Tool, changes: dict[str, Any], code: str
) -> None:
    refused = send(**changes)
    assert refused.status_code == 400
    assert refused.json["error"]["code"] == code
    assert count(tool, contexts) == 0
    assert count(tool, notice_nonces) == 0


@pytest.mark.parametrize(
    ("headers", "code"),
    [({"kid": None}, "LTI-KEY"), ({"kid": "unknown"}, "LTI-KEY"), ({"crit": ["x"]}, "LTI-TOKEN")],
)
def test_a_notice_of_an_odd_key_is_refused(
    send: Send, platform: PlatformDouble, headers: dict[str, Any], code: str
) -> None:
    assert send(platform.sign(claims(platform), **headers)).json["error"]["code"] == code


def test_a_notice_of_another_key_is_refused(send: Send, platform: PlatformDouble, tool: Tool) -> None:
    forged = platform.sign(claims(platform), key=KeyPair(platform.key.kid))
    assert send(forged).json["error"]["code"] == "LTI-SIGNATURE"
    assert count(tool, contexts) == 0


def test_a_changed_notice_is_refused(send: Send, platform: PlatformDouble) -> None:
    head, _, signature = platform.sign(claims(platform)).split(".")
    other = platform.sign(claims(platform, context={"id": "course-9"})).split(".")[1]
    assert send(f"{head}.{other}.{signature}").json["error"]["code"] == "LTI-SIGNATURE"


def test_a_launch_message_is_no_notice(send: Send, platform: PlatformDouble, tool: Tool) -> None:
    assert send(platform.sign(platform.claims("n-1"))).status_code == 400
    assert count(tool, contexts) == 0


def test_a_notice_is_no_launch(browser: Browser, platform: PlatformDouble) -> None:
    login = browser.log_in()
    refused = browser.post(platform.sign(claims(platform, login.nonce)), login.state)
    assert "LTI-MESSAGE" in refused.text


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'"x"', b"{}", b'{"notices": []}', b'{"notices": {}}', b'{"notices": [5]}',
     b'{"notices": [{}]}', b'{"notices": [{"jwt": 5}]}', b'{"notices": [{"jwt": "x"}]}',
     b'{"notices": [{"jwt": "a.b.c"}]}', b'{"notices": [' + b'{"jwt": "x"},' * 60 + b'{"jwt": "x"}]}',
     b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_delivery_is_refused(client: FlaskClient, body: bytes) -> None:
    refused = client.post(NOTICES, data=body, content_type="application/json", base_url=HOST)
    assert refused.status_code == 400
    assert refused.is_json


def test_a_notice_that_asks_nothing_of_us_is_taken(send: Send, tool: Tool) -> None:
    hello = {LTI + "notice": {"id": "1", "timestamp": "x", "type": "LtiHelloWorldNotice"}, "context": None}
    assert send(**hello).status_code == 200
    assert count(tool, contexts) == 0


def test_a_course_of_another_tenant_is_another_course(send: Send, browser: Browser, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    browser.open()
    send(deployment_id="dep-2", context={"id": "course-7", "title": "x"})
    with tool.database.read() as connection:
        kept = connection.execute(select(contexts.c.deployment_row, contexts.c.copied_from)).all()
    assert sorted(kept) == [(1, None), (2, None)]


def test_ids_that_could_pass_for_two_are_left_out(send: Send, tool: Tool) -> None:
    send(**{LTI + "origin_contexts": ["a,b", "", " ", 5, None, "course-8", "x" * 300, "course-7"]})
    assert copied_from(tool) == "course-7"


def test_nothing_of_a_notice_is_logged(send: Send, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    send()
    send(context={"id": "course-9"})
    assert "notice of registration 1: copy" in caplog.text
    for part in ("course-8", "Klas 6C", "n-1", "eyJ"):
        assert part not in caplog.text


# Asking for notices


@pytest.fixture
def offers(platform: PlatformDouble) -> dict[str, Any]:
    def answer(call: Received) -> tuple[int, dict[str, str], bytes]:
        return 200, {}, call.body

    platform.pages[HANDLERS] = answer
    return {
        NOTICE_SERVICE: {
            "service_versions": ["1.0"],
            "platform_notification_service_url": platform.url + HANDLERS,
            "scope": [SCOPE_NOTICE_HANDLERS],
            "notice_types_supported": ["LtiHelloWorldNotice", "LtiContextCopyNotice"],
        }
    }


def state(tool: Tool) -> tuple[str, str | None] | None:
    with tool.database.read() as connection:
        row = connection.execute(select(notice_services.c.state, notice_services.c.reason)).one_or_none()
        return (row.state, row.reason) if row else None


def ask(tool: Tool) -> None:
    tool.jobs.sweep()
    work(tool)


@ON_BOTH
def test_a_platform_that_offers_notices_is_asked_once(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any]
) -> None:
    for _ in range(2):
        browser.open(**offers)
        ask(tool)
    (call,) = platform.calls(HANDLERS)
    assert call.method == "PUT"
    assert call.json == {"notice_type": "LtiContextCopyNotice", "handler": NOTICES}
    assert call.headers["Authorization"] == "Bearer token-1"
    assert platform.calls("/token")[0].form["scope"] == SCOPE_NOTICE_HANDLERS
    assert state(tool) == ("subscribed", None)


def test_a_new_address_is_asked_anew(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any]
) -> None:
    browser.open(**offers)
    ask(tool)
    moved = offers[NOTICE_SERVICE] | {"platform_notification_service_url": platform.url + "/elsewhere"}
    browser.open(**{NOTICE_SERVICE: moved})
    ask(tool)
    assert len(platform.calls("/elsewhere")) == 1


@pytest.mark.parametrize(
    ("status", "after"),
    [(500, "wanted"), (429, "wanted"), (403, "wanted"), (400, "refused"), (404, "refused")],
)
def test_a_refusal_is_kept_and_asked_again_where_that_may_help(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any], status: int, after: str
) -> None:
    browser.open(**offers)
    platform.fail(HANDLERS, status)
    ask(tool)
    assert state(tool) == (after, f"http-{status}")


def test_asking_again_waits(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any], clock: Clock
) -> None:
    browser.open(**offers)
    platform.fail(HANDLERS, 503)
    ask(tool)
    ask(tool)
    assert len(platform.calls(HANDLERS)) == 1
    clock.ahead = 400
    ask(tool)
    assert state(tool) == ("subscribed", None)


def test_an_answer_about_another_handler_is_no_yes(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any]
) -> None:
    platform.pages[HANDLERS] = lambda call: (200, {}, b'{"handler": "https://evil.example.org/x"}')
    browser.open(**offers)
    ask(tool)
    assert state(tool) == ("refused", "other-handler")


@pytest.mark.parametrize(
    "change",
    [
        {"service_versions": ["2.0"]},
        {"scope": []},
        {"notice_types_supported": ["LtiHelloWorldNotice"]},
        {"platform_notification_service_url": "ftp://lms.example.edu/x"},
        {"platform_notification_service_url": None},
        {"notice_types_supported": "LtiContextCopyNotice"},
    ],
)
def test_a_platform_that_does_not_offer_them_well_is_not_asked(
    browser: Browser, tool: Tool, offers: dict[str, Any], change: dict[str, Any]
) -> None:
    browser.open(**{NOTICE_SERVICE: offers[NOTICE_SERVICE] | change})
    ask(tool)
    assert state(tool) is None


def test_a_school_that_was_turned_away_is_not_asked_for_notices(
    browser: Browser, platform: PlatformDouble, tool: Tool, offers: dict[str, Any]
) -> None:
    browser.open(**offers)
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    ask(tool)
    assert not platform.calls(HANDLERS)
