"""Saying an answer: recorded, kept on the device, cut off, refused; and writing counts as much."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.civic_sample import Open, open_sample
from tests.browser.conftest import Visitor
from tests.browser.keyboard import Keyboard
from tests.browser.one_activity import kept, screen
from tests.civic_samples import SAMPLES

pytestmark = pytest.mark.browser
__all__ = ["open_sample"]

HUM = """() => { navigator.mediaDevices.getUserMedia = async () => {
  const sound = new AudioContext();
  const [hum, out] = [sound.createOscillator(), sound.createMediaStreamDestination()];
  hum.connect(out);
  hum.start();
  globalThis.stream = out.stream;
  return out.stream;
} }"""
REFUSES = """() => { navigator.mediaDevices.getUserMedia =
  () => Promise.reject(new DOMException('no', 'NotAllowedError')); }"""


def record(page: Page, seconds: int = 1) -> None:
    page.evaluate(HUM)
    screen(page).get_by_role("button", name="Neem op").click()
    expect(screen(page).locator("[data-now]")).to_have_text(re.compile(f"0:0{seconds} van hoogstens 2:00"))


def test_a_recording_is_made_and_saved_as_a_file(open_sample: Open) -> None:
    page = open_sample("audio-answer")
    record(page)
    expect(screen(page).get_by_role("button", name="Stop met opnemen")).to_be_focused()
    page.keyboard.press("Enter")
    expect(screen(page).get_by_text("Je opname staat klaar.")).to_be_visible()
    expect(screen(page).locator("audio")).to_be_visible()
    assert kept(page) == {"text": "", "audio": {"seconds": 1, "where": "device"}}
    assert page.evaluate("stream.getTracks().every(track => track.readyState === 'ended')")
    with page.expect_download() as waiting:
        screen(page).get_by_role("link", name="Bewaar als bestand").click()
    assert waiting.value.suggested_filename == "mijn-opname.webm"
    assert waiting.value.path().stat().st_size > 500


def test_a_recording_is_there_tomorrow_where_the_learner_is_known(open_sample: Open) -> None:
    page = open_sample("audio-answer")
    shelf = 'const shelf = new (await import("./runtime/player.js")).PhotoShelf("somebody");'
    page.evaluate(
        f'async () => {{ {shelf} await shelf.put("asked", {{blob: new Blob(["hum"]), seconds: 3}}); }}'
    )
    page.reload()
    found = page.evaluate(
        f"""async () => {{ {shelf}
          const {{ blob, seconds }} = await shelf.get("asked");
          return [await blob.text(), seconds];
        }}"""
    )
    assert found == ["hum", 3]


def test_a_recording_that_was_erased_can_come_back(open_sample: Open) -> None:
    page = open_sample("audio-answer")
    record(page)
    screen(page).get_by_role("button", name="Stop met opnemen").click()
    screen(page).get_by_role("button", name="Wis de opname").click()
    assert kept(page) == {"text": ""}
    expect(screen(page).locator("audio")).to_be_hidden()
    expect(screen(page).get_by_role("button", name="Zet terug")).to_be_focused()
    page.keyboard.press("Enter")
    expect(screen(page).locator("audio")).to_be_visible()
    page.wait_for_timeout(900)  # longer than the pause before saving
    assert kept(page) == {"text": "", "audio": {"seconds": 1, "where": "device"}}


def test_nobody_is_recorded_behind_another_screen(open_sample: Open) -> None:
    page = open_sample("audio-answer")
    record(page)
    page.locator("[data-action=back]").click()
    expect(page.locator("[data-now]")).to_be_empty()
    assert page.evaluate("stream.getTracks().every(track => track.readyState === 'ended')")

    assert kept(page) == {"text": "", "audio": {"seconds": 1, "where": "device"}}


def test_a_recording_that_breaks_off_is_kept_and_says_so(open_sample: Open) -> None:
    page = open_sample("audio-answer")
    record(page)
    page.evaluate("stream.getTracks()[0].dispatchEvent(new Event('ended'))")

    expect(screen(page).get_by_text("De opname stopte vanzelf")).to_be_visible()
    expect(screen(page).locator("audio")).to_be_visible()


def test_without_the_microphone_the_text_counts_as_much_and_stays(open_sample: Open) -> None:
    page = open_sample("audio-answer", {"text": "Ik leerde vragen."})
    page.evaluate(REFUSES)
    screen(page).get_by_role("button", name="Neem op").click()

    expect(screen(page).get_by_role("status")).to_contain_text("De microfoon mag hier niet aan.")
    expect(screen(page).get_by_role("textbox")).to_have_value("Ik leerde vragen.")
    expect(screen(page).get_by_role("button", name="Neem op")).to_be_visible()


def test_where_nothing_can_be_recorded_one_writes(open_sample: Open, visitor: Visitor) -> None:
    visitor.context.add_init_script("delete globalThis.MediaRecorder")
    page = open_sample("audio-answer")

    expect(screen(page).get_by_text("Opnemen kan hier niet.")).to_be_visible()
    expect(screen(page).get_by_role("button", name="Neem op")).to_have_count(0)
    Keyboard(page).write(screen(page).get_by_role("textbox"), "Ik schrijf.")
    assert kept(page) == {"text": "Ik schrijf."}


def test_a_longest_text_is_told_counted_and_never_cut_off(open_sample: Open) -> None:
    page = open_sample("audio-answer", more=", most-words: 4")
    field, over = screen(page).get_by_role("textbox"), screen(page).locator("[data-over]")
    expect(field).to_have_accessible_description("Hoogstens 4 woorden.")
    Keyboard(page).write(field, "Ik leerde vragen stellen")
    expect(field).to_have_accessible_description("4 van hoogstens 4 woorden.")
    expect(over).to_be_empty()

    page.keyboard.type(" aan wie zwijgt")

    expect(field).to_have_accessible_description("7 van hoogstens 4 woorden.")
    expect(over).to_have_text(re.compile("^Je tekst is langer dan gevraagd"))
    assert kept(page) == {"text": "Ik leerde vragen stellen aan wie zwijgt"}


def test_a_recording_of_another_device_is_not_here_and_says_where(open_sample: Open) -> None:
    page = open_sample("audio-answer", SAMPLES["audio-answer"].value)

    expect(screen(page).get_by_text("Je opname van 1:33 staat op een ander toestel")).to_be_visible()
