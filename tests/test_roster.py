"""Who is in a class: asked of the platform with care, shown to facilitators, and never an answer with it."""

import json
import logging
from typing import Any

import pytest
from sqlalchemy import func, select

from lti_tool.protocol.claims import NRPS_SERVICE, SCOPE_MEMBERSHIPS
from lti_tool.store import platforms
from lti_tool.store.tables import contexts, roster_members, roster_names
from lti_tool.tool import Tool
from tests.lti_browser import Browser, Page
from tests.lti_fixtures import ON_BOTH, Clock
from tests.lti_platform_double import INSTRUCTOR, LEARNER, PlatformDouble, Received

MEMBERSHIPS = "/course/7/memberships"
CANARY = "kanarie-van-niemand"


def member(user_id: str, *, roles: Any = (LEARNER,), **more: Any) -> dict[str, Any]:
    return {"user_id": user_id, "roles": list(roles), "status": "Active"} | more


def page_of(*members: Any, link: str | None = None) -> tuple[int, dict[str, str], bytes]:
    headers = {"Link": link} if link else {}
    return 200, headers, json.dumps({"id": "x", "context": {"id": "course-7"}, "members": members}).encode()


class Course:
    """A course at the platform double whose roster a test decides."""

    def __init__(self, platform: PlatformDouble) -> None:
        self.platform = platform
        self.members: list[Any] = [
            member("learner-42", name="An Peeters"),
            member("learner-43", name="Bo Maes"),
        ]
        platform.pages[MEMBERSHIPS] = lambda call: page_of(*self.members)

    @property
    def claim(self) -> dict[str, Any]:
        url = f"{self.platform.url}{MEMBERSHIPS}?key=aB%2F1"
        return {NRPS_SERVICE: {"context_memberships_url": url, "service_versions": ["2.0"]}}

    @property
    def asked(self) -> list[Received]:
        return self.platform.calls(MEMBERSHIPS)


@pytest.fixture
def course(platform: PlatformDouble) -> Course:
    return Course(platform)


@pytest.fixture
def teacher(browser: Browser, course: Course) -> Page:
    return browser.open(sub="teacher-1", roles=[INSTRUCTOR], **course.claim)


def work(tool: Tool) -> None:
    """Do the jobs that wait."""
    while task := tool.jobs.huey.dequeue():
        tool.jobs.huey.execute(task)


def fetched(teacher: Page, tool: Tool, path: str = "/roster") -> Any:
    teacher.call("GET", path)
    work(tool)
    return teacher.call("GET", path).json


def count(tool: Tool, table: Any) -> int:
    with tool.database.read() as connection:
        return connection.scalar(select(func.count()).select_from(table)) or 0


# What the facilitator sees


@ON_BOTH
def test_the_class_is_everybody_with_how_far_they_are(
    teacher: Page, browser: Browser, tool: Tool, course: Course
) -> None:
    course.members.append(member("learner-44", name="Cem Aydin"))
    browser.open(sub="learner-43").save("meaning", "thuis")
    finisher = browser.open(sub="learner-44")
    finisher.save("meaning", "klaar")
    finisher.finish()
    said = fetched(teacher, tool)
    assert [(one["name"], one["state"]) for one in said["members"]] == [
        ("An Peeters", "not-begun"),
        ("Bo Maes", "busy"),
        ("Cem Aydin", "done"),
    ]
    assert said["members"][0]["lastSeen"] is None
    assert said["members"][1]["lastSeen"].endswith("Z")
    assert said["roster"]["from"] == "platform"
    assert said["roster"]["complete"] is True


def test_a_learner_does_not_see_the_class(browser: Browser, course: Course) -> None:
    learner = browser.open(**course.claim)
    for method, path in (("GET", "/roster"), ("POST", "/roster/refresh")):
        refused = learner.call(method, path)
        assert refused.status_code == 403
        assert refused.json["error"]["code"] == "role"
    assert not course.asked


def test_without_a_token_there_is_no_class(teacher: Page) -> None:
    assert teacher.client.get("/api/roster").status_code == 401


def test_without_a_roster_those_who_came_are_known_by_a_number(browser: Browser) -> None:
    browser.open(sub="learner-a").save("meaning", "thuis")
    browser.open(sub="learner-b")
    said = browser.open(sub="teacher-1", roles=[INSTRUCTOR]).call("GET", "/roster?language=nl").json
    assert [(one["name"], one["state"]) for one in said["members"]] == [
        ("Deelnemer 1", "busy"),
        ("Deelnemer 2", "not-begun"),
    ]
    assert said["roster"]["from"] == "visits"


def test_a_platform_without_names_gives_numbers(teacher: Page, tool: Tool, course: Course) -> None:
    course.members = [member("learner-42"), member("learner-43")]
    names = [one["name"] for one in fetched(teacher, tool, "/roster?language=en")["members"]]
    assert names == ["Learner 1", "Learner 2"]


def test_facilitators_onlookers_and_those_who_left_are_not_in_the_class(
    teacher: Page, tool: Tool, course: Course
) -> None:
    mentor = "http://purl.imsglobal.org/vocab/lis/v2/membership#Mentor"
    course.members += [
        member("teacher-1", roles=[INSTRUCTOR], name="Juf Els"),
        member("mentor-1", roles=[mentor], name="Oma Rita"),
        member("gone-1", status="Inactive", name="Weg Gegaan"),
        member("gone-2", status="Deleted", name="Ook Weg"),
    ]
    names = [one["name"] for one in fetched(teacher, tool)["members"]]
    assert names == ["An Peeters", "Bo Maes"]


def test_no_answer_comes_with_the_class(teacher: Page, browser: Browser, tool: Tool) -> None:
    browser.open().save("meaning", CANARY)
    browser.open(sub="learner-43").save("meaning", CANARY, audience="class")
    fetched(teacher, tool)
    answer = teacher.call("GET", "/roster")
    assert CANARY not in answer.text
    assert "learner-42" not in answer.text


def test_the_class_of_another_tenant_stays_there(
    teacher: Page, browser: Browser, tool: Tool, course: Course
) -> None:
    with tool.database.write() as connection:
        platforms.approve(connection, 1, "dep-2", 1)
    fetched(teacher, tool)
    browser.open(sub="learner-42").save("meaning", "thuis")
    other = browser.open(sub="teacher-1", roles=[INSTRUCTOR], deployment_id="dep-2")
    assert other.call("GET", "/roster").json["members"] == []


def test_only_the_people_of_this_link_on_request(teacher: Page, tool: Tool, course: Course) -> None:
    course.members = [member("learner-43", name="Bo Maes")]
    said = fetched(teacher, tool, "/roster?of=link")
    assert [one["name"] for one in said["members"]] == ["Bo Maes"]
    assert course.asked[0].query["rlid"] == "link-1"


# When the platform is asked


def test_learners_alone_are_asked_for_and_the_address_stays_as_it_is(
    teacher: Page, tool: Tool, course: Course
) -> None:
    fetched(teacher, tool)
    (call,) = course.asked
    assert call.query["role"] == LEARNER
    assert call.query["key"] == "aB/1"
    assert "rlid" not in call.query
    (token,) = course.platform.calls("/token")
    assert token.form["scope"] == SCOPE_MEMBERSHIPS
    assert call.headers["Authorization"] == "Bearer token-1"


def test_a_fresh_roster_is_not_asked_for_again(teacher: Page, tool: Tool, course: Course) -> None:
    fetched(teacher, tool)
    teacher.call("GET", "/roster")
    work(tool)
    assert len(course.asked) == 1


def test_a_roster_of_an_hour_is_asked_for_again(
    teacher: Page, tool: Tool, course: Course, clock: Clock
) -> None:
    fetched(teacher, tool)
    clock.ahead = 3700
    assert teacher.call("GET", "/roster").json["roster"]["asking"] is True
    work(tool)
    assert len(course.asked) == 2


def test_a_facilitator_may_ask_again_but_not_every_second(
    teacher: Page, tool: Tool, course: Course, clock: Clock
) -> None:
    fetched(teacher, tool)
    teacher.call("POST", "/roster/refresh")
    work(tool)
    assert len(course.asked) == 1
    clock.ahead = 70
    teacher.call("POST", "/roster/refresh")
    work(tool)
    assert len(course.asked) == 2


@ON_BOTH
def test_who_left_is_gone_after_the_next_time(
    teacher: Page, tool: Tool, course: Course, clock: Clock
) -> None:
    fetched(teacher, tool)
    course.members = course.members[1:]
    clock.ahead = 3700
    said = fetched(teacher, tool)
    assert [one["name"] for one in said["members"]] == ["Bo Maes"]
    assert count(tool, roster_members) == 1


def test_an_old_token_is_renewed_once(teacher: Page, tool: Tool, course: Course) -> None:
    course.platform.fail(MEMBERSHIPS, 401)
    assert len(fetched(teacher, tool)["members"]) == 2
    assert [call.headers["Authorization"] for call in course.asked] == ["Bearer token-1", "Bearer token-2"]


def test_a_platform_that_knows_no_parameters_is_asked_without(
    teacher: Page, tool: Tool, course: Course
) -> None:
    course.platform.fail(MEMBERSHIPS, 400)
    assert len(fetched(teacher, tool)["members"]) == 2
    assert course.asked[1].query == {"key": "aB/1"}


def test_a_refusal_is_said_and_who_came_is_shown(
    teacher: Page, browser: Browser, tool: Tool, course: Course
) -> None:
    browser.open().save("meaning", "thuis")
    course.platform.fail(MEMBERSHIPS, 403)
    said = fetched(teacher, tool)
    assert said["roster"] | {"at": 0} == {
        "from": "visits", "at": 0, "complete": False, "asking": False, "reason": "http-403",
    }  # fmt: skip
    assert len(said["members"]) == 1


def test_a_failure_leaves_the_roster_of_before(
    teacher: Page, tool: Tool, course: Course, clock: Clock
) -> None:
    fetched(teacher, tool)
    clock.ahead = 3700
    course.platform.fail(MEMBERSHIPS, 500)
    said = fetched(teacher, tool)
    assert len(said["members"]) == 2
    assert said["roster"]["reason"] == "http-500"


# What is kept


def test_names_are_kept_for_a_day(teacher: Page, tool: Tool, clock: Clock) -> None:
    fetched(teacher, tool)
    assert count(tool, roster_names) == 2
    clock.ahead = 24 * 3600 + 5
    names = [one["name"] for one in teacher.call("GET", "/roster?language=nl").json["members"]]
    assert names == ["Deelnemer 1", "Deelnemer 2"]
    tool.jobs.sweep()
    assert count(tool, roster_names) == 0


def test_a_facilitators_name_is_not_kept(teacher: Page, tool: Tool, course: Course) -> None:
    course.members = [member("teacher-1", roles=[INSTRUCTOR], name="Juf Els")]
    fetched(teacher, tool)
    assert count(tool, roster_names) == 0


def test_a_roster_that_nobody_wants_is_forgotten(teacher: Page, tool: Tool, clock: Clock) -> None:
    fetched(teacher, tool)
    clock.ahead = 31 * 24 * 3600
    tool.jobs.sweep()
    assert count(tool, roster_members) == 0


def test_no_name_is_logged(
    teacher: Page, tool: Tool, course: Course, caplog: pytest.LogCaptureFixture, clock: Clock
) -> None:
    caplog.set_level(logging.DEBUG)
    fetched(teacher, tool)
    course.platform.pages[MEMBERSHIPS] = lambda call: (200, {}, b'{"members": "An Peeters"}')
    clock.ahead = 3700
    fetched(teacher, tool)
    assert "Peeters" not in caplog.text
    assert "learner-42" not in caplog.text


@pytest.mark.parametrize(
    "service",
    [
        None,
        {"context_memberships_url": "ftp://lms.example.edu/x", "service_versions": ["2.0"]},
        {"context_memberships_url": "https://me@lms.example.edu/x", "service_versions": ["2.0"]},
        {"context_memberships_url": "https://lms.example.edu/x", "service_versions": ["1.0"]},
        {"context_memberships_url": "https://lms.example.edu/x"},
        {"context_memberships_url": "$ToolProxyBinding.memberships.url", "service_versions": ["2.0"]},
    ],
)
def test_only_a_good_claim_says_where_to_ask(browser: Browser, tool: Tool, service: Any) -> None:
    browser.open(**{NRPS_SERVICE: service})
    with tool.database.read() as connection:
        assert connection.scalar(select(contexts.c.memberships_url)) is None


def test_a_launch_without_the_claim_does_not_take_the_roster_away(
    teacher: Page, browser: Browser, tool: Tool
) -> None:
    browser.open()
    assert len(fetched(teacher, tool)["members"]) == 2
