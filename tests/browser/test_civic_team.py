"""The civic team in a browser: applying on a phone, a one-use link, a decision by keyboard, on paper."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from lti_tool.settings import Settings
from modules.kit.registry import Registry, load_registry
from tests import axe
from tests.browser.keyboard import Keyboard
from tests.civic_team import make_course, new_link
from tests.judged_module import make_judged_module
from tests.lti_platform_double import INSTRUCTOR, PlatformDouble
from tests.running_tool import RunningTool, running_tool

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}


@pytest.fixture
def registry(tmp_path: Path) -> Registry:
    return load_registry([make_judged_module(tmp_path)])


@pytest.fixture
def school(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as running:
        yield running


def no_barrier(page: Page) -> None:
    assert axe.violations(page) == []
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


def test_a_course_unit_applies_on_a_phone_and_the_team_sends_it_back_and_approves_it(
    school: RunningTool, chromium: Chromium
) -> None:
    teacher = school.open(sub="teacher-1", roles=[INSTRUCTOR], custom={"module": "practice"})
    with chromium.new_context(viewport=PHONE, locale="nl-BE", color_scheme="dark") as context:
        page = context.new_page()
        page.goto(school.address(teacher, "class"))
        page.get_by_role("link", name="Opleidingsonderdeel").click()
        page.get_by_label("Opleiding", exact=True).fill("Mobiliteit")
        page.get_by_role("button", name="Dien in bij team civic").click()
        expect(page.get_by_text("Nog niet ingediend, wel bewaard.")).to_be_focused()
        no_barrier(page)
        keyboard = Keyboard(page)
        keyboard.write(page.get_by_label("Partner en activiteit"), "De buurt")
        keyboard.choose(page.get_by_role("radio", name="Ja", exact=True))
        for name in ("need", "reciprocity", "reflection"):
            keyboard.write(page.locator(f"#criterion-{name}"), f"Zo doen we het: {name}.")
        keyboard.press(page.get_by_role("button", name="Dien in bij team civic"))
        expect(page.get_by_text("Je aanvraag is ingediend.")).to_be_visible()
        no_barrier(page)

        team = context.new_page()
        team.goto(f"{school.url}/civic#{new_link(school.tool)}")
        hands = Keyboard(team)
        hands.press(team.locator("#sheet .cards a"))
        expect(team.get_by_text("Zo doen we het: need.")).to_be_visible()
        assert team.url == f"{school.url}/civic/nl?unit=1"
        no_barrier(team)
        hands.write(team.get_by_label("Opmerking voor de begeleider"), "Wie beslist mee?")
        hands.press(team.get_by_role("button", name="Stuur terug"))
        expect(team.get_by_text("De begeleiders lezen je opmerking")).to_be_focused()

        page.reload()
        expect(page.get_by_text("Wie beslist mee?")).to_be_visible()
        page.get_by_role("button", name="Dien in bij team civic").click()
        expect(page.get_by_text("Je aanvraag is ingediend.")).to_be_visible()
        team.reload()
        team.get_by_role("button", name="Keur goed").click()
        expect(team.get_by_text("De aanvraag is goedgekeurd.")).to_be_focused()
        page.reload()
        page.get_by_role("link", name="Wijzig de aanvraag").click()
        expect(page.get_by_text("beslist team civic opnieuw")).to_be_visible()
        no_barrier(page)


def test_the_team_looks_around_in_both_languages_and_takes_tables_along(
    school: RunningTool, chromium: Chromium
) -> None:
    make_course(school.tool, "a", count=6, state="approved")
    make_course(school.tool, "b", count=2, programme="Bouw", title="Werf")
    link = f"{school.url}/civic#{new_link(school.tool)}"
    with chromium.new_context(viewport=PHONE, locale="nl-BE", accept_downloads=True) as context:
        page = context.new_page()
        page.goto(link)
        for part, heading in (("units", "Opleidingsonderdelen"), ("totals", "Totalen"), ("links", "Toegang")):
            page.locator(f"#part-{part}").click()
            expect(page.get_by_role("heading", name=heading)).to_be_focused()
            no_barrier(page)
        page.get_by_role("button", name="Maak een link").click()
        made = page.locator("code[data-copy]").inner_text()
        page.get_by_role("link", name="English").click()
        expect(page.get_by_role("heading", name="Access")).to_be_visible()
        assert page.url == f"{school.url}/civic/en?part=links"
        page.get_by_role("link", name="Totals").click()
        with page.expect_download() as download:
            page.get_by_role("button", name="Table of the totals").click()
        assert download.value.suggested_filename.startswith("civic-totals-")
        page.emulate_media(media="print")
        assert not page.get_by_role("button").first.is_visible()
        assert page.locator(".totals").is_visible()

        again = context.new_page()
        again.goto(link)
        expect(again.get_by_text("Deze pagina is afgesloten.")).to_be_visible()
        again.goto(made)
        expect(again.get_by_text("Te beslissen (1)")).to_be_visible()
