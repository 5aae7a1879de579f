"""No grade is lost, none is sent twice without need, and an older one never wins."""

import subprocess
import sys
import threading
from typing import Any

import jwt
import pytest
from sqlalchemy import update

from lti_tool.protocol.claims import SCOPE_SCORE
from lti_tool.store.db import Database
from lti_tool.store.tables import score_outbox
from lti_tool.tool import Tool
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import PlatformDouble

SCORES = "/course/7/lineitems/3/lineitem/scores"


def finished(browser: Browser) -> Page:
    page = browser.open()
    page.save("meaning", "klaar")
    assert page.finish()["state"] == "waiting"
    return page


def deliver(tool: Tool) -> None:
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)


def grade(page: Page) -> tuple[str, str | None]:
    found = page.load()["grade"]
    return found["state"], found["reason"]


def stamps(platform: PlatformDouble) -> list[str]:
    return [score.json["timestamp"] for score in platform.scores]


@ON_BOTH
def test_a_score_says_what_the_standard_asks(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    finished(browser)
    deliver(tool)
    sent = platform.scores[0]
    body = sent.json
    assert sent.path == SCORES
    assert sent.headers["Content-Type"] == "application/vnd.ims.lis.v1.score+json"
    assert sent.headers["User-Agent"].startswith("Wegwijs/")
    assert sent.headers["Authorization"] == "Bearer token-1"
    assert body["activityProgress"] == "Completed"
    assert body["gradingProgress"] == "FullyGraded"
    assert set(body["submission"]) == {"startedAt", "submittedAt"}
    assert body["timestamp"].endswith("Z")
    assert "." not in body["timestamp"]


def test_the_token_request_proves_who_we_are(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    finished(browser)
    deliver(tool)
    form = platform.calls("/token")[0].form
    keys = jwt.PyJWKSet.from_dict(browser.client.get("/lti/jwks.json").json)
    assertion = form["client_assertion"]
    kid = jwt.get_unverified_header(assertion)["kid"]
    said = jwt.decode(assertion, keys[kid].key, ["RS256"], audience=f"{platform.url}/token")
    assert said["iss"] == said["sub"] == "wegwijs-at-example"
    assert said["exp"] - said["iat"] <= 300
    assert said["jti"]
    assert form["scope"] == SCOPE_SCORE
    assert form["grant_type"] == "client_credentials"


def test_one_token_serves_many_scores(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    for sub in ("sami", "noor", "lotte"):
        page = browser.open(sub=sub)
        page.save("meaning", "klaar")
        page.finish()
    deliver(tool)
    assert len(platform.scores) == 3
    assert len(platform.calls("/token")) == 1


def test_a_token_near_its_end_is_renewed(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock
) -> None:
    page = finished(browser)
    deliver(tool)
    clock.ahead = 3600 - 30
    page.resend()
    deliver(tool)
    assert platform.scores[1].headers["Authorization"] == "Bearer token-2"


def test_a_refused_token_is_renewed_at_once(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    page = finished(browser)
    platform.fail(SCORES, 401)
    deliver(tool)
    assert [score.headers["Authorization"] for score in platform.scores] == [
        "Bearer token-1",
        "Bearer token-2",
    ]
    assert grade(page) == ("delivered", None)


def test_a_token_that_is_refused_again_and_again_waits(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    page = finished(browser)
    platform.fail(SCORES, 401)
    platform.fail(SCORES, 401)
    deliver(tool)
    assert len(platform.scores) == 2
    assert grade(page) == ("waiting", "token-refused")


@pytest.mark.parametrize(
    ("status", "answer", "seconds", "reason"),
    [
        (429, {"Retry_After": "300"}, 300, "busy"),
        (403, {"body": b"403 Forbidden (Rate Limit Exceeded)", "Retry_After": "90"}, 90, "busy"),
        (503, {"Retry_After": "120"}, 120, "http-503"),
        (409, {}, 2, "clock"),
    ],
)
def test_a_busy_platform_is_left_alone_for_as_long_as_it_says(
    browser: Browser,
    platform: PlatformDouble,
    tool: Tool,
    clock: Clock,
    status: int,
    answer: Any,
    seconds: int,
    reason: str,
) -> None:
    page = finished(browser)
    platform.fail(SCORES, status, **answer)
    deliver(tool)
    assert grade(page) == ("waiting", reason)
    clock.ahead = seconds - 2
    deliver(tool)
    assert len(platform.scores) == 1
    clock.ahead = seconds + 1
    deliver(tool)
    assert grade(page) == ("delivered", None)


@pytest.mark.parametrize("path", [SCORES, "/token"])
@pytest.mark.parametrize("status", [500, 502, 504])
def test_a_broken_platform_gets_the_score_later(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock, path: str, status: int
) -> None:
    page = finished(browser)
    platform.fail(path, status)
    deliver(tool)
    assert grade(page)[0] == "waiting"
    clock.ahead = 100
    deliver(tool)
    assert grade(page) == ("delivered", None)


def test_a_silent_platform_is_left_alone_and_the_score_kept(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock
) -> None:
    page = finished(browser)
    platform.close()
    deliver(tool)
    assert grade(page) == ("waiting", "unreachable")
    assert tool.delivery.due() == []
    clock.ahead = 100
    assert len(tool.delivery.due()) == 1


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (400, "not-accepted"),
        (403, "not-allowed"),
        (404, "no-line-item"),
        (422, "not-gradable"),
        (302, "http-302"),
    ],
)
def test_a_refusal_is_final_until_somebody_asks_again(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock, status: int, reason: str
) -> None:
    page = finished(browser)
    platform.fail(SCORES, status, Location="http://127.0.0.1:1/")
    deliver(tool)
    assert grade(page) == ("refused", reason)
    clock.ahead = 100_000
    assert tool.delivery.due() == []
    assert page.resend()["state"] == "waiting"
    deliver(tool)
    assert grade(page) == ("delivered", None)


@ON_BOTH
def test_each_post_has_a_later_timestamp(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    page = finished(browser)
    deliver(tool)
    for _ in range(3):
        page.resend()
        deliver(tool)
    assert len(set(stamps(platform))) == 4
    assert sorted(stamps(platform)) == stamps(platform)


@ON_BOTH
def test_a_newer_score_wins_from_an_older_one_under_way(
    browser: Browser, platform: PlatformDouble, tool: Tool, clock: Clock
) -> None:
    page = finished(browser)
    platform.fail(SCORES, 503)
    deliver(tool)
    page.save("past-words", ["a", "b", "c", "d", "e"])
    page.finish()
    clock.ahead = 100
    deliver(tool)
    deliver(tool)
    older, newer = (score.json["scoreGiven"] for score in platform.scores)
    assert newer > older


def test_a_score_that_comes_during_a_delivery_still_goes_out(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    page = finished(browser)
    original, done = platform.answer, []

    def meanwhile(call: Any) -> Any:
        if call.path == SCORES and not done:
            done.append(True)
            page.save("past-words", ["a", "b", "c", "d", "e"])
            page.finish()
        return original(call)

    platform.answer = meanwhile  # type: ignore[method-assign]
    deliver(tool)
    assert grade(page) == ("delivered", None)
    older, newer = (score.json["scoreGiven"] for score in platform.scores)
    assert newer > older


@ON_BOTH
def test_of_several_workers_one_delivers(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    finished(browser)
    (attempt_row,) = tool.delivery.due()
    threads = [threading.Thread(target=tool.delivery.deliver, args=(attempt_row,)) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(platform.scores) == 1


def test_a_worker_that_dies_leaves_the_score_to_another(
    browser: Browser, store: Database, tool: Tool, clock: Clock, platform: PlatformDouble
) -> None:
    finished(browser)
    with store.write() as connection:
        connection.execute(update(score_outbox).values(claimed_until=int(clock()) + 120))
    deliver(tool)
    assert platform.scores == []
    clock.ahead = 121
    deliver(tool)
    assert len(platform.scores) == 1


def test_a_score_survives_the_end_of_the_process(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    page = finished(browser)
    code = (
        "import sys; from lti_tool.settings import Settings; from lti_tool.tool import make_tool\n"
        "tool = make_tool(Settings(public_url='https://wegwijs.example.org', database_url=sys.argv[1],"
        " allow_private_hosts=True))\n"
        "[tool.delivery.deliver(row) for row in tool.delivery.due()]; tool.close()"
    )
    subprocess.run(
        [sys.executable, "-c", code, tool.settings.database_url],
        check=True,
        env={"PYTHONPATH": ":".join(sys.path)},
    )
    assert len(platform.scores) == 1
    assert grade(page) == ("delivered", None)


def test_the_sweep_finds_what_the_queue_lost(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    finished(browser)
    tool.jobs.huey.flush()
    tool.jobs.sweep()
    while task := tool.jobs.huey.dequeue():
        tool.jobs.huey.execute(task)
    assert len(platform.scores) == 1


def test_finishing_wakes_the_worker(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    finished(browser)
    tool.jobs.huey.execute(tool.jobs.huey.dequeue())
    assert len(platform.scores) == 1


def test_finishing_twice_sends_once(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    page = finished(browser)
    deliver(tool)
    assert page.finish()["state"] == "delivered"
    deliver(tool)
    assert len(platform.scores) == 1


def test_what_is_done_after_the_finish_counts_too(
    browser: Browser, platform: PlatformDouble, tool: Tool
) -> None:
    page = finished(browser)
    deliver(tool)
    page.save("past-words", ["a", "b", "c", "d", "e"])
    deliver(tool)
    first, second = (score.json["scoreGiven"] for score in platform.scores)
    assert second > first


def test_a_score_does_not_go_down_by_itself(browser: Browser, platform: PlatformDouble, tool: Tool) -> None:
    page = finished(browser)
    deliver(tool)
    page.save("meaning", "", 1)
    deliver(tool)
    assert len(platform.scores) == 1
