"""A learner's own page: everything that is kept of them, to read, share less, take along and erase."""

import json
import logging
import re
import threading
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import Text, cast, func, select, update
from werkzeug.test import TestResponse

from lti_tool.protocol.roster import Member, Roster
from lti_tool.protocol.scores import Delivered
from lti_tool.store import carried, contact_wishes, grade_holds, platforms, replies, roster
from lti_tool.store.replies import Place
from lti_tool.store.score_outbox import claim, settle
from lti_tool.store.tables import (
    answers,
    attempts,
    contexts,
    learners,
    metadata,
    score_outbox,
)
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.asks import link, reply
from tests.lti_browser import HOST, Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR

MINE = "kanarie-van-mij"
OTHERS = "kanarie-van-een-ander"
NAME = "An Kanarie-Peeters"
TALENTS = {"resource_link": {"id": "link-2"}, "custom": {"module": "talents"}}
NL, EN = words("nl", "mine"), words("en", "mine")


def call(page: Page, what: str, method: str = "POST", at: int | str = "", **form: Any) -> TestResponse:
    query = {"language": "nl"} | ({"work": str(at)} if at else {})
    return page.client.open(
        f"/mine/{what}",
        method=method,
        base_url=HOST,
        headers={"Authorization": f"Bearer {page.token}"},
        query_string=query,
        data=form or None,
    )


def see(page: Page, work: int | str = "") -> str:
    answer = call(page, "sheet", "GET", work)
    assert answer.status_code == 200, answer.text
    return answer.text


def confirm_of(asked: TestResponse) -> str:
    (found,) = re.findall(r'name="confirm" value="([^"]+)"', asked.text)
    return str(found)


def erase(page: Page, work: int | str = "all") -> TestResponse:
    asked = call(page, "erase", at="" if work == "all" else work, work=work)
    return call(page, "erase", work=work, confirm=confirm_of(asked))


def taken(page: Page) -> Any:
    return json.loads(call(page, "json").data)


def works_of(tool: Tool, sub: str = "learner-42") -> list[int]:
    with tool.database.read() as connection:
        query = select(attempts.c.id).join(learners).where(learners.c.sub == sub).order_by(attempts.c.id)
        return list(connection.scalars(query))


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


def everywhere(tool: Tool, *traces: str) -> set[str]:
    """The columns of the whole database that hold one of these texts."""
    found = set()
    with tool.database.read() as connection:
        for table in metadata.sorted_tables:
            for column in table.columns:
                for trace in traces:
                    holds = cast(column, Text).contains(trace, autoescape=True)
                    if connection.scalar(select(func.count()).select_from(table).where(holds)):
                        found.add(f"{table.name}.{column.name}")
    return found


@pytest.fixture
def page(browser: Browser, tool: Tool) -> Page:
    """A learner of whom everything is kept that can be: in two modules, from all sides."""
    found = browser.open(context={"id": "course-7", "title": "Klas 6B"})
    found.save("questions", {"dreams": f"{MINE}-1"})
    found.save("meaning", f"{MINE}-2", audience="class")
    found.save("past-words", [f"{MINE}-3", "", "", "", ""], audience="facilitator")
    found.save("my-questions", [{"step": "", "text": f"{MINE}-4"}])
    link(found, 1)
    reply(browser.client, link(found, 0), who=f"{MINE}-tante", stance=f"{MINE}-5")
    found.finish()
    browser.open(**TALENTS).save("my-questions", [{"step": "", "text": f"{MINE}-6"}])
    browser.open(sub="learner-43").save("meaning", OTHERS)
    now = tool.now()
    (first, _) = works_of(tool)
    with tool.database.write() as connection:
        contact_wishes.keep(connection, first, "yes", f"{MINE}-7", now)
        replies.write(connection, Place(first, "meaning"), f"{MINE}-8", was=0, now=now)
        carried.leave(connection, first, "identity/past-words")
        connection.execute(update(score_outbox).values(comment=f"{MINE}-9"))
        course = connection.scalar(select(contexts.c.id).where(contexts.c.title == "Klas 6B")) or 0
        roster.claim(connection, course, "", now)
        members = (Member("learner-42", "learner", True, NAME), Member("learner-43", "learner", True, "Bo"))
        roster.keep(connection, course, "", Roster(members, complete=True), now)
    return found


# Reading


@ON_BOTH
def test_all_that_is_kept_is_on_the_page(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    whole = see(page) + see(page, first) + see(page, second)
    for number in range(1, 10):
        if number != 5:  # it waits to join the learner's own, and is in the file
            assert f"{MINE}-{number}" in whole, number
    for text in (NAME, "Klas 6B", "Wie ben jij?", NL["work"]["audiences"]["class"], NL["grade"]["waiting"],
                 NL["asks"]["came"], NL["contact"]["title"], NL["along"]["left"]):  # fmt: skip
        assert text in whole, text
    assert OTHERS not in whole


def test_an_answer_is_words_and_no_data(page: Page, tool: Tool) -> None:
    text = see(page, works_of(tool)[0])
    assert "Waar droomde je" in text
    assert "{&#34;dreams" not in text


def test_it_says_how_long_work_stays(page: Page, tool: Tool) -> None:
    assert re.search(r"Blijft tot en met 30 september 20\d\d", see(page))


def test_where_nothing_goes_by_itself_it_says_so(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lti_tool.settings.Settings.retention", None)
    text = see(page)
    assert NL["works"]["for-ever"] in text
    assert "30 september" not in text


def test_somebody_elses_work_is_never_shown(page: Page, tool: Tool) -> None:
    (other,) = works_of(tool, "learner-43")
    assert OTHERS not in see(page, other)
    assert call(page, "erase", work=other).status_code == 200
    assert erase(page, work=other).status_code == 200
    assert works_of(tool, "learner-43") == [other]
    call(page, "unshare", work=other, activity="meaning")
    assert OTHERS in everywhere_text(tool)


def everywhere_text(tool: Tool) -> str:
    with tool.database.read() as connection:
        return " ".join(connection.scalars(select(answers.c.value)))


def test_without_a_token_nothing_of_it_is_told(page: Page) -> None:
    for token in ("", page.token[:-2] + "xx"):
        page.token = token
        for what, method in (("sheet", "GET"), ("json", "POST"), ("erase", "POST"), ("unshare", "POST")):
            assert call(page, what, method).status_code == 401


def test_a_school_that_was_turned_away_shows_nothing_more(page: Page, tool: Tool) -> None:
    with tool.database.write() as connection:
        platforms.refuse(connection, 1, "dep-1")
    assert call(page, "sheet", "GET").status_code == 401


def test_work_at_another_place_of_the_platform_is_there_too(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    browser.open(deployment_id="dep-2").save("meaning", MINE)
    assert see(page).count('href="?work=') == 2
    assert MINE in see(page, works_of(tool)[1])


def test_a_grade_that_a_facilitator_holds_is_not_said_to_be_on_its_way(page: Page, tool: Tool) -> None:
    (first, _) = works_of(tool)
    with tool.database.write() as connection:
        link_row = connection.scalar(select(attempts.c.resource_link_row).where(attempts.c.id == first)) or 0
        grade_holds.hold(connection, link_row, tool.now())
    assert NL["grade"]["held"] in see(page, first)
    assert NL["grade"]["waiting"] not in see(page, first)
    assert taken(page)["works"][0]["grade"]["held"] is True


def test_an_exercise_that_is_gone_is_shown_as_it_was_kept(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    page.save("meaning", MINE)
    with tool.database.write() as connection:
        connection.execute(update(answers).values(activity="an-old-one", value='{"a": ["<b>weg"]}'))
    assert "&lt;b&gt;weg" in see(page, works_of(tool)[0])
    assert taken(page)["works"][0]["answers"][0]["value"] == {"a": ["<b>weg"]}


def test_a_facilitator_sees_the_own_try_outs_and_is_asked_nothing(browser: Browser, tool: Tool) -> None:
    page = browser.open(sub="teacher-1", roles=[INSTRUCTOR])
    page.save("meaning", MINE)
    browser.open().save("meaning", OTHERS, audience="class")
    text = see(page)
    assert NL["try-out-intro"] in text
    assert NL["works"]["try-out"] in text
    assert NL["contact"]["title"] not in text
    assert OTHERS not in text + see(page, works_of(tool, "teacher-1")[0])
    call(page, "contact", wish="yes")
    assert count(tool, metadata.tables["contact_wishes"]) == 0


# Sharing, contact, what goes along


@ON_BOTH
def test_sharing_stops_at_once_and_an_open_page_does_not_share_again(page: Page, tool: Tool) -> None:
    (first, _) = works_of(tool)
    revision = page.load()["answers"]["meaning"]["revision"]
    said = call(page, "unshare", work=first, activity="meaning")
    assert NL["said"]["unshared"] in said.text
    assert page.load()["answers"]["meaning"]["audience"] == "learner"
    saved = page.save("meaning", f"{MINE}-2 en meer", revision, audience="class")
    assert saved["conflicts"]["meaning"]["audience"] == "learner"
    assert NL["said"]["not-shared"] in call(page, "unshare", work=first, activity="meaning").text


@pytest.mark.parametrize("activity", ["", "nothing", "\0", "\ud800", "x" * 5000])
def test_an_exercise_that_never_was_is_no_mistake(page: Page, tool: Tool, activity: str) -> None:
    sent = activity.encode("utf-8", "surrogatepass").decode("utf-8", "replace")
    answer = call(page, "unshare", work=works_of(tool)[0], activity=sent)
    assert answer.status_code == 200


def test_the_wish_for_contact_is_changed_and_taken_back(page: Page, tool: Tool) -> None:
    (first, _) = works_of(tool)

    def wish() -> tuple[str, str | None] | None:
        with tool.database.read() as connection:
            found = contact_wishes.find(connection, first)
            return (found.wish, found.how) if found else None

    assert NL["said"]["contact"] in call(page, "contact", wish="no", how="x").text
    assert wish() == ("no", None)
    call(page, "contact", wish="yes", how="  liefst   via Smartschool ")
    assert wish() == ("yes", "liefst via Smartschool")
    call(page, "contact", wish="later", how="x")
    assert wish() is None


def test_what_is_left_behind_is_taken_along_again(page: Page, tool: Tool) -> None:
    assert "identity/past-words" in taken(page)["left behind"]
    assert NL["said"]["taken"] in call(page, "along", take="identity/past-words").text
    assert taken(page)["left behind"] == []
    assert NL["said"]["left"] in call(page, "along", leave="identity/past-words").text
    call(page, "along", leave="something/else")
    assert taken(page)["left behind"] == ["identity/past-words"]


def ask(page: Page, method: str, body: Any = None) -> Any:
    return page.call(method, "/contact", body)


def test_who_did_not_choose_is_asked_and_who_did_is_not(browser: Browser) -> None:
    page = browser.open()
    asked = ask(page, "GET").json
    assert asked["wish"] is None
    assert asked["words"]["how"]
    assert ask(page, "POST", {"wish": "yes", "how": MINE}).json == {"wish": "yes"}
    assert ask(page, "GET").json["wish"] == "yes"


@pytest.mark.parametrize("given", [None, [], {"wish": "later"}, {"wish": ["yes"]}, {"wish": "yes", "how": 5}])
def test_any_other_wish_is_refused(browser: Browser, given: Any) -> None:
    assert ask(browser.open(), "POST", given).status_code == 400


def test_a_facilitator_is_not_asked(browser: Browser) -> None:
    page = browser.open(sub="teacher-1", roles=[INSTRUCTOR])
    assert ask(page, "POST", {"wish": "yes", "how": ""}).status_code == 403


# Taking along


def test_the_file_has_everything_and_says_what_it_means(page: Page, tool: Tool) -> None:
    response = call(page, "json")
    assert 'filename="van-mij.json"' in response.headers["Content-Disposition"]
    assert response.headers["Cache-Control"] == "no-store"
    for number in range(1, 10):
        assert f"{MINE}-{number}" in response.text, number
    assert OTHERS not in response.text
    found = json.loads(response.data)
    first, second = found["works"]
    assert [first["course"], first["title"]] == ["Klas 6B", "Wie ben jij?"]
    assert second["module"] == "talents"
    assert first["may be contacted"]["wish"] == "yes"
    assert re.fullmatch(r"20\d\d-09-30", first["here until"])
    assert first["answers"][0]["lines"][0]["text"] == f"{MINE}-2"
    assert found["rosters"][0]["name"] == NAME


def test_every_part_of_the_file_is_explained_and_no_other(page: Page) -> None:
    found = taken(page)
    for language in ("nl", "en"):
        for name in words(language, "privacy")["meaning"]:
            if name == "moments":
                continue
            part: Any = found
            for step in name.split("/"):
                part = part[0] if isinstance(part, list) else part
                assert step in part, name
                part = part[step]


# Erasing


@ON_BOTH
def test_after_erasing_no_trace_of_the_learner_is_in_any_table(page: Page, tool: Tool) -> None:
    traces = (MINE, "learner-42", NAME)
    assert {"answers.value", "replies.text", "asks.answer", "contact_wishes.how", "learners.sub",
            "roster_names.name", "score_outbox.comment"} <= everywhere(tool, *traces)  # fmt: skip
    text = erase(page).text
    assert NL["said"]["all"] in text
    assert words("nl", "privacy")["stays"]["lines"][0] in text
    assert everywhere(tool, *traces) == set()
    assert OTHERS in everywhere_text(tool)
    assert count(tool, learners) == 1


def test_nothing_is_erased_without_being_asked_twice(page: Page, tool: Tool) -> None:
    asked = call(page, "erase", work="all").text
    assert NL["erase"]["undo"] in asked
    assert NL["erase"]["waiting"] in asked
    assert len(works_of(tool)) == 2
    for_one = confirm_of(call(page, "erase", work=works_of(tool)[0]))
    for confirm in ("x", "", for_one):
        call(page, "erase", work="all", confirm=confirm)
    assert len(works_of(tool)) == 2


@pytest.mark.parametrize("work", ["", "everything", "0", "-1", "9" * 30, "1 or 1=1"])
def test_what_names_no_work_erases_nothing(page: Page, tool: Tool, work: str) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    assert call(page, "erase", work=work, confirm=confirm).status_code == 200
    assert len(works_of(tool)) == 2


def test_an_answer_that_comes_too_late_erases_nothing(
    page: Page, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lti_tool.views.mine.CONFIRM_SECONDS", -1)
    assert NL["said"]["too-late"] in erase(page).text
    assert len(works_of(tool)) == 2


@ON_BOTH
def test_one_work_is_erased_and_the_others_stay(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    text = erase(page, work=second).text
    assert NL["said"]["work"] in text
    assert works_of(tool) == [first]
    assert NL["said"]["work-gone"] in erase(page, work=second).text
    assert page.load()["answers"]["meaning"]["value"] == f"{MINE}-2"


def test_the_page_goes_on_when_its_own_work_is_erased(page: Page, tool: Tool) -> None:
    first, second = works_of(tool)
    answer = erase(page, work=first)
    assert NL["said"]["work"] in answer.text
    assert works_of(tool) == [second]
    page.token = answer.headers["Wegwijs-Token"]
    assert f"{MINE}-6" in see(page, second)
    assert taken(page)["left behind"] == []


def test_no_token_of_a_facilitator_comes_of_erasing(browser: Browser, tool: Tool) -> None:
    page = browser.open(sub="teacher-1", roles=[INSTRUCTOR])
    browser.open(sub="teacher-1", roles=[INSTRUCTOR], resource_link={"id": "link-2"})
    answer = erase(page, work=works_of(tool, "teacher-1")[0])
    assert "Wegwijs-Token" not in answer.headers
    assert NL["gone"]["again"] in answer.text


def test_a_second_window_says_calmly_that_it_is_gone(page: Page) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    call(page, "erase", work="all", confirm=confirm)
    for again in (
        call(page, "erase", work="all", confirm=confirm),
        call(page, "sheet", "GET"),
        call(page, "json"),
    ):
        assert again.status_code == 200
        assert NL["gone"]["title"] in again.text


@ON_BOTH
def test_a_module_that_is_open_elsewhere_hears_that_it_is_gone(page: Page, tool: Tool) -> None:
    erase(page)
    answer = {"value": MINE, "how": "screen", "audience": "learner", "revision": 0}
    for method, path, body in (
        ("GET", "/attempt", None),
        ("PATCH", "/attempt", {"answers": {"meaning": answer}, "position": "meaning"}),
        ("POST", "/attempt/finish", None),
    ):
        assert page.call(method, path, body).status_code == 410
    assert everywhere(tool, MINE) == set()


@ON_BOTH
def test_who_saves_while_it_is_erased_leaves_nothing(app: Flask, page: Page, tool: Tool) -> None:
    confirm = confirm_of(call(page, "erase", work="all"))
    start, seen = threading.Barrier(5), []

    def save(number: int) -> None:
        own = Page(app.test_client(), page.token, page.path)
        start.wait()
        for turn in range(6):
            answer = {
                "value": f"{MINE} {number} {turn}",
                "how": "screen",
                "audience": "learner",
                "revision": 0,
            }
            sent = own.call("PATCH", "/attempt", {"answers": {"meaning": answer}, "position": "meaning"})
            seen.append(sent.status_code)

    threads = [threading.Thread(target=save, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    start.wait()
    assert call(page, "erase", work="all", confirm=confirm).status_code == 200
    for thread in threads:
        thread.join()
    assert set(seen) <= {200, 410}
    assert everywhere(tool, MINE) == set()


@ON_BOTH
def test_a_grade_that_waits_goes_with_its_work(page: Page, tool: Tool, platform: Any) -> None:
    erase(page)
    tool.jobs.sweep()
    assert tool.delivery.due() == []
    assert count(tool, score_outbox) == 0


@ON_BOTH
def test_a_grade_that_is_on_its_way_at_that_moment_arrives_and_leaves_nothing(page: Page, tool: Tool) -> None:
    with tool.database.write() as connection:
        found = claim(connection, works_of(tool)[0], tool.now())
    assert found is not None
    erase(page)
    with tool.database.write() as connection:
        settle(connection, found, Delivered(), tool.now(), 0)
    assert count(tool, score_outbox) == 0
    assert everywhere(tool, MINE, "learner-42") == set()


def test_who_comes_back_begins_anew(page: Page, browser: Browser) -> None:
    erase(page)
    again = browser.open()
    assert again.load()["answers"] == {}
    assert MINE not in see(again)


def test_nobody_is_in_the_log(page: Page, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    see(page)
    call(page, "json")
    erase(page)
    assert "personal data erased" in caplog.text
    for personal in ("learner-42", MINE, NAME, page.token):
        assert personal not in caplog.text


def test_a_page_of_a_module_that_is_not_there_is_not_found(browser: Browser) -> None:
    browser.open()
    get = browser.client.get
    assert get("/mine/1/identity/nl", base_url=HOST).status_code == 200
    assert get("/mine/1/nothing/nl", base_url=HOST).status_code == 404
    assert get("/mine/99/identity/nl", base_url=HOST).status_code == 404


def test_the_last_visit_is_noted_without_an_answer(browser: Browser, tool: Tool) -> None:
    page = browser.open()
    with tool.database.write() as connection:
        long_ago = {"created_at": 1_000_000_000, "touched_at": 1_000_000_000}
        connection.execute(update(attempts).values(**long_ago))
    assert taken(page)["works"][0]["last touched"].startswith("2001")
    browser.open()
    assert not taken(page)["works"][0]["last touched"].startswith("2001")
