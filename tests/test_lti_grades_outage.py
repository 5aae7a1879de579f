"""A platform that is down, slow or busy loses no grade, and holds up nobody else's."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select, update

from lti_tool.errors import ServiceError
from lti_tool.protocol.claims import LTI
from lti_tool.store import platforms
from lti_tool.store.tables import access_tokens, attempts, score_outbox
from tests.lti_browser import Login, Page
from tests.lti_platform_double import ISSUER, FromNow
from tests.platform_families.school import School, make_school  # noqa: F401 (a fixture)
from tests.test_lti_grades import grade

HOUR = 3600
Answer = Callable[[Any], Any]


def finish(school: School, sub: str, **claims: Any) -> Page:
    school.gradebook.learners = school.gradebook.learners | {sub}
    ahead = int(school.clock.ahead)
    page = school.browser.open(sub=sub, iat=FromNow(ahead), exp=FromNow(ahead + 300), **claims)
    page.save("meaning", "klaar")
    page.finish()
    return page


def states(school: School) -> set[tuple[str, str | None]]:
    with school.tool.database.read() as connection:
        rows = connection.execute(select(score_outbox.c.state, score_outbox.c.reason))
        return {(row.state, row.reason) for row in rows}


def calls_during(school: School, seconds: int, step: int = 60) -> int:
    """Let time pass, with a sweep each minute as the worker does, and count the calls for scores."""
    before = len(school.gradebook.received)
    for _ in range(0, seconds, step):
        school.after(step)
    return len(school.gradebook.received) - before


def down(status: int, **headers: str) -> Answer:
    return lambda call: (status, headers, b"")


@pytest.mark.parametrize(
    "broken", [down(500), down(503, **{"Retry-After": "600"}), down(429), down(429, **{"Retry-After": "900"})]
)
def test_an_hour_of_errors_loses_nothing(school: School, broken: Answer) -> None:
    original = school.gradebook.answer
    pages = [finish(school, f"learner-{number}") for number in range(6)]

    def answer(call: Any) -> Any:
        is_service = call.path == "/token" or call.path.startswith("/course/7/")
        school.gradebook.received.append(call)
        return broken(call) if is_service else original(call)

    school.gradebook.answer = answer  # type: ignore[method-assign]
    school.deliver()
    asked = calls_during(school, HOUR)
    assert asked <= 6 * 14
    assert {grade(page)[0] for page in pages} == {"waiting"}
    school.gradebook.answer = original  # type: ignore[method-assign]
    later = finish(school, "learner-6")
    calls_during(school, 2 * HOUR)
    assert [grade(page) for page in [*pages, later]] == [("delivered", None)] * 7
    assert len(school.gradebook.grades) == 7


@pytest.mark.parametrize("reason", ["timeout", "unreachable", "certificate"])
def test_an_hour_of_silence_loses_nothing(
    school: School, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    pages = [finish(school, f"learner-{number}") for number in range(6)]
    tried = []

    def silence(*_: Any, **__: Any) -> Any:
        tried.append(1)
        raise ServiceError(reason, "as a test wants it", retry=True)

    with monkeypatch.context() as patched:
        patched.setattr(school.tool.delivery.client, "call", silence)
        school.deliver()
        calls_during(school, HOUR)
        assert states(school) <= {("waiting", reason), ("waiting", None)}
    assert len(tried) <= 61
    calls_during(school, 2 * HOUR)
    assert [grade(page) for page in pages] == [("delivered", None)] * 6


def test_what_waits_is_tried_for_more_than_a_week(school: School) -> None:
    page = finish(school, "sami")
    original = school.gradebook.answer
    school.gradebook.answer = lambda call: (500, {}, b"")  # type: ignore[method-assign]
    school.deliver()
    calls_during(school, 7 * 24 * HOUR, step=HOUR)
    school.gradebook.answer = original  # type: ignore[method-assign]
    calls_during(school, 3 * HOUR)
    assert grade(page) == ("delivered", None)


def test_a_busy_platform_gets_no_call_at_all_until_the_time_it_says(school: School) -> None:
    finish(school, "sami")
    finish(school, "noor")
    until = datetime.fromtimestamp(school.clock() + 1800, UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    school.gradebook.fail("/course/7/lineitems/1/lineitem/scores", 429, Retry_After=until)
    school.deliver()
    finish(school, "lotte")
    before = len(school.gradebook.scores)
    calls_during(school, 1700, step=100)
    assert len(school.gradebook.scores) == before
    calls_during(school, 200, step=100)
    assert len(school.gradebook.grades) == 3


def test_a_school_that_does_not_answer_holds_up_no_other_of_the_same_platform(
    school: School, monkeypatch: pytest.MonkeyPatch
) -> None:
    with school.tool.database.write() as connection:
        (registration,) = platforms.every(connection)
        platforms.approve(connection, registration.id, "dep-2", 1)
    finish(school, "sami")
    other = finish(school, "noor", **{LTI + "deployment_id": "dep-2"})
    call = school.tool.delivery.client.call
    asked: list[str] = []

    def first_is_dead(method: str, url: str, **more: Any) -> Any:
        asked.append(url)
        if len(asked) == 1:
            raise ServiceError("timeout", "as a test wants it", retry=True)
        return call(method, url, **more)

    monkeypatch.setattr(school.tool.delivery.client, "call", first_is_dead)
    school.deliver()
    assert grade(other) == ("delivered", None)


def test_a_school_with_many_grades_does_not_make_another_wait(school: School) -> None:
    with school.tool.database.write() as connection:
        (registration,) = platforms.every(connection)
        platforms.approve(connection, registration.id, "dep-2", 1)
    for number in range(9):
        finish(school, f"learner-{number}")
    finish(school, "noor", **{LTI + "deployment_id": "dep-2"})
    with school.tool.database.read() as connection:
        last = connection.scalar(
            select(score_outbox.c.attempt_row).order_by(score_outbox.c.attempt_row.desc())
        )
    assert last in school.tool.delivery.due(limit=3)


def test_two_clients_of_one_platform_never_share_a_token(school: School) -> None:
    other = school.gradebook.registration.__class__(
        0,
        ISSUER,
        "another-client",
        *(getattr(school.gradebook.registration, name) for name in ("auth_url", "token_url", "jwks_url")),
    )
    with school.tool.database.write() as connection:
        platforms.add(connection, other, ["dep-1"], 1)
    finish(school, "sami")
    school.deliver()
    login: Login = school.browser.log_in(client_id="another-client")
    claims = school.gradebook.claims(login.nonce, aud="another-client", sub="noor")
    opened = school.browser.post(school.gradebook.sign(claims), login.state)
    page = Page(school.browser.client, opened.headers["Location"].partition("#")[2], "")
    page.save("meaning", "klaar")
    page.finish()
    school.deliver()
    used = {call.json["userId"]: call.headers["Authorization"] for call in school.gradebook.scores}
    assert used["sami"] != used["noor"]
    with school.tool.database.read() as connection:
        kept = connection.execute(select(access_tokens.c.client_id, access_tokens.c.token)).all()
    assert len({token for _, token in kept}) == len(kept)
    assert {client for client, _ in kept} == {"wegwijs-at-example", "another-client"}


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"graded": False}, "not-a-learner"), ({"role": "facilitator"}, "try-out")],
)
def test_whoever_gets_no_grades_is_never_posted_whatever_the_outbox_says(
    school: School, change: dict[str, Any], reason: str
) -> None:
    finish(school, "sami")
    with school.tool.database.write() as connection:
        connection.execute(update(attempts).values(**change))
    school.deliver()
    assert states(school) == {("refused", reason)}
    assert school.gradebook.scores == []


def test_a_school_that_was_turned_away_gets_nothing(school: School) -> None:
    finish(school, "sami")
    with school.tool.database.write() as connection:
        (registration,) = platforms.every(connection)
        platforms.refuse(connection, registration.id, "dep-1")
    school.deliver()
    assert school.gradebook.scores == []


def test_a_hand_in_keeps_the_times_of_its_work(school: School) -> None:
    page = finish(school, "sami")
    school.deliver()
    school.clock.ahead += 500
    page.save("past-words", ["a", "b", "c", "d", "e"])
    school.deliver()
    first, second = (call.json for call in school.gradebook.scores)
    assert first["submission"] == second["submission"]
    assert second["timestamp"] > first["timestamp"]
