"""Grades that wait until a facilitator lets them go: nothing leaves meanwhile, nobody is overruled unseen."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from lti_tool.commands import grades as command
from lti_tool.protocol.claims import AGS_ENDPOINT
from lti_tool.services import attempt as attempt_service
from lti_tool.store import attempts, grade_holds
from lti_tool.store import score_outbox as score_outbox_store
from lti_tool.store.tables import score_outbox
from lti_tool.tool import Tool
from tests.class_page import ClassPage, teacher
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.test_lti_grades import SCORES, deliver


def finished(browser: Browser, sub: str = "learner-42") -> Page:
    page = browser.open(sub=sub)
    page.save("meaning", "klaar")
    page.finish()
    return page


def grade(page: Page) -> tuple[str, str | None]:
    found = page.load()["grade"]
    return found["state"], found["reason"]


def was(page: ClassPage) -> str:
    [found] = re.findall(r'name="was" value="(\d+)"', page.part("grades"))
    return str(found)


def numbers(page: ClassPage) -> list[str]:
    """The attempts that can be let go one by one."""
    return re.findall(r'id="release-(\d+)"', page.part("grades"))


# Held


@ON_BOTH
def test_nothing_leaves_while_grades_are_held_and_all_does_afterwards(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser)
    assert "nu bijgehouden" in page.post("hold")
    learners = [finished(browser, f"learner-{number}") for number in range(3)]
    deliver(tool)
    tool.delivery.deliver(2)
    assert platform.scores == []
    assert {grade(one) for one in learners} == {("waiting", "held")}
    assert "3 punten zijn vrijgegeven" in page.post("release", was=was(page))
    deliver(tool)
    assert len(platform.scores) == 3
    assert {grade(one)[0] for one in learners} == {"delivered"}


def test_what_arrived_is_not_taken_back_and_what_is_better_waits(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    learner = finished(browser)
    deliver(tool)
    page = teacher(browser)
    page.post("hold")
    deliver(tool)
    assert grade(learner)[0] == "delivered"
    learner.save("questions", dict.fromkeys(("dreams", "proud", "strong"), "droom"))
    assert grade(learner)[0] in {"delivered", "waiting"}
    deliver(tool)
    assert len(platform.scores) == 1


def test_a_better_score_waits_though_an_earlier_one_was_let_go(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser)
    page.post("hold")
    learner = finished(browser)
    page.post("release", attempt=numbers(page)[0])
    deliver(tool)
    assert len(platform.scores) == 1
    _grow(tool, learner)
    deliver(tool)
    assert len(platform.scores) == 1
    assert grade(learner) == ("waiting", "held")


def _grow(tool: Tool, learner: Page) -> None:
    """A person gives the work more."""
    ticket, _ = tool.tickets.check(learner.token)
    with tool.database.write() as connection:
        attempt = attempts.find(connection, ticket.attempt_row, ticket.deployment_row)
        assert attempt
        module = tool.registry.modules["identity"]
        found = attempt_service.release_score(connection, attempt, module, 0.9, None, tool.now())
    assert found is not None
    assert (found.state, found.reason) == ("waiting", "held")


def test_work_that_a_person_assesses_is_handed_in_at_once_and_its_score_waits(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    teacher(browser).post("hold")
    learner = finished(browser)
    with tool.database.write() as connection:
        score_outbox_store.put(connection, 2, None, tool.now())
    deliver(tool)
    assert [one.json["gradingProgress"] for one in platform.scores] == ["PendingManual"]
    assert grade(learner) == ("delivered", "assessed-by-person")
    _grow(tool, learner)
    deliver(tool)
    assert len(platform.scores) == 1


def test_a_learner_who_sends_again_does_not_get_past_it(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    teacher(browser).post("hold")
    learner = finished(browser)
    assert learner.resend()["reason"] == "held"
    deliver(tool)
    assert platform.scores == []


def test_another_link_is_not_held(browser: Browser, tool: Tool, platform: PlatformDouble) -> None:
    teacher(browser).post("hold")
    other = browser.open(resource_link={"id": "link-2"})
    other.save("meaning", "klaar")
    other.finish()
    deliver(tool)
    assert len(platform.scores) == 1


def test_the_list_of_grades_says_that_they_are_held(browser: Browser) -> None:
    page = teacher(browser)
    page.post("hold")
    finished(browser)
    text = page.part("grades")
    assert "<strong>1</strong> bijgehouden" in text
    assert "Stuur opnieuw" not in text
    listed = browser.open(sub="teacher-1", roles=[INSTRUCTOR]).call("GET", "/grades?language=en").json
    assert listed
    [one] = listed["grades"]
    assert (one["state"], one["reason"], one["nextTry"]) == ("waiting", "held", None)
    assert "hold this grade" in one["explained"]


def test_a_link_that_gives_no_grades_has_nothing_to_hold(browser: Browser) -> None:
    assert 'id="hold"' not in teacher(browser, **{AGS_ENDPOINT: None}).part("grades")
    assert 'id="hold"' in teacher(browser).part("grades")


def test_who_pressed_send_again_on_an_older_page_is_told(browser: Browser) -> None:
    page = teacher(browser)
    finished(browser)
    page.post("hold")
    assert "zodra jij of een collega" in page.post("resend")


@ON_BOTH
@pytest.mark.parametrize("attempt", ["", "x", "99999999999"])
def test_whose_grade_can_not_be_read_lets_nobodys_go(
    attempt: str, browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser)
    page.post("hold")
    learner = finished(browser)
    page.post("release", attempt=attempt, was=was(page))
    deliver(tool)
    assert platform.scores == []
    assert grade(learner) == ("waiting", "held")


def test_learners_hold_and_release_nothing(browser: Browser) -> None:
    learner = browser.open()
    page = ClassPage(learner.client, learner.token)
    assert [page.call("POST", path, {}).status_code for path in ("hold", "release")] == [403, 403]


# Let go, one by one or all


def test_one_is_let_go_and_the_others_wait(browser: Browser, tool: Tool, platform: PlatformDouble) -> None:
    page = teacher(browser)
    page.post("hold")
    learners = [finished(browser, f"learner-{number}") for number in range(3)]
    assert "Eén punt is vrijgegeven" in page.post("release", attempt=numbers(page)[0])
    deliver(tool)
    assert len(platform.scores) == 1
    assert sorted(grade(one)[0] for one in learners) == ["delivered", "waiting", "waiting"]


def test_one_that_was_let_go_is_tried_again_by_itself(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser)
    page.post("hold")
    learner = finished(browser)
    page.post("release", attempt=numbers(page)[0])
    platform.fail(SCORES, 500)
    deliver(tool)
    assert grade(learner) == ("waiting", "http-500")


def test_a_refused_grade_can_be_let_go_by_itself(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    learner, page = finished(browser), teacher(browser)
    platform.fail(SCORES, 403)
    deliver(tool)
    page.post("hold")
    assert grade(learner)[0] == "refused"
    page.post("release", attempt=numbers(page)[0])
    deliver(tool)
    assert grade(learner)[0] == "delivered"


def test_a_new_hold_also_holds_what_was_let_go_of_an_earlier_one(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    page = teacher(browser)
    page.post("hold")
    finished(browser)
    page.post("release", attempt=numbers(page)[0])
    page.post("release", was=was(page))
    page.post("hold")
    deliver(tool)
    assert platform.scores == []


@pytest.mark.parametrize("attempt", ["99", "x", "9" * 40])
def test_a_grade_of_nobody_here_is_not_let_go(browser: Browser, tool: Tool, attempt: str) -> None:
    page = teacher(browser)
    page.post("hold")
    finished(browser)
    page.post("release", attempt=attempt)
    assert tool.delivery.due() == []


# Two facilitators, and a server that stops


def test_of_two_who_hold_the_second_is_told(browser: Browser) -> None:
    page = teacher(browser)
    page.post("hold")
    assert "hield de punten al bij" in page.post("hold")


def test_what_a_colleague_held_anew_is_not_let_go_unseen(browser: Browser, tool: Tool) -> None:
    page = teacher(browser)
    page.post("hold")
    seen = was(page)
    page.post("release", was=seen)
    with tool.database.write() as connection:
        grade_holds.hold(connection, 1, int(seen) + 5)
    assert "Er is niets vrijgegeven" in page.post("release", was=seen)
    assert "De punten worden bijgehouden" in page.part("grades")


@ON_BOTH
def test_of_many_who_let_go_at_once_one_does(browser: Browser, tool: Tool) -> None:
    finished(browser)
    with tool.database.write() as connection:
        grade_holds.hold(connection, 1, 7)

    def release(_: int) -> bool:
        with tool.database.write() as connection:
            return grade_holds.release(connection, 1, 7) is not None

    with ThreadPoolExecutor(6) as pool:
        assert sum(pool.map(release, range(6))) == 1


@ON_BOTH
def test_jobs_at_work_while_it_is_held_and_released_send_each_score_once(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    learners = [finished(browser, f"learner-{number}") for number in range(6)]
    with tool.database.write() as connection:
        grade_holds.hold(connection, 1, 7)
    going = threading.Event()

    def work() -> None:
        while not going.is_set():
            deliver(tool)

    workers = [threading.Thread(target=work) for _ in range(2)]
    for one in workers:
        one.start()
    with tool.database.write() as connection:
        assert grade_holds.release(connection, 1, 7) is not None
    going.wait(1)
    going.set()
    for one in workers:
        one.join()
    deliver(tool)
    assert {grade(one)[0] for one in learners} == {"delivered"}
    assert len(platform.scores) == 6


def test_a_release_is_kept_though_no_job_was_woken(
    browser: Browser, tool: Tool, platform: PlatformDouble
) -> None:
    finished(browser)
    with tool.database.write() as connection:
        grade_holds.hold(connection, 1, 7)
    with tool.database.write() as connection:
        assert grade_holds.release(connection, 1, 7) == [1]
    # The server stopped here: the sweep of the next one finds what waits.
    assert tool.delivery.due() == [1]
    deliver(tool)
    assert len(platform.scores) == 1


# For whoever runs the server


def test_the_command_says_what_is_held_and_sends_none_of_it(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command, "database", lambda: tool.database)
    page = teacher(browser)
    page.post("hold")
    finished(browser)
    assert "held" in CliRunner().invoke(command.command).output
    said = CliRunner().invoke(command.command, ["retry", "--all"]).output
    assert "0 go out" in said
    assert "waiting for them: 1" in said
    assert tool.delivery.due() == []
    with tool.database.read() as connection:
        assert connection.scalars(select(score_outbox.c.state)).all() == ["waiting"]
