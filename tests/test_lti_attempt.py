"""An attempt: answers kept with revisions, resumed anywhere, seen by nobody else."""

import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select, update

from lti_tool.attempt_token import TicketOffice
from lti_tool.store import platforms
from lti_tool.store.db import Database
from lti_tool.store.tables import answers, deployments
from lti_tool.tool import Tool
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import DEPLOYMENT, INSTRUCTOR

ODD_TEXTS = [
    "🙂👩‍👧",
    "مرحبا بك",
    "<b>vet</b> & 'zo' \"dus\"",
    "regel\nregel",
    " ",
    "a\u202eb",
    "'; DROP TABLE answers; --",
]


@ON_BOTH
def test_an_answer_is_kept_as_typed(browser: Browser) -> None:
    page = browser.open()
    for revision, text in enumerate(ODD_TEXTS):
        assert page.save("meaning", text, revision)["saved"] == {"meaning": revision + 1}
        assert page.load()["answers"]["meaning"]["value"] == text


@ON_BOTH
def test_what_a_database_can_not_hold_is_replaced(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "a\x00b\ud800c")
    assert page.load()["answers"]["meaning"]["value"] == "a\ufffdb\ufffdc"


def test_an_answer_that_is_too_long_is_refused_and_the_others_kept(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "eerst")
    answers_now = {
        "meaning": {"value": "x" * 20_001, "revision": 1},
        "past-words": {"value": ["klein"], "revision": 0},
    }
    result = page.call("PATCH", "/attempt", {"answers": answers_now, "position": None}).json
    assert result["refused"] == {"meaning": "too-long"}
    assert list(result["saved"]) == ["past-words"]
    assert page.load()["answers"]["meaning"]["value"] == "eerst"


@ON_BOTH
def test_a_change_based_on_an_old_revision_is_a_conflict(browser: Browser) -> None:
    one, other = browser.open(), browser.open()
    one.save("meaning", "telefoon")
    assert one.save("meaning", "telefoon, later", 1)["saved"] == {"meaning": 2}
    result = other.save("meaning", "computer", 1)
    assert result["saved"] == {}
    assert result["conflicts"]["meaning"]["value"] == "telefoon, later"
    assert result["conflicts"]["meaning"]["revision"] == 2
    assert other.save("meaning", "computer", 2)["saved"] == {"meaning": 3}


def test_the_same_answer_sent_twice_is_no_conflict(browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "één keer")
    assert page.save("meaning", "één keer", 0)["saved"] == {"meaning": 1}


@ON_BOTH
def test_of_two_changes_at_once_one_is_kept_and_the_other_hears_of_it(app: Flask, browser: Browser) -> None:
    page = browser.open()
    page.save("meaning", "begin")
    start, results = threading.Barrier(6), []

    def save(text: str) -> None:
        mine = Page(app.test_client(), page.token, page.path)
        start.wait()
        results.append(mine.save("meaning", text, 1))

    threads = [threading.Thread(target=save, args=(f"versie {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(bool(result["saved"]) for result in results) == 1
    assert sum(bool(result["conflicts"]) for result in results) == 5


@pytest.mark.parametrize(
    ("activity", "answer", "code"),
    [
        ("no-such", {"value": "x"}, "unknown-activity"),
        ("meaning", {"value": ["x"]}, "wrong-shape"),
        ("meaning", "x", "wrong-shape"),
        ("meaning", {"value": "x", "audience": "world"}, "wrong-shape"),
        ("meaning", {"value": "x", "revision": "1"}, "wrong-shape"),
        ("my-questions", {"value": [], "audience": "class"}, "too-wide"),
    ],
)
def test_an_answer_that_breaks_the_rules_is_refused(
    browser: Browser, activity: str, answer: Any, code: str
) -> None:
    page = browser.open()
    result = page.call("PATCH", "/attempt", {"answers": {activity: answer}}).json
    assert result["refused"] == {activity: code}
    assert page.load()["answers"] == {}


@pytest.mark.parametrize("body", [None, [], "x", {"answers": []}, {"position": "nowhere"}, {"position": 5}])
def test_a_call_that_makes_no_sense_is_400(browser: Browser, body: Any) -> None:
    response = browser.open().call("PATCH", "/attempt", body)
    assert response.status_code == 400
    assert set(response.json["error"]) == {"code", "message"}


def test_the_place_is_kept(browser: Browser) -> None:
    page = browser.open()
    assert page.load()["position"] is None
    page.call("PATCH", "/attempt", {"position": "end"})
    assert browser.open().load()["position"] == "end"


def test_a_large_call_is_refused(browser: Browser) -> None:
    response = browser.open().call("PATCH", "/attempt", {"answers": {}, "more": "x" * 3_000_000})
    assert response.status_code == 413
    assert "error" in response.json


# Who sees what


def test_each_learner_has_an_attempt_of_their_own(browser: Browser) -> None:
    browser.open(sub="sami").save("meaning", "van Sami")
    assert browser.open(sub="noor").load()["answers"] == {}


def test_a_link_is_an_attempt_of_its_own(browser: Browser) -> None:
    browser.open().save("meaning", "hier")
    assert browser.open(resource_link={"id": "link-2"}).load()["answers"] == {}


def test_the_same_sub_in_another_deployment_is_another_person(browser: Browser, store: Database) -> None:
    with store.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    browser.open().save("meaning", "van hier")
    assert browser.open(deployment_id="dep-2").load()["answers"] == {}


def test_a_facilitators_attempt_is_a_try_out(browser: Browser, tool: Tool) -> None:
    browser.open(sub="an").save("meaning", "als deelnemer")
    page = browser.open(sub="an", roles=[INSTRUCTOR])
    assert page.load()["role"] == "facilitator"
    assert page.load()["answers"] == {}
    page.save("meaning", "proef")
    assert page.finish() == {"state": "none", "at": None, "reason": "try-out"}
    assert tool.delivery.due() == []


def test_only_a_facilitator_reads_the_guide(browser: Browser) -> None:
    assert browser.open().call("GET", "/guide").status_code == 403
    guide = browser.open(roles=[INSTRUCTOR]).call("GET", "/guide?language=nl").json["html"]
    assert guide[""]
    assert guide["meaning"]


@pytest.mark.parametrize(
    ("roles", "role"),
    [
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Instructor"], "learner"),
        (["http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator"], "learner"),
        (["http://purl.imsglobal.org/vocab/lis/v2/institution/person#Student", INSTRUCTOR], "facilitator"),
        (["http://purl.imsglobal.org/vocab/lis/v2/membership/Instructor#TeachingAssistant"], "facilitator"),
        (["http://purl.imsglobal.org/vocab/lis/v2/membership#ContentDeveloper"], "facilitator"),
        (["http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"], "learner"),
        ([INSTRUCTOR, "http://purl.imsglobal.org/vocab/lti/system/person#TestUser"], "learner"),
        (["https://evil.example/membership#Instructor"], "learner"),
    ],
)
def test_only_roles_in_the_course_make_a_facilitator(browser: Browser, roles: list[str], role: str) -> None:
    assert browser.open(roles=roles).load()["role"] == role


@pytest.mark.parametrize("path", ["/attempt", "/guide"])
@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer x", "Basic x", "Bearer a.b.c"])
def test_without_a_token_nothing_is_told(browser: Browser, path: str, header: str | None) -> None:
    headers = {"Authorization": header} if header is not None else {}
    response = browser.client.get("/api" + path, headers=headers)
    assert response.status_code == 401
    assert response.json["error"]["code"] == "token"


def test_a_token_of_another_secret_is_refused(browser: Browser) -> None:
    page = browser.open()
    ticket, _ = browser.client.application.extensions["wegwijs"].tickets.check(page.token)
    page.token = TicketOffice("another secret").token(ticket)
    assert page.call("GET", "/attempt").status_code == 401


def test_a_token_ends_after_a_day_and_is_renewed_before(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = browser.open()
    assert "Wegwijs-Token" not in page.call("GET", "/attempt").headers
    monkeypatch.setattr("lti_tool.attempt_token.RENEW_SECONDS", -1)
    page.token = page.call("GET", "/attempt").headers["Wegwijs-Token"]
    assert page.call("GET", "/attempt").status_code == 200
    monkeypatch.setattr("lti_tool.attempt_token.VALID_SECONDS", -1)
    assert page.call("GET", "/attempt").status_code == 401


def test_a_withdrawn_deployment_shuts_its_pages(browser: Browser, store: Database) -> None:
    page = browser.open()
    with store.write() as connection:
        change = update(deployments).where(deployments.c.deployment_id == DEPLOYMENT)
        connection.execute(change.values(approved=False))
    assert page.call("GET", "/attempt").status_code == 401


@ON_BOTH
def test_a_removed_platform_leaves_nothing(browser: Browser, store: Database) -> None:
    page = browser.open()
    page.save("meaning", "weg ermee")
    page.finish()
    with store.write() as connection:
        assert platforms.remove(connection, 1)
    with store.read() as connection:
        assert connection.execute(select(answers)).all() == []
    assert page.call("GET", "/attempt").status_code == 410


def test_no_answer_token_or_person_is_in_the_log(browser: Browser, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(0)
    page = browser.open(name="Sami Peeters")
    page.save("meaning", "heel geheim")
    page.call("PATCH", "/attempt", {"answers": {"meaning": {"value": 5}}, "position": "heel geheim"})
    page.finish()
    browser.post(page.token, "x")
    for secret in ("heel geheim", "Sami", "learner-42", page.token):
        assert secret not in caplog.text
