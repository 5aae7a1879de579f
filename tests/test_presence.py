"""Presence on campus: a meeting is opened, learners say by its code that they are there, or are ticked."""

import re
from pathlib import Path

import pytest
from sqlalchemy import func, select

from lti_tool.store.civic_tables import meetings
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.campus_class import CAMPUS, code_of, guide, learner, say, there
from tests.class_page import teacher
from tests.judged_module import make_judged_module
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.test_roster import Course, work

LINK_2 = {"resource_link": {"id": "link-2"}}
JUDGED = {"custom": {"module": "practice", "variant": "judged"}}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


def ticks(page: str) -> dict[str, str]:
    """The buttons of the list, by the learner's name: what they send."""
    found = re.findall(r'name="((?:un)?tick)" value="([^"]+)">[^<]+<span class="unseen">: ([^<]+)<', page)
    return {name: f"{what} {value}" for what, value, name in found}


def press(page: object, button: str) -> str:
    what, _, value = button.partition(" ")
    return str(page.post("presence/tick", **{what: value}))  # type: ignore[attr-defined]


# A meeting


@ON_BOTH
def test_a_learner_who_types_the_code_is_there(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    page.post("presence/open")

    said = say(learner(browser), code_of(tool).lower())

    assert said["outcome"] == "here"
    assert said["presence"]["how"] == "code"
    assert there(tool) == {"learner-1": "code"}
    assert "1 van 1" in page.part("presence")


def test_the_part_shows_the_code_and_a_qr_with_it(browser: Browser) -> None:
    page = guide(browser)
    assert "Open het aanmelden" in page.part("presence")

    text = page.post("presence/open")

    code = re.search(r'<span aria-hidden="true">(.{5})</span>', text)
    assert code
    assert say(learner(browser), code[1])["outcome"] == "here"
    assert "<svg" in text
    assert "Sluit het aanmelden" in text
    assert "script" not in text


@ON_BOTH
def test_two_facilitators_who_open_at_once_share_one_meeting(browser: Browser, tool: Tool) -> None:
    guide(browser).post("presence/open")
    teacher(browser, **CAMPUS).post("presence/open")
    with tool.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(meetings)) == 1


def test_who_closes_a_meeting_that_is_over_does_not_close_the_next(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    page.post("presence/open")
    assert "Het aanmelden is gesloten." in page.post("presence/close", meeting="1")
    page.post("presence/open")

    assert "Een andere begeleider sloot dit al." in page.post("presence/close", meeting="1")
    assert learner(browser).load()["presence"]["meeting"] == 2


@pytest.mark.parametrize(("hours", "meeting"), [(3.99, 1), (4.01, None)])
def test_a_meeting_closes_by_itself_after_four_hours(
    browser: Browser, clock: Clock, hours: float, meeting: int | None
) -> None:
    guide(browser).post("presence/open")
    page = learner(browser)
    clock.ahead += hours * 3600
    assert page.load()["presence"]["meeting"] == meeting


def test_a_code_of_a_minute_ago_still_counts_and_an_older_one_is_called_old(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    guide(browser).post("presence/open")
    code = code_of(tool)
    clock.ahead += 30
    assert say(learner(browser), code)["outcome"] == "here"
    clock.ahead += 60
    assert say(learner(browser, "learner-2"), code)["outcome"] == "old"
    assert there(tool) == {"learner-1": "code"}


def test_who_says_it_twice_is_there_once_since_the_first_time(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    guide(browser).post("presence/open")
    page = learner(browser)
    first = say(page, code_of(tool))
    clock.ahead += 300
    assert say(page, "anything") == first


# What the learner's page is told


def test_only_a_part_with_a_step_on_campus_is_told(browser: Browser) -> None:
    assert learner(browser).load()["presence"]["steps"] == ["start"]
    other = browser.open(**JUDGED, **LINK_2)
    assert "presence" not in other.load()
    assert other.call("GET", "/presence").json == {"presence": None}
    assert other.call("POST", "/presence", {"code": "B"}).json == {"outcome": "closed", "presence": None}


def test_an_open_page_hears_of_a_meeting_when_it_asks(browser: Browser) -> None:
    page = learner(browser)
    assert page.load()["presence"]["meeting"] is None
    guide(browser).post("presence/open")
    assert page.call("GET", "/presence?language=en").json["presence"]["meeting"] == 1
    assert page.call("GET", "/presence?language=en").json["presence"]["words"]["title"] == "Are you here?"


def test_a_facilitator_who_tries_it_out_is_never_counted(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    page.post("presence/open")
    mine = browser.open(sub="teacher-1", roles=[INSTRUCTOR], **CAMPUS)

    assert say(mine, code_of(tool))["outcome"] == "try-out"
    assert mine.load()["presence"]["at"] is None
    assert there(tool) == {}
    assert "teacher-1" not in page.part("presence")


# Ticks


def test_a_facilitator_ticks_and_takes_back_also_without_a_meeting(browser: Browser, tool: Tool) -> None:
    learner(browser)
    page = guide(browser)
    [(name, button)] = ticks(page.part("presence")).items()

    after = press(page, button)

    assert there(tool) == {"learner-1": "tick"}
    assert "aangevinkt" in after
    assert learner(browser).load()["presence"]["how"] == "tick"
    press(page, ticks(after)[name])
    assert there(tool) == {}


def test_what_another_facilitator_changed_meanwhile_is_not_taken_back(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    learner(browser)
    page = guide(browser)
    [button] = ticks(page.part("presence")).values()
    [seen] = ticks(press(page, button)).values()
    press(page, seen)
    clock.ahead += 5
    press(page, button)

    assert "Dit veranderde intussen." in press(page, seen)
    assert there(tool) == {"learner-1": "tick"}


def test_a_tick_after_a_code_leaves_the_code(browser: Browser, tool: Tool) -> None:
    learner(browser)
    page = guide(browser)
    [button] = ticks(page.part("presence")).values()
    page.post("presence/open")
    say(learner(browser), code_of(tool))
    press(page, button)
    assert there(tool) == {"learner-1": "code"}


def test_somebody_who_left_the_list_is_not_ticked(browser: Browser, tool: Tool) -> None:
    learner(browser)
    assert "Die deelnemer staat niet meer op de lijst." in guide(browser).post("presence/tick", tick="x")
    assert there(tool) == {}


def test_the_list_is_taken_along_as_a_table(browser: Browser, tool: Tool) -> None:
    page = guide(browser)
    page.post("presence/open")
    say(learner(browser), code_of(tool))
    learner(browser, "learner-2")

    table = page.post("presence/table").splitlines()

    assert table[0] == "\ufeffDeelnemer;Aanwezig;Tijdstip (UTC);Hoe"
    assert sorted(line.split(";")[1] for line in table[1:]) == ["ja", "nee"]
    assert any(line.endswith(";met de code") for line in table)


def test_somebody_on_the_roster_who_never_opened_the_module_is_ticked_too(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    course = Course(platform)
    page = guide(browser, **course.claim)
    page.part("presence")
    work(tool)
    found = ticks(page.part("presence"))
    assert list(found) == ["An Peeters", "Bo Maes"]

    after = press(page, found["Bo Maes"])

    assert there(tool) == {"learner-43": "tick"}
    assert "1 van 2" in after


def test_a_link_without_a_step_on_campus_has_no_such_part(browser: Browser, tool: Tool) -> None:
    page = teacher(browser, **JUDGED)
    assert "part=presence" not in page.part("presence")
    for path in ("open", "close", "tick"):
        assert "part=presence" not in page.post(f"presence/{path}", tick="x", meeting="1")
    assert "niets op de campus" in screen(browser, "POST", "open", page.token)
    with tool.database.read() as connection:
        assert connection.scalar(select(func.count()).select_from(meetings)) == 0


# The screen, and the page behind the QR


def test_the_guide_leads_to_the_screen_where_there_is_a_step_on_campus(browser: Browser) -> None:
    headers = {"Authorization": f"Bearer {guide(browser).token}"}
    assert "/presence/1/practice/nl" in browser.client.get("/guide/sheet?language=nl", headers=headers).text
    headers = {"Authorization": f"Bearer {teacher(browser, **JUDGED, **LINK_2).token}"}
    assert "/presence/" not in browser.client.get("/guide/sheet?language=nl", headers=headers).text


def screen(browser: Browser, method: str, path: str, token: str) -> str:
    headers = {"Authorization": f"Bearer {token}"}
    answer = browser.client.open(
        f"/presence/{path}?language=nl", method=method, base_url=HOST, headers=headers
    )
    assert answer.status_code == 200
    return answer.text


def test_the_screen_shows_the_code_and_the_count_and_no_names(browser: Browser) -> None:
    page = guide(browser)
    learner(browser, "learner-with-a-name")
    assert "Begin met aanmelden" in screen(browser, "GET", "sheet", page.token)

    text = screen(browser, "POST", "open", page.token)

    assert "poster-code" in text
    assert "0 van 1" in text
    assert "Deelnemer" not in text
    assert "learner" not in text


def test_the_page_behind_the_qr_is_the_same_for_every_meeting_and_framed_by_nobody(browser: Browser) -> None:
    one, other = (browser.client.get(f"/here/{number}", base_url=HOST) for number in (1, 2))
    assert one.status_code == 200
    assert one.text.replace('data-meeting="1"', 'data-meeting="2"') == other.text
    assert "frame-ancestors 'none'" in one.headers["Content-Security-Policy"]
    assert "connect-src" not in one.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in one.headers
