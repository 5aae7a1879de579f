"""A teacher chooses on a platform nobody here wrote; what it stored then launches as chosen."""

from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import FrameLocator, Page, expect

from tests.services.conftest import Visit
from tests.services.real_platform import RealPlatform
from tests.services.running_tool import RunningTool

pytestmark = [pytest.mark.services, pytest.mark.browser]


@pytest.fixture
def link(platform: RealPlatform, tool: RunningTool, client_id: str) -> str:
    """A place in the course where the tool stands, without a module; and a teacher and a learner."""
    name = f"choice-{uuid4().hex}"  # a test that is tried again needs another
    platform.tell(
        "links",
        name=name,
        client_id=client_id,
        login_url=f"{tool.url}/lti/login",
        launch_url=f"{tool.url}/lti/launch",
    )
    for person, role in (("teacher", "instructor"), ("learner", "student")):
        platform.tell("people", name=f"{person}-{name}", role=role)
    return name


def address(platform: RealPlatform, link: str, person: str, **more: str) -> str:
    query = "".join(f"&{name.replace('_', '-')}={value}" for name, value in more.items())
    return platform.page(link, f"{person}-{link}") + query


def in_frame(page: Page) -> FrameLocator:
    return page.frame_locator("iframe.ltiLaunchFrame")


def choose(platform: RealPlatform, page: Page, link: str, *labels: str, language: str = "") -> list[Any]:
    """Choose session 1, and return what the platform stored of it."""
    page.goto(address(platform, link, "teacher", deep_linking="yes"))
    frame = in_frame(page)
    frame.get_by_role("checkbox", name="Wie ben jij?").check(timeout=20_000)
    for label in labels:
        frame.get_by_label(label).click()
    if language:
        frame.get_by_label("Taal", exact=True).select_option(language)
    before = len(platform.read("content-items"))
    with page.expect_response(lambda answer: "lti-dl/response" in answer.url) as sent:
        frame.get_by_role("button", name="Voeg toe", exact=True).click()
    assert sent.value.ok
    items = platform.read("content-items")
    assert len(items) == before + 1
    return items


@pytest.mark.parametrize("third_party_cookies", [False, True], ids=["blocked", "allowed"])
def test_a_chosen_module_launches_with_what_was_chosen(
    platform: RealPlatform, visit: Visit, link: str, third_party_cookies: bool
) -> None:
    page = visit(third_party_cookies=third_party_cookies)
    item = choose(platform, page, link, "Samen, met een begeleider", language="en")[-1]
    assert item["content_type"] == "ltiResourceLink"
    assert item["attributes"]["custom"]["module"] == "identity"
    assert item["attributes"]["custom"]["edition"] == "class"
    assert item["attributes"]["lineItem"]["scoreMaximum"] == 100
    page.goto(address(platform, link, "learner", item=str(item["id"])))
    frame = in_frame(page)
    expect(frame.locator("html.is-live")).to_be_attached(timeout=20_000)
    expect(frame.locator("html")).to_have_attribute("lang", "en")


def test_a_learner_is_not_let_near_the_choice(platform: RealPlatform, visit: Visit, link: str) -> None:
    page = visit(third_party_cookies=False)
    page.goto(address(platform, link, "learner", deep_linking="yes"))
    expect(in_frame(page).get_by_role("button", name="Voeg toe")).to_have_count(0)


def test_a_link_without_a_module_asks_the_teacher_and_then_works(
    platform: RealPlatform, visit: Visit, link: str
) -> None:
    page = visit(third_party_cookies=False)
    page.goto(address(platform, link, "learner"))
    expect(in_frame(page).get_by_text("LTI-MODULE")).to_be_visible(timeout=20_000)
    page.goto(address(platform, link, "teacher"))
    in_frame(page).get_by_role("button", name="Toon deze module: Wie ben jij?").click(timeout=20_000)
    expect(in_frame(page).get_by_role("status")).to_contain_text("Wie ben jij?")
    page.goto(address(platform, link, "learner"))
    expect(in_frame(page).locator("html.is-live")).to_be_attached(timeout=20_000)
