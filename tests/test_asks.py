"""Asking others by a link: they answer once and without an account, and nobody reads it but who asked."""

import threading

import pytest
from flask import Flask
from sqlalchemy import select, update

from lti_tool.rules.asks import ASK_SECONDS, LONGEST, MOST_OPEN
from lti_tool.store.db import Database
from lti_tool.store.tables import asks, deployments
from lti_tool.tool import Tool
from tests.asks import ask, link, own, reply, see
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import DEPLOYMENT

# The way of an answer


@ON_BOTH
def test_an_answer_by_a_link_stands_among_the_learners_own(browser: Browser) -> None:
    page = browser.open()
    path = link(page, 1)
    assert [one["state"] for one in page.load()["asks"]] == ["waiting"]

    thanks = reply(browser.client, path, who="Tante Els", stance="Rustig", call=" ")

    assert thanks.status_code == 303
    assert "Dank je wel!" in see(browser.client, thanks.headers["Location"]).text
    assert own(page) == [{"who": "", "answers": {}}, {"who": "Tante Els", "answers": {"stance": "Rustig"}}]
    assert [(one["person"], one["state"], one["new"]) for one in page.load()["asks"]] == [
        (1, "answered", False)
    ]


@ON_BOTH
def test_a_link_is_answered_once(browser: Browser) -> None:
    page = browser.open()
    path = link(page)
    reply(browser.client, path, stance="Rustig")

    assert see(browser.client, path).status_code == 404
    second = reply(browser.client, path, stance="Druk")
    assert second.status_code == 404
    assert "Deze link werkt niet meer" in second.text
    assert own(page) == [{"who": "", "answers": {"stance": "Rustig"}}]


@ON_BOTH
def test_of_two_answers_at_once_one_wins(app: Flask, browser: Browser) -> None:
    path = link(browser.open())
    start, seen = threading.Barrier(6), []

    def send(text: str) -> None:
        client = app.test_client()
        start.wait()
        seen.append(reply(client, path, stance=text).status_code)

    threads = [threading.Thread(target=send, args=(f"antwoord {number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == [303, 404, 404, 404, 404, 404]


def test_what_the_learner_typed_stays_and_the_answer_comes_below_it(browser: Browser) -> None:
    page = browser.open()
    path = link(page)
    typed = [{"who": "tante", "answers": {"stance": "Koppig, zei ze", "call": "Goed nieuws"}}]
    page.save("dear-ones", typed)

    reply(browser.client, path, who="Els", stance="Rustig", call="Goed nieuws", describe="Lief")

    assert own(page) == [
        {
            "who": "tante",
            "answers": {"stance": "Koppig, zei ze\n\nRustig", "call": "Goed nieuws", "describe": "Lief"},
        }
    ]


def test_an_answer_that_came_is_taken_in_once(browser: Browser) -> None:
    page = browser.open()
    reply(browser.client, link(page), stance="Rustig")
    revision = page.load()["answers"]["dear-ones"]["revision"]
    page.save("dear-ones", [], revision)

    assert own(page) == []


def test_a_page_that_is_open_keeps_what_it_has_until_it_looks(browser: Browser) -> None:
    page = browser.open()
    path = link(page)
    page.save("dear-ones", [{"who": "Bo", "answers": {}}])
    reply(browser.client, path, stance="Rustig")

    assert page.save("dear-ones", [{"who": "Bram", "answers": {}}], 1)["conflicts"] == {}
    assert own(page) == [{"who": "Bram", "answers": {"stance": "Rustig"}}]


def test_an_answer_counts_for_a_grade_that_is_under_way(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    page.save("meaning", "iets")
    page.finish()
    for attempt_row in tool.delivery.due():
        tool.delivery.deliver(attempt_row)
    reply(browser.client, link(page, 0, "classmate"), stance="Rustig")

    page.load()

    assert len(tool.delivery.due()) == 1


def test_an_answer_for_which_there_is_no_room_waits(browser: Browser) -> None:
    page = browser.open()
    path = link(page)
    full = [{"who": "", "answers": {"stance": "a" * 19_990}}]
    page.save("dear-ones", full)
    reply(browser.client, path, stance="Heel rustig")
    assert own(page) == full

    page.save("dear-ones", [{"who": "", "answers": {"stance": "korter"}}], 1)

    assert own(page) == [{"who": "", "answers": {"stance": "korter\n\nHeel rustig"}}]


# What somebody sees who was asked


def test_the_page_asks_the_questions_and_says_who_reads_the_answer(browser: Browser) -> None:
    page = see(browser.client, link(browser.open())).text

    for said in (
        "Hoe sta ik volgens jou in het leven?",
        "Alleen wie jou deze link gaf.",
        "Deze link werkt één keer, tot ",
        "Je mag het ook leeg laten.",
    ):
        assert said in page


def test_hard_words_stand_there_without_marks(browser: Browser) -> None:
    assert "[[" not in see(browser.client, link(browser.open(), 0, "classmate")).text


def test_the_page_speaks_the_language_of_who_reads_it(browser: Browser) -> None:
    path = link(browser.open())

    assert "Would you help for a moment?" in see(browser.client, path, **{"Accept-Language": "en-GB"}).text
    assert "Would you help for a moment?" in see(browser.client, f"{path}?language=en").text
    assert "Wil je even helpen?" in see(browser.client, path, **{"Accept-Language": "fr"}).text
    assert "Wil je even helpen?" in see(browser.client, f"{path}?language=xx").text


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, "Beantwoord minstens één vraag."),
        ({"stance": " \n"}, "Beantwoord minstens één vraag."),
        ({"unknown": "Rustig"}, "Beantwoord minstens één vraag."),
        ({"stance": "a" * (LONGEST + 1)}, "Dat is te lang."),
    ],
)
def test_what_can_not_be_kept_is_said_and_stays_in_the_form(
    browser: Browser, answers: dict[str, str], says: str
) -> None:
    page = browser.open()
    path = link(page)

    response = reply(browser.client, path, who="Els <b>", **answers)

    assert response.status_code == 422
    assert says in response.text
    assert 'value="Els &lt;b&gt;"' in response.text
    assert answers.get("stance", "") in response.text
    assert page.load()["asks"][0]["state"] == "waiting"


def test_an_answer_of_any_kind_is_kept_as_text(browser: Browser) -> None:
    page = browser.open()
    odd = "<script>alert(1)</script> 🙂 مرحبا\r\nregel\x00"
    reply(browser.client, link(page), stance=odd)

    assert own(page)[0]["answers"] == {"stance": odd.replace("\r\n", "\n").replace("\x00", "\ufffd")}


def test_looking_uses_nothing_up(browser: Browser) -> None:
    path = link(browser.open())
    for _ in range(3):
        assert see(browser.client, path).status_code == 200
        assert browser.client.head(path, base_url=HOST).status_code == 200

    assert reply(browser.client, path, stance="Rustig").status_code == 303


@pytest.mark.parametrize(
    "path", ["/ask/", "/ask/x", f"/ask/{'a' * 32}", "/ask/%00", "/ask/" + "x" * 5000, "/ask/a/b"]
)
def test_a_link_that_never_was_is_a_calm_answer(browser: Browser, path: str) -> None:
    assert see(browser.client, path).status_code == 404
    assert browser.client.post(path, data={"q-stance": "x"}, base_url=HOST).status_code in {404, 405}


# Links end


def test_a_link_ends_after_two_weeks(browser: Browser, clock: Clock) -> None:
    page = browser.open()
    path = link(page)
    clock.ahead = ASK_SECONDS - 60
    assert see(browser.client, path).status_code == 200
    clock.ahead = ASK_SECONDS + 60

    assert see(browser.client, path).status_code == 404
    assert reply(browser.client, path, stance="Rustig").status_code == 404
    assert page.call("GET", "/asks").json == {"asks": []}


@ON_BOTH
def test_a_link_that_was_withdrawn_no_longer_works(browser: Browser) -> None:
    page = browser.open()
    path = link(page)

    assert page.call("DELETE", "/asks", {"activity": "dear-ones", "person": 0}).json == {"asks": []}

    assert see(browser.client, path).status_code == 404
    assert reply(browser.client, path, stance="Rustig").status_code == 404


def test_withdrawing_does_not_throw_an_answer_away(browser: Browser) -> None:
    page = browser.open()
    reply(browser.client, link(page), stance="Rustig")
    page.call("DELETE", "/asks", {"activity": "dear-ones", "person": 0})

    assert own(page) == [{"who": "", "answers": {"stance": "Rustig"}}]


@ON_BOTH
def test_a_new_link_for_the_same_person_ends_the_one_before(browser: Browser) -> None:
    page = browser.open()
    first, second = link(page), link(page)

    assert see(browser.client, first).status_code == 404
    assert see(browser.client, second).status_code == 200
    assert len(page.load()["asks"]) == 1


def test_a_new_link_waits_until_the_answer_to_the_one_before_is_taken_in(browser: Browser) -> None:
    page = browser.open()
    reply(browser.client, link(page), stance="Rustig")

    assert ask(page)["refused"] == "answered"

    assert own(page)
    reply(browser.client, link(page), stance="En vrolijk")
    assert own(page) == [{"who": "", "answers": {"stance": "Rustig\n\nEn vrolijk"}}]


def test_so_many_links_wait_at_once_and_no_more(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lti_tool.rules.asks.MOST_OPEN", 3)
    page = browser.open()
    for person in range(3):
        link(page, person)

    assert ask(page, 0, "classmate")["refused"] == "too-many"
    assert "address" in ask(page, 2)
    reply(browser.client, link(page, 1), stance="Rustig")
    assert "address" in ask(page, 0, "classmate")
    assert MOST_OPEN >= 4  # session 1 has places for four


def test_a_school_that_was_turned_away_ends_its_links(browser: Browser, store: Database) -> None:
    path = link(browser.open())
    with store.write() as connection:
        change = update(deployments).where(deployments.c.deployment_id == DEPLOYMENT)
        connection.execute(change.values(approved=False))

    assert see(browser.client, path).status_code == 404
    assert reply(browser.client, path, stance="Rustig").status_code == 404


@ON_BOTH
def test_old_links_are_cleared_away_and_answers_that_wait_are_not(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    page = browser.open()
    link(page, 0)
    reply(browser.client, link(page, 1), stance="Rustig")
    clock.ahead = ASK_SECONDS + 60
    tool.jobs.sweep()

    with tool.database.read() as connection:
        assert connection.scalars(select(asks.c.person)).all() == [1]
    clock.ahead = 0
    assert own(browser.open())[1] == {"who": "", "answers": {"stance": "Rustig"}}
