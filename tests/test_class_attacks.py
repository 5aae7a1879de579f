"""The facilitator's side attacked: by learners, by facilitators of others, by one who wants to know more."""

import csv
import io
import re
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.class_page import PRIVATE, teacher
from tests.live_class import item_of, share, window
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH
from tests.test_class_table import rows_of

FOR_FACILITATORS = ("/class/", "/guide/", "/screen/", "/presence/")
SECOND: Any = {"resource_link": {"id": "link-2"}, "context": {"id": "course-2", "title": "Andere klas"}}
HOSTILE = [
    b"", b"null", b"[]", b'"text"', b"1e999", b"NaN", b"[" * 50_000, b'{"a":' * 50_000, b"\x00\xff\xfe",
    b'{"was": true, "state": {"at": "\\ud800", "clock": {}}}', b'{"was": 1' + b"0" * 5_000 + b"}",
    '{"number": 1, "activity": "\u202e\\u0000", "verdict": [[]], "note": {}}'.encode(),
]  # fmt: skip


def call(client: FlaskClient, token: str, method: str, path: str, **more: Any) -> TestResponse:
    headers = {"Authorization": f"Bearer {token}"}
    return client.open(path, method=method, base_url=HOST, headers=headers, **more)


# A learner who tampers


def of_facilitators(app: Flask) -> list[tuple[str, str]]:
    """Every address of theirs. The pages themselves are empty, and the same for everybody."""
    rules = [rule for rule in app.url_map.iter_rules() if rule.rule.startswith(FOR_FACILITATORS)]
    return [
        (method, re.sub("<.*>", "1", rule.rule))
        for rule in rules
        if "registration_id" not in rule.arguments
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    ]


def test_a_learners_token_opens_no_address_of_facilitators(app: Flask, browser: Browser) -> None:
    page = share(browser, 1, "meaning", PRIVATE)
    addresses = of_facilitators(app)
    assert {("GET", "/class/sheet"), ("POST", "/guide/now"), ("POST", "/class/assess")} <= set(addresses)
    for method, path in addresses:
        for token in (
            page.token,
            page.token[:-2],
            f"{page.token}.{page.token}",
            "\u202e".encode().decode("latin-1"),
        ):
            found = call(page.client, token, method, path, query_string={"part": "shared", "view": "steer"})
            assert found.status_code in {401, 403}, (method, path, found.status)
            assert PRIVATE not in found.text


@pytest.mark.parametrize("body", HOSTILE, ids=range(len(HOSTILE)))
def test_anything_at_all_gets_a_calm_answer(browser: Browser, body: bytes) -> None:
    client, facilitator_token = browser.client, teacher(browser).token
    learner_token = browser.open().token
    for token, path in (
        (facilitator_token, "/guide/now"), (facilitator_token, "/guide/feedback"),
        (learner_token, "/api/replies/seen"), (learner_token, "/api/contact"),
    ):  # fmt: skip
        found = call(client, token, "POST", path, data=body, content_type="application/json")
        assert found.status_code in {400, 413}, (path, found.status)


@pytest.mark.parametrize("text", ["\x00", "\u202etxt", "%", "9" * 400, "-1", "1e3", "²", "x" * 100_000])
def test_any_text_in_a_form_gets_a_calm_answer(app: Flask, browser: Browser, text: str) -> None:
    share(browser, 1, "meaning", PRIVATE)
    judged: Any = {"custom": {"module": "civic-reflection", "variant": "articulate"}}
    browser.open(sub="learner-1", **judged)
    fields = (
        "attempt",
        "was",
        "activity",
        "item",
        "state",
        "do",
        "kind",
        "text",
        "revision",
        "part",
        "silent",
        "to",
        "act",
        "who",
        "tick",
        "untick",
        "meeting",
        "ready",
        "seen",
        "work",
        "title",
        "year",
        "assessing",
        "cutoff",
    )
    sent = dict.fromkeys(fields, text)
    for page in (teacher(browser), teacher(browser, **judged)):
        for method, path in of_facilitators(app):
            more = {"query_string": sent} if method == "GET" else {"data": sent}
            if method == "GET" and len(text) > 4000:
                continue  # no server takes such an address
            assert call(page.client, page.token, method, path, **more).status_code < 500, path


# A facilitator of another class


@ON_BOTH
def test_a_facilitator_of_another_course_reaches_nobody_here(app: Flask, browser: Browser) -> None:
    share(browser, 1, "meaning", PRIVATE).finish()
    own = teacher(browser)
    number = re.findall(r'id="reply-(\d+)"', own.part("shared", activity="meaning"))[0]
    item = item_of(window(browser, "steer").sees("meaning"), PRIVATE)
    other = teacher(browser, **SECOND)
    forms = [
        {"attempt": number, "activity": "meaning", "was": "0", "text": "Dag!"},
        {"view": "steer", "activity": "meaning", "do": "hide", "item": item},
        {"item": item, "state": "answered"},
    ]
    for method, path in of_facilitators(app):
        for form in forms:
            more = {"query_string": form} if method == "GET" else {"data": form}
            assert PRIVATE.encode() not in call(other.client, other.token, method, path, **more).data, path
    seen = own.part("shared", activity="meaning")
    assert PRIVATE in seen
    assert "Dag!" not in seen
    assert "unhide" not in window(browser, "steer").sees("meaning")


# A facilitator who wants to know whether there is an answer that was not shared


def test_a_private_question_is_no_sign_that_somebody_is_at_work(browser: Browser) -> None:
    silent, asks = browser.open(sub="learner-1"), browser.open(sub="learner-2")
    page = teacher(browser)
    before = page.part("class")
    asks.save("my-questions", [{"step": "past", "text": PRIVATE}])
    after = page.part("class")

    assert re.findall(r'data-state="([\w-]+)"', before) == ["not-begun"] * 2
    assert re.findall(r'data-state="([\w-]+)"', after) == ["not-begun"] * 2
    roster = call(page.client, page.token, "GET", "/api/roster").json
    assert [one["state"] for one in roster["members"]] == ["not-begun"] * 2
    assert silent.token != asks.token


def test_an_answer_to_a_survey_is_no_sign_beside_exercises(browser: Browser) -> None:
    life: Any = {"custom": {"module": "student-life"}}
    browser.open(**life).save("compass", {"knowing": "fully"})
    text = teacher(browser, **life).part("class")

    assert re.findall(r'data-state="([\w-]+)"', text) == ["not-begun"]
    assert set(next(iter(rows_of(text).values()))) == {"not-begun"}


def test_no_version_changes_when_a_private_answer_is_saved(browser: Browser) -> None:
    learner = share(browser, 1, "meaning", "thuis")
    page, screen = teacher(browser), window(browser)

    def signs() -> tuple[Any, ...]:
        looked = [
            call(
                page.client, page.token, "GET", "/class/sheet", query_string={"part": part, "language": "nl"}
            )
            for part in ("shared", "questions", "live", "prepare", "grades")
        ]
        screen.sees("meaning")
        return (*(one.headers["ETag"] for one in looked), screen.version)

    before = signs()
    learner.save("past-words", [PRIVATE, "", "", "", ""])
    learner.save("my-questions", [{"step": "past", "text": PRIVATE}])
    assert signs() == before


def test_whether_there_is_a_private_answer_makes_no_difference_to_a_reply(browser: Browser) -> None:
    browser.open(sub="learner-1").save("meaning", PRIVATE)
    browser.open(sub="learner-2")
    page = teacher(browser)
    said = {
        re.sub(r"\d+", "", page.post("reply", attempt=number, activity="meaning", was="0", text="Dag!"))
        for number in ("1", "2", "999999")
    }
    assert len(said) == 1


def test_whoever_pastes_a_book_fills_no_phone_of_a_facilitator(browser: Browser) -> None:
    for number in range(8):
        book = " ".join(f"woord{number}x{count}" for count in range(1500))
        share(browser, number, "meaning", book)
    steering = window(browser, "steer").sees("meaning")

    assert len(steering) < 500_000
    assert "en nog 300 andere" in steering
    assert steering.count("<li>") == 500


# What a learner typed, in a file for somebody else


@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_no_question_is_a_formula_whatever_a_spreadsheet_takes_for_a_separator(
    browser: Browser, separator: str
) -> None:
    text = "Kost het 10,- per jaar?,=1+1;=2+2\t=3+3\n=cmd|'/C calc'!A0\n-2+3"
    learner = browser.open()
    learner.save("my-questions", [{"step": "past", "text": text}], audience="facilitator")
    made = teacher(browser).post("questions", all="1")
    cells = [one for row in csv.reader(io.StringIO(made), delimiter=separator) for one in row]

    assert "10,- per jaar" in made
    assert not [one for one in cells if re.match(r"\s*([=@]|[+-]\S)", one)]
