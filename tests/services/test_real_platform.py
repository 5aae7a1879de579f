"""A platform nobody here wrote launches session 1, and its gradebook receives the grade.

The course stands at https://127.0.0.1, Wegwijs at https://localhost: two sites, so that in the course's
frame Wegwijs is a third party, whose cookies Chromium blocks or allows as the test says.
"""

import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from modules.kit.module import Module
from modules.kit.registry import load_registry
from tests.services.conftest import Visit
from tests.services.real_platform import RealPlatform
from tests.services.running_tool import RunningTool

pytestmark = [pytest.mark.services, pytest.mark.browser]

ANSWER = "iets wat van mij is"
PATIENCE_SECONDS = 120  # what a platform refused for a moment is offered again within a minute or two


@pytest.fixture(scope="module")
def module() -> Module:
    return load_registry().modules["identity"]


Course = Callable[..., tuple[str, str]]
_numbers = iter(range(1, 1000))


@pytest.fixture
def course(platform: RealPlatform, tool: RunningTool, client_id: str) -> Course:
    """Make a fresh link to session 1 in the course and a fresh person, and return their names."""

    def make(role: str = "student", **options: Any) -> tuple[str, str]:
        number = next(_numbers)
        link, person = f"session-{number}", f"person-{number}"
        platform.tell("people", name=person, role=role)
        platform.tell(
            "links",
            name=link,
            client_id=client_id,
            login_url=f"{tool.url}/lti/login",
            launch_url=f"{tool.url}/lti/launch",
            custom={"module": "identity"},
            **options,
        )
        return link, person

    return make


def frame_of(page: Page) -> FrameLocator:
    """Wegwijs as it stands in the course page, alive."""
    frame = page.frame_locator("iframe.ltiLaunchFrame")
    expect(frame.locator("html.is-live")).to_be_attached(timeout=20_000)
    return frame


def reload_frame(page: Page) -> None:
    """Reload Wegwijs inside the course page, which stays as it is."""
    inside = page.frames[1]
    with inside.expect_navigation():
        inside.evaluate("() => location.reload()")


def answer_first_question(frame: FrameLocator) -> None:
    frame.locator("[data-action=begin]").click()
    frame.locator("[data-action=next]").click()
    frame.locator("#a-meaning textarea").fill(ANSWER)
    expect(frame.locator("[data-part=saved][data-state=saved]")).to_be_attached(timeout=10_000)


def finish(frame: FrameLocator) -> None:
    frame.locator(".road li[data-end] a").click()
    frame.locator("[data-action=finish]").click()


def grades_of(platform: RealPlatform, person: str) -> list[float]:
    return [grade["score"] for grade in platform.read("gradebook") if grade["person"] == person]


MOST_SCREENS = 60
"""More than the module has: who stands still fails, and does not go on for ever."""


def wait_for_grade(platform: RealPlatform, person: str) -> float:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if found := grades_of(platform, person):
            return found[-1]
        time.sleep(0.2)
    raise AssertionError(f"no grade arrived; the platform saw {platform.read('calls')[-5:]}")


@pytest.mark.parametrize("third_party_cookies", [False, True], ids=["cookies blocked", "cookies allowed"])
def test_a_learner_works_reloads_finishes_and_is_graded(
    platform: RealPlatform, course: Course, visit: Visit, module: Module, third_party_cookies: bool
) -> None:
    link, person = course()
    page = visit(third_party_cookies=third_party_cookies)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    reload_frame(page)
    expect(frame_of(page).locator("#a-meaning textarea")).to_have_value(ANSWER)
    page.reload()
    frame = frame_of(page)
    finish(frame)
    required = [activity for step in module.steps for activity in step.activities if activity.required]
    assert wait_for_grade(platform, person) == pytest.approx(1 / len(required), abs=1e-4)
    expect(frame.locator("[data-part=grade]")).to_contain_text("Doorgegeven", timeout=20_000)


def test_who_does_everything_gets_full_marks(
    platform: RealPlatform, course: Course, visit: Visit, module: Module
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False, width=360)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    frame.locator("[data-action=begin]").click()
    for _ in range(MOST_SCREENS):
        if frame.locator("#end.is-now").count():
            break
        screen = frame.locator(".screen.is-now")
        if screen.locator("[data-part=paper]").count():
            screen.locator("[data-part=paper]").check()
        else:
            for field in screen.locator("input[type=text]").all():
                field.fill("woord")
        frame.locator("[data-action=next]").click()
    finish(frame)
    assert wait_for_grade(platform, person) == 1


def test_work_goes_on_in_another_browser(platform: RealPlatform, course: Course, visit: Visit) -> None:
    link, person = course()
    page = visit(third_party_cookies=True)
    page.goto(platform.page(link, person))
    answer_first_question(frame_of(page))
    other = visit(third_party_cookies=False)
    other.goto(platform.page(link, person))
    expect(frame_of(other).locator("#a-meaning textarea")).to_have_value(ANSWER)


def test_the_tool_launches_in_a_window_of_its_own(
    platform: RealPlatform, course: Course, visit: Visit
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person, target="window"))
    expect(page.locator("html.is-live")).to_be_attached(timeout=20_000)
    assert "#" not in page.url


def test_another_learner_in_the_same_course_sees_no_answer(
    platform: RealPlatform, course: Course, visit: Visit
) -> None:
    link, person = course()
    page = visit(third_party_cookies=True)
    page.goto(platform.page(link, person))
    answer_first_question(frame_of(page))
    platform.tell("people", name=f"other-of-{person}")
    page.goto(platform.page(link, f"other-of-{person}"))
    expect(frame_of(page).locator("#a-meaning textarea")).to_have_value("")


@pytest.mark.parametrize("role", ["instructor", "staff"])
def test_a_facilitator_sees_the_guide_and_never_gets_a_grade(
    platform: RealPlatform, course: Course, visit: Visit, module: Module, role: str
) -> None:
    link, person = course(role)
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    expect(frame.locator("[data-guide='']")).to_contain_text(module.guides["nl"].module.goal[:40])
    answer_first_question(frame)
    frame.locator(".road li[data-end] a").click()
    expect(frame.locator("[data-part=booklet]")).to_contain_text(ANSWER)
    expect(frame.locator("[data-action=finish]")).to_be_hidden()
    assert [score for score in platform.read("scores") if score["person"] == person] == []


def test_a_facilitator_opens_the_class_from_the_launch(
    platform: RealPlatform, course: Course, visit: Visit
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    finish(frame)
    wait_for_grade(platform, person)
    platform.tell("people", name=f"teacher-of-{person}", role="instructor")
    page.goto(platform.page(link, f"teacher-of-{person}"))
    with page.expect_popup() as opened:
        frame_of(page).get_by_role("link", name="Mijn klas").click()
    there = opened.value
    expect(there.locator(".tile.is-done strong")).to_have_text("1", timeout=20_000)
    there.get_by_role("link", name="Punten").click()
    expect(there.locator(".grades")).to_contain_text("Aangekomen", timeout=20_000)
    assert ANSWER not in there.content()
    assert "#" not in there.url


def test_a_learner_receives_no_word_of_the_guide(
    platform: RealPlatform, course: Course, visit: Visit, module: Module
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False)
    seen: list[str] = []
    page.on("response", lambda response: seen.append(response.url))
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    assert module.guides["nl"].module.goal[:40] not in frame.locator("html").inner_html()
    assert [address for address in seen if "guide" in address] == []


def test_a_platform_in_trouble_gets_the_grade_later(
    platform: RealPlatform, course: Course, visit: Visit
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    platform.tell("outage", status=503, times=1)
    finish(frame)
    expect(frame.locator("[data-part=grade]")).to_contain_text("duurt nog even")
    assert wait_for_grade(platform, person) > 0


def test_a_course_without_grades_is_told_nothing(
    platform: RealPlatform, course: Course, visit: Visit
) -> None:
    link, person = course(ags="disabled")
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    finish(frame)
    expect(frame.locator("[data-part=grade]")).to_contain_text("klaar")
    expect(frame.locator("[data-part=grade]")).not_to_contain_text("duurt nog even")


def test_a_restart_of_the_server_loses_no_answer(
    platform: RealPlatform, tool: RunningTool, course: Course, visit: Visit
) -> None:
    link, person = course()
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    with tool.down():
        frame.locator("#a-meaning textarea").fill("geschreven zonder server")
        expect(frame.locator("[data-part=saved]")).to_contain_text("Nog niet bewaard", timeout=20_000)
    expect(frame.locator("[data-part=saved][data-state=saved]")).to_be_attached(timeout=60_000)
    page.reload()
    expect(frame_of(page).locator("#a-meaning textarea")).to_have_value("geschreven zonder server")


def test_no_log_holds_an_answer_a_name_or_a_token(
    platform: RealPlatform, tool: RunningTool, course: Course, visit: Visit
) -> None:
    link, person = course(share_names=True)
    page = visit(third_party_cookies=False)
    page.goto(platform.page(link, person))
    frame = frame_of(page)
    answer_first_question(frame)
    finish(frame)
    wait_for_grade(platform, person)
    logs = tool.log("serve") + tool.log("worker")
    assert ANSWER not in logs
    assert person.title() not in logs
    assert "eyJ" not in logs  # how every JWT begins
