"""Packages made with `--answers device`: words stay on the device, the platform gets how far a learner is."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.loader import load_module
from scorm_export.export import export
from tests.axe import violations
from tests.browser.quick import read_all
from tests.browser.scorm_lms import Lms, Sitting
from tests.browser.scorm_steps import (
    FORMATS,
    forward,
    go,
    nothing_wrong,
    saved,
    screen,
    version_by_lot,
    write,
)
from tests.later_module import make_later_module

pytest_plugins = ["tests.browser.scorm_fixtures"]
pytestmark = pytest.mark.browser

UNPACKED = """
async (texts) => {
  const { unpack } = await import(new URL("runtime/hosts/pack.js", document.baseURI));
  return texts.map((text) => unpack(text.slice(1)));
}
"""
"""What packed texts say, read with the package's own script."""


@pytest.fixture
def version(request: pytest.FixtureRequest) -> str:
    return version_by_lot(request.node.name)


@pytest.fixture
def lms(version: str, tmp_path: Path) -> Iterator[Lms]:
    """A platform with a small module of which the words stay on the device; its last activity looks back."""
    module = load_module(make_later_module(tmp_path, "practice"))
    (package,) = export([module], format=FORMATS[version], answers="device", out=tmp_path)
    with Lms(package.path, version) as running:
        yield running


def write_and_leave(lms: Lms, chromium: Browser, text: str = "mijn eigen geheim", **options: Any) -> Any:
    """Write one answer; return what the browser has stored."""
    sitting = lms.launch(chromium, **options)
    write(sitting.frame, "thought", text)
    saved(sitting.frame)
    stored = sitting.context.storage_state()
    sitting.leave()
    nothing_wrong(sitting)
    return stored


def share(sitting: Sitting, audience: str) -> None:
    now = sitting.frame.locator(".is-now")
    if not now.locator("fieldset").is_visible():
        now.locator(".who").get_by_role("button").click()
    now.locator(f"input[type=radio][value={audience}]").check()
    saved(sitting.frame)


def response(lms: Lms) -> str | None:
    name = "student_response" if lms.version == "1.2" else "learner_response"
    return lms.stored.get(f"cmi.interactions.0.{name}")


def test_no_call_to_the_platform_holds_a_word(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "mijn eigen geheim")
    go(sitting.frame, "key-words")
    sitting.frame.locator(".is-now input").first.fill("geheim woord")
    saved(sitting.frame)
    packed = lms.sets("cmi.suspend_data")
    said = [*sitting.frame.evaluate(UNPACKED, packed), *(str(call.arguments) for call in lms.calls)]
    sitting.leave()
    assert len(packed) > 1
    assert not [text for text in said if "geheim" in text]
    assert "geheim" not in str(lms.stored)
    assert lms.element("cmi.score.raw") == "33"


def test_work_goes_on_with_its_words_on_the_same_device(lms: Lms, chromium: Browser) -> None:
    stored = write_and_leave(lms, chromium)
    again = lms.launch(chromium, storage=stored)
    expect(again.frame.locator(".notices")).to_be_empty()
    assert read_all(again.frame) == {"thought": ["mijn eigen geheim"]}
    again.leave()
    nothing_wrong(again)
    assert lms.element("cmi.score.raw") == "33"


def test_on_another_device_place_and_progress_are_kept_and_it_says_where_the_words_are(
    lms: Lms, chromium: Browser
) -> None:
    write_and_leave(lms, chromium)
    other = lms.launch(chromium)
    notice = other.frame.locator(".notices .notice")
    expect(notice).to_contain_text("Wat je eerder schreef, staat niet op dit toestel.")
    assert violations(other.frame) == []
    notice.get_by_role("button", name="Begrepen").click()
    expect(notice).to_have_count(0)
    forward(other.frame)
    assert screen(other.frame) == "thought"
    assert read_all(other.frame) == {}
    other.frame.locator(".road a").first.click()
    write(other.frame, "extra", "iets anders")
    other.leave()
    nothing_wrong(other)
    assert lms.element("cmi.score.raw") == "33"


def test_each_device_keeps_its_own_words(lms: Lms, chromium: Browser) -> None:
    first = write_and_leave(lms, chromium, "op de computer")
    write_and_leave(lms, chromium, "op de telefoon")
    again = lms.launch(chromium, storage=first)
    assert read_all(again.frame) == {"thought": ["op de computer"]}
    again.leave()


@pytest.mark.parametrize("learner", ["noor", ""])
def test_nobody_elses_words_turn_up_on_a_shared_computer(learner: str, lms: Lms, chromium: Browser) -> None:
    stored = write_and_leave(lms, chromium, learner="zoe")
    assert "zoe" not in str(stored)
    lms.stored = {}
    next_one = lms.launch(chromium, storage=stored, learner=learner)
    assert read_all(next_one.frame) == {}
    next_one.leave()


def test_a_learner_is_told_where_the_words_are(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    expect(sitting.frame.locator("[data-part=kept]")).to_contain_text("Je antwoorden blijven op dit toestel.")
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    expect(sitting.frame.locator("[data-part=saved]")).to_have_text(
        re.compile(r"^Bewaard op dit toestel om \d\d:\d\d$")
    )
    expect(sitting.frame.locator(".is-now [data-part=who]")).to_have_text("Alleen wie dit toestel gebruikt")
    sitting.leave()


def test_where_nothing_can_be_kept_that_is_said(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, learner="")
    expect(sitting.frame.locator("[data-part=kept]")).to_contain_text("Hier wordt niets bewaard.")
    sitting.leave()


def test_a_file_takes_the_words_to_another_device(lms: Lms, chromium: Browser, tmp_path: Path) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "mijn eigen geheim")
    saved(sitting.frame)
    go(sitting.frame, "end")
    sitting.frame.locator("#end summary").filter(has_text="Verder op een ander toestel").click()
    with sitting.host.expect_download() as download:
        sitting.frame.locator("#end").get_by_role("button", name="Bewaar mijn werk").click()
    file = tmp_path / "work.wegwijs"
    download.value.save_as(file)
    sitting.leave()

    other = lms.launch(chromium)
    other.frame.locator("#start summary").filter(has_text="Verder op een ander toestel").click()
    other.frame.locator("#start").get_by_label("Open een bestand met mijn werk").set_input_files(file)
    other.frame.locator("#start").get_by_role("button", name="Zet dit hier").click()
    expect(other.frame.get_by_text("Je werk staat nu ook hier.")).to_be_visible()
    assert read_all(other.frame) == {"thought": ["mijn eigen geheim"]}
    other.leave()
    assert not [call for call in lms.calls if "geheim" in str(call.arguments)]


def test_what_is_shared_is_readable_and_another_device_leaves_it_so(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "dit mag je lezen")
    share(first, "facilitator")
    first.leave()
    assert response(lms) == "dit mag je lezen"

    other = lms.launch(chromium)
    write(other.frame, "extra", "iets anders")
    saved(other.frame)
    other.leave()
    nothing_wrong(other)
    assert response(lms) == "dit mag je lezen"


def test_what_is_taken_back_elsewhere_is_not_shared_again(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "toch liever niet")
    share(first, "facilitator")
    stored = first.context.storage_state()
    first.leave()
    other = lms.launch(chromium)
    go(other.frame, "thought")
    share(other, "learner")
    other.leave()
    assert response(lms) == "-"

    again = lms.launch(chromium, storage=stored)
    assert read_all(again.frame) == {"thought": ["toch liever niet"]}
    again.leave()
    assert response(lms) == "-"


def test_erasing_takes_all_of_it_from_the_device_and_the_session_goes_on(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "mijn eigen geheim")
    saved(sitting.frame)
    go(sitting.frame, "end")
    sitting.frame.locator("#end summary").filter(has_text="Verder op een ander toestel").click()
    sitting.frame.get_by_role("button", name="Wis alles van dit toestel").last.click()
    sitting.frame.get_by_role("button", name="Ja, wis alles").last.click()
    expect(sitting.frame.locator(".notices")).to_contain_text("staat niet op dit toestel")
    assert "geheim" not in str(sitting.context.storage_state())
    assert read_all(sitting.frame) == {}
    sitting.leave()
    assert (lms.count("Terminate"), lms.element("cmi.score.raw")) == (1, "33")
