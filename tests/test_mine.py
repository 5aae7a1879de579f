"""A learner's own page: everything that is kept of them, to read, share less and take along."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import select, update

from lti_tool.store import contact_wishes, grade_holds, platforms
from lti_tool.store.tables import answers, attempts, metadata
from lti_tool.tool import Tool
from lti_tool.words import words
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR
from tests.own_page import (
    MINE,
    NAME,
    NL,
    OTHERS,
    call,
    count,
    erase,
    everywhere_text,
    full_work,
    see,
    taken,
    works_of,
)


@pytest.fixture
def page(browser: Browser, tool: Tool) -> Page:
    return full_work(browser, tool)


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
