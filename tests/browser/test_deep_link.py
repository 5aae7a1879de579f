"""The page to choose modules, in a browser: in a frame of the course, by keyboard, for everybody."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import jwt
import pytest
from flask import Flask, request
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from werkzeug.serving import make_server

from lti_tool.app import create_app
from lti_tool.practice_lms.servers import running_demo
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.tool import make_tool
from modules.kit.registry import Registry
from tests import axe, needs
from tests.browser.keyboard import Keyboard
from tests.deep_link_chooser import DL, request_claims
from tests.lti_platform_double import CLIENT_ID, DEPLOYMENT, ISSUER, PlatformDouble

pytestmark = pytest.mark.browser


class Course:
    """A platform's course page with the tool in its frame, and the place where the answer arrives."""

    def __init__(self, tool_url: str, platform: PlatformDouble) -> None:
        self.port = needs.free_port()
        self.url = f"http://localhost:{self.port}"
        self.tool_url = tool_url
        self.platform = platform
        self.settings: dict[str, Any] = {}
        self.changes: dict[str, Any] = {}
        self.answers: list[dict[str, Any]] = []
        self.origins: list[str | None] = []
        app = Flask("course")
        app.add_url_rule("/course", view_func=self.page)
        app.add_url_rule("/auth", view_func=self.auth)
        app.add_url_rule("/return", view_func=self.take, methods=["POST"])
        self._server = make_server("127.0.0.1", self.port, app, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def page(self) -> str:
        login = f"{self.tool_url}/lti/login?iss={ISSUER}&client_id={CLIENT_ID}&login_hint=1&target_link_uri="
        address = escape(login + f"{self.tool_url}/lti/launch")
        return (
            '<!doctype html><html lang="nl"><meta name="viewport" content="width=device-width">'
            "<title>Course</title><style>body{margin:0}iframe{border:0;width:100%;height:99vh}</style>"
            f'<iframe id="tool" title="Wegwijs" src="{address}"></iframe>'
        )

    def auth(self) -> str:
        settings = {"deep_link_return_url": f"{self.url}/return", **self.settings}
        claims = self.platform.claims(
            request.args["nonce"],
            **request_claims(settings, target_link_uri=f"{self.tool_url}/lti/launch", **self.changes),
        )
        fields = {"id_token": self.platform.sign(claims), "state": request.args["state"]}
        inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
        action = escape(request.args["redirect_uri"])
        form = f'<form method="post" action="{action}">{inputs}</form>'
        return f"{form}<script>document.forms[0].submit()</script>"

    def take(self) -> str:
        token = parse_qs(request.get_data(as_text=True))["JWT"][0]
        self.answers.append(jwt.decode(token, options={"verify_signature": False}))
        self.origins.append(request.headers.get("Origin"))
        return "<!doctype html><title>Back</title><p id='back'>Terug in de cursus</p>"

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def course(settings: Settings, platform: PlatformDouble, registry: Registry) -> Iterator[Course]:
    port = needs.free_port()
    here = f"http://127.0.0.1:{port}"
    tool = make_tool(replace(settings, public_url=here), registry=registry)
    made = Course(here, platform)
    with tool.database.write() as connection:
        known = replace(platform.registration, auth_url=f"{made.url}/auth")
        platforms.add(connection, known, [DEPLOYMENT], 1)
    server = make_server("127.0.0.1", port, create_app(tool.settings, tool), threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield made
    made.close()
    server.shutdown()
    thread.join()
    server.server_close()
    tool.close()


@pytest.fixture
def context(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    options = getattr(request, "param", {})
    made = chromium.new_context(
        **{"locale": "nl-BE", "timezone_id": "Europe/Brussels", "viewport": {"width": 1280, "height": 900}}
        | options
    )
    yield made
    made.close()


def opened(context: BrowserContext, course: Course) -> tuple[Page, FrameLocator]:
    page = context.new_page()
    page.goto(f"{course.url}/course")
    frame = page.frame_locator("#tool")
    expect(frame.locator("h1")).to_be_visible(timeout=20_000)
    return page, frame


def back(frame: FrameLocator) -> None:
    expect(frame.locator("#back")).to_be_visible(timeout=20_000)


def test_a_teacher_chooses_by_keyboard_alone(context: BrowserContext, course: Course) -> None:
    page, frame = opened(context, course)
    frame.get_by_role("checkbox", name="Wie ben jij?").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    expect(frame.get_by_role("link", name="Bekijk Wie ben jij? in een nieuw venster")).to_be_focused()
    Keyboard(page).tab_to(frame.get_by_role("radio", name="Op hun eentje"))
    page.keyboard.press("ArrowDown")
    frame.get_by_role("button", name="Voeg toe", exact=True).focus()
    page.keyboard.press("Enter")
    back(frame)
    [item] = course.answers[0][DL + "content_items"]
    assert item["custom"]["edition"] == "class"
    assert item["lineItem"]["gradesReleased"] is True
    assert course.origins == [course.tool_url]


def test_dates_are_those_of_the_teachers_clock(context: BrowserContext, course: Course) -> None:
    _, frame = opened(context, course)
    frame.get_by_role("checkbox", name="Wie ben jij?").check()
    frame.get_by_text("Data (als je leerplatform ze overneemt)").click()
    expect(frame.get_by_text("Uren volgens de klok van je toestel.")).to_be_visible()
    frame.get_by_label("Klaar tegen").fill("2026-12-20T18:00")
    frame.get_by_role("button", name="Voeg toe", exact=True).click()
    back(frame)
    assert course.answers[0][DL + "content_items"][0]["submission"] == {"endDateTime": "2026-12-20T17:00:00Z"}


def test_a_mistake_is_said_and_nothing_filled_in_is_lost(context: BrowserContext, course: Course) -> None:
    _, frame = opened(context, course)
    frame.get_by_label("Samen, met een begeleider").check()
    frame.get_by_text("Data (als je leerplatform ze overneemt)").click()
    frame.get_by_label("Beschikbaar vanaf").fill("2026-12-20T18:00")
    frame.get_by_label("Klaar tegen").fill("2026-12-10T18:00")
    frame.get_by_role("button", name="Voeg toe", exact=True).click()
    expect(frame.get_by_role("alert")).to_be_focused(timeout=20_000)
    expect(frame.get_by_label("Samen, met een begeleider")).to_be_checked()
    expect(frame.get_by_label("Klaar tegen")).to_have_value("2026-12-10T18:00")


def test_cancelling_leads_back_with_nothing(context: BrowserContext, course: Course) -> None:
    _, frame = opened(context, course)
    frame.get_by_role("button", name="Annuleer").click()
    back(frame)
    assert course.answers[0][DL + "content_items"] == []


def test_the_preview_opens_beside_it_and_keeps_nothing(context: BrowserContext, course: Course) -> None:
    _, frame = opened(context, course)
    with context.expect_page() as preview:
        frame.get_by_role("link", name="Bekijk Wie ben jij?").click()
    page = preview.value
    expect(page.locator("html.is-live")).to_be_attached(timeout=20_000)
    page.locator("[data-action=begin]").click()
    page.locator("[data-action=next]").click()
    page.locator("#a-meaning textarea").fill("even kijken")
    page.reload()
    expect(page.locator("html.is-live")).to_be_attached(timeout=20_000)
    expect(page.locator("#a-meaning textarea")).to_have_value("")


def test_the_page_works_without_script(chromium: Browser, course: Course) -> None:
    context = chromium.new_context(locale="nl-BE", java_script_enabled=False)
    page = context.new_page()
    # The platform's own pages need script; the message is posted here as they would.
    login = page.request.get(
        f"{course.tool_url}/lti/login",
        params={
            "iss": ISSUER, "client_id": CLIENT_ID, "login_hint": "1",
            "target_link_uri": f"{course.tool_url}/lti/launch",
        },
        max_redirects=0,
    )  # fmt: skip
    query = parse_qs(login.headers["location"].partition("?")[2])
    claims = course.platform.claims(
        query["nonce"][0],
        **request_claims(
            {"deep_link_return_url": f"{course.url}/return"}, target_link_uri=f"{course.tool_url}/lti/launch"
        ),
    )
    fields = {"id_token": course.platform.sign(claims), "state": query["state"][0]}
    inputs = "".join(f'<input name="{name}" value="{value}">' for name, value in fields.items())
    page.goto(f"{course.tool_url}/healthz")
    page.set_content(f'<form method="post" action="{course.tool_url}/lti/launch">{inputs}<button>x</button>')
    page.get_by_role("button").click()
    expect(page.get_by_text("Uren in UTC (wereldtijd).")).to_be_attached()
    page.get_by_role("checkbox", name="Wie ben jij?").check()
    page.get_by_role("button", name="Voeg toe", exact=True).click()
    page.get_by_role("button", name="Ga terug naar je cursus").click()
    expect(page.locator("#back")).to_be_visible()
    assert len(course.answers[0][DL + "content_items"]) == 1
    context.close()


@pytest.mark.parametrize(
    "context",
    [
        {"viewport": {"width": 360, "height": 800}},
        {"viewport": {"width": 1280, "height": 900}, "color_scheme": "dark"},
    ],
    ids=["phone", "dark"],
    indirect=True,
)
def test_the_page_is_for_everybody(context: BrowserContext, course: Course) -> None:
    page, frame = opened(context, course)
    frame.get_by_text("Data (als je leerplatform ze overneemt)").click()
    inner = page.frame(url=lambda address: address.startswith(course.tool_url))
    assert inner is not None
    assert axe.violations(inner) == []
    wide, seen = inner.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide <= seen


def test_in_the_practice_course_what_is_chosen_stands_there_and_opens(
    context: BrowserContext, tmp_path: Path
) -> None:
    with running_demo(tmp_path / "demo", Settings(), 0, 0) as demo:
        page = context.new_page()
        page.goto(f"{demo.lms_url}/an/")
        page.get_by_role("link", name="Inhoud kiezen").click()
        frame = page.frame_locator("iframe")
        frame.get_by_role("checkbox", name="Wie ben jij?").check(timeout=20_000)
        frame.get_by_label("Samen, met een begeleider").check()
        frame.get_by_label("Taal", exact=True).select_option("en")
        frame.get_by_role("button", name="Voeg toe", exact=True).click()
        expect(frame.get_by_role("status")).to_contain_text("Who are you?", timeout=20_000)
        assert axe.violations(page.frames[1]) == []
        frame.get_by_role("link", name="Terug naar de activiteiten").click()
        expect(page.get_by_role("button", name="Verwijder: Who are you?")).to_be_visible()
        assert axe.violations(page) == []
        page.get_by_role("link", name="Who are you?").click()
        opened_module = page.frame_locator("iframe")
        expect(opened_module.locator("html.is-live")).to_be_attached(timeout=20_000)
        expect(opened_module.locator("html")).to_have_attribute("lang", "en")
        expect(opened_module.locator(".guide-link")).to_contain_text("done together")
