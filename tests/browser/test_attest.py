"""An attest in a browser, on a phone: from what a facilitator decides to the page that checks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import jwt
import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import BrowserContext, Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests import axe
from tests.attest_course import NAME, AttestCourse
from tests.judged_module import make_rating_module
from tests.lti_platform_double import PlatformDouble
from tests.printed import text_of
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_rating_module(tmp_path)])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


@pytest.fixture
def context(chromium: Chromium) -> Iterator[BrowserContext]:
    with chromium.new_context(locale="nl-BE", viewport={"width": 360, "height": 740}) as found:
        found.set_default_timeout(15_000)
        yield found


def problems(page: Page) -> list[str]:
    found = axe.violations(page)
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("wider than the screen")
    return found


def test_from_what_a_facilitator_decides_to_the_page_for_everybody(
    school: RunningTool, context: BrowserContext, tmp_path: Path
) -> None:
    course = AttestCourse(school.tool, school)
    learner = course.learner()
    course.learner("learner-43", present=False)
    elsewhere: list[str] = []
    context.on("request", lambda one: None if one.url.startswith(school.url) else elsewhere.append(one.url))

    decide(context.new_page(), f"{school.url}/class/1/practice/nl?part=attest#{course.teacher().token}")
    own = from_the_end_of_the_module(context, f"{school.url}{learner.path}#{learner.token}")
    token = make_and_keep(own, tmp_path)
    with context.expect_page() as opened:
        own.locator("#public").click()
    public = opened.value
    assert public.url == jwt.decode(token, options={"verify_signature": False})["id"]
    check(public)
    course.revoke(reason="Vergissing.")
    public.goto(public.url.partition("?")[0])
    expect(public.get_by_role("heading", name="Dit attest is niet meer geldig")).to_be_visible()
    assert problems(public) == []
    assert [url for url in elsewhere if not url.startswith(("blob:", "data:"))] == []


def decide(page: Page, url: str) -> None:
    """A facilitator: one learner meets the rule, for the other a reason is needed."""
    page.goto(url)
    expect(page.get_by_text("Goedgekeurd door team civic.")).to_be_visible()
    assert problems(page) == []
    page.locator("#grant-all").click()
    expect(page.get_by_role("heading", name="Attest toekennen aan 1 student?")).to_be_visible()
    assert problems(page) == []
    page.locator("#grant-all-yes").press("Enter")
    expect(page.locator("#said")).to_have_text("Attest toegekend.")
    page.get_by_role("link", name="Toch toekennen").click()
    page.locator("#grant-yes").click()
    expect(page.locator("#reason-trouble")).to_have_text("Schrijf eerst waarom.")
    assert problems(page) == []
    page.get_by_role("link", name="Nee, laat het zo").click()
    expect(page.locator(".attests .state")).to_have_text(["Voldoet nog niet", "Kreeg het attest"])


def from_the_end_of_the_module(context: BrowserContext, url: str) -> Page:
    """A learner hears of it where the module ends."""
    page = context.new_page()
    page.goto(url)
    page.locator("html.is-live").wait_for()
    page.locator(".road a").last.click()
    told = page.locator("[data-attest]")
    expect(told).to_contain_text("Je attest is klaar")
    assert problems(page) == []
    with context.expect_page() as opened:
        told.get_by_role("link").click()
    return opened.value


def make_and_keep(own: Page, folder: Path) -> str:
    """The name, the paper, the badge: which is returned."""
    own.get_by_label("Naam op het attest").fill(NAME)
    assert problems(own) == []
    own.locator("#make").click()
    expect(own.locator("#said")).to_contain_text("Je attest is gemaakt.")
    assert problems(own) == []
    with own.expect_download() as kept:
        own.locator("#pdf").click()
    assert kept.value.suggested_filename == "attest.pdf"
    kept.value.save_as(folder / "attest.pdf")
    assert NAME in " ".join(text_of((folder / "attest.pdf").read_bytes()).split())
    with own.expect_download() as kept:
        own.locator("#badge").click()
    kept.value.save_as(folder / "attest.jwt")
    return (folder / "attest.jwt").read_text(encoding="ascii")


def check(public: Page) -> None:
    """Anybody: a page without a script, that says whether a name is right and tells none."""
    expect(public.get_by_role("heading", name="Dit attest is geldig")).to_be_visible()
    assert NAME not in public.content()
    assert problems(public) == []
    public.get_by_label("De naam op het attest").fill(NAME)
    public.keyboard.press("Enter")
    expect(public.locator("#said")).to_have_text("Ja, deze naam hoort bij dit attest.")
    assert problems(public) == []
