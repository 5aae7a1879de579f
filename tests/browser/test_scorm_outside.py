"""Platforms at their worst: APIs that fail, windows that close, sessions that end twice or in two places."""

import re

import pytest
from playwright.sync_api import Browser, Frame, expect

from modules.kit.scripts import RUNTIME
from tests.browser.quick import read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import FORMATS, finish, go, nothing_wrong, saved, version_by_lot, write

pytest_plugins = ["tests.browser.scorm_fixtures"]
pytestmark = pytest.mark.browser

WORDS = {"thought": ["twee woorden"]}


@pytest.fixture
def version(request: pytest.FixtureRequest) -> str:
    return version_by_lot(request.node.name)


def not_saved(frame: Frame) -> None:
    expect(frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")


@pytest.mark.parametrize("verb", ["SetValue", "Commit"])
def test_an_api_that_throws_at_every_save_is_said_from_the_first_answer(
    verb: str, lms: Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium, trouble={verb: "throw"})
    write(sitting.frame, "thought", "twee woorden")
    not_saved(sitting.frame)
    assert sitting.complaints == []
    sitting.context.close()


@pytest.mark.parametrize("verb", ["Terminate", "GetLastError"])
def test_an_api_that_throws_elsewhere_disturbs_nothing(verb: str, lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, trouble={verb: "throw"})
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    sitting.host.close(run_before_unload=True)
    sitting.context.close()
    assert lms.element("cmi.score.raw") == "50"
    assert sitting.complaints == []


def test_an_api_that_does_not_start_leaves_a_page_that_works(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, trouble={"Initialize": "throw", "GetValue": "throw"})
    expect(sitting.frame.locator("[data-part=kept]")).to_contain_text("blijven op dit toestel")
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    assert sitting.complaints == []
    sitting.context.close()


def test_an_api_that_can_not_be_read_never_gets_an_empty_page_over_earlier_words(
    lms: Lms, chromium: Browser
) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.leave()

    second = lms.launch(chromium, trouble={"GetValue": "throw"}, live=False)
    expect(second.frame.get_by_role("alert")).to_contain_text("konden niet opgehaald worden")
    assert lms.count("SetValue") == 0
    second.context.close()

    third = lms.launch(chromium)
    assert read_all(third.frame) == WORDS
    third.leave()


def test_words_that_never_got_committed_come_back_on_the_same_device(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium, trouble={"Commit": "false"})
    write(first.frame, "thought", "twee woorden")
    not_saved(first.frame)
    stored = first.context.storage_state()
    first.context.close()

    second = lms.launch(chromium, storage=stored)
    saved(second.frame)
    assert read_all(second.frame) == WORDS
    second.leave()

    third = lms.launch(chromium)
    assert read_all(third.frame) == WORDS
    third.leave()


def test_an_api_of_another_site_is_not_waited_for(lms: Lms, chromium: Browser) -> None:
    elsewhere = lms.address.replace("127.0.0.1", "localhost")
    sitting = lms.launch(chromium, page=f"{elsewhere}/content/index.html")
    # A browser may give a frame of another site no storage.
    told = re.compile("blijven op dit toestel|Hier wordt niets bewaard")
    expect(sitting.frame.locator("[data-part=kept]")).to_have_text(told)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    assert lms.calls == []
    assert not [said for said in sitting.complaints if not said.startswith(f"request to {elsewhere}")]
    sitting.context.close()


def test_a_window_whose_platform_was_closed_says_that_nothing_is_saved(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, window=True)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    sitting.host.close()
    write(sitting.frame, "extra", "te laat")
    not_saved(sitting.frame)
    stored = sitting.context.storage_state()
    assert sitting.complaints == []
    sitting.context.close()

    again = lms.launch(chromium, storage=stored)
    assert read_all(again.frame) == WORDS | {"extra": ["te laat"]}
    again.leave()


def test_a_session_ends_once_however_often_the_page_is_left(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "end")
    finish(sitting.frame)
    for event in ("pagehide", "pagehide", "beforeunload", "unload"):
        sitting.frame.evaluate("(name) => void dispatchEvent(new Event(name))", event)
    sitting.host.close(run_before_unload=True)
    sitting.context.close()
    assert lms.count("Terminate") == 1
    assert lms.calls[-1].verb == "Terminate"
    nothing_wrong(sitting)


def test_after_completion_work_goes_on_and_stays_complete(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    go(first.frame, "end")
    finish(first.frame)
    first.leave()

    second = lms.launch(chromium)
    second.frame.locator(".road a").first.click()
    write(second.frame, "extra", "nog iets")
    second.leave()
    nothing_wrong(second)
    assert lms.element("cmi.completion_status") == "completed"
    assert lms.element("cmi.exit") == "suspend"

    third = lms.launch(chromium)
    assert read_all(third.frame) == WORDS | {"extra": ["nog iets"]}
    third.leave()


def test_two_windows_of_one_session_lose_nothing_of_each_other(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    other_host = sitting.context.new_page()
    other_host.goto(f"{lms.address}/lms")
    other = other_host.frames[1]
    other.locator("html.is-live").wait_for(state="attached")
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    write(other, "extra", "uit het andere venster")
    saved(other)
    sitting.context.close()

    again = lms.launch(chromium)
    assert read_all(again.frame) == WORDS | {"extra": ["uit het andere venster"]}
    again.leave()


def test_one_answer_changed_in_two_windows_is_the_learners_choice(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    other_host = sitting.context.new_page()
    other_host.goto(f"{lms.address}/lms")
    other = other_host.frames[1]
    other.locator("html.is-live").wait_for(state="attached")
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    write(other, "thought", "iets anders")
    expect(other.locator(".conflict")).to_contain_text("twee woorden")
    sitting.context.close()


def test_a_platform_that_forbids_unload_loses_nothing(lms: Lms, chromium: Browser) -> None:
    lms.headers = {"Permissions-Policy": "unload=()"}
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.close()
    nothing_wrong(sitting)
    assert lms.element("cmi.score.raw") == "50"


def test_no_script_listens_to_unload_or_asks_before_leaving() -> None:
    listeners = [
        (file.name, found)
        for file in RUNTIME.glob("**/*.js")
        for found in re.findall(r"(?:before)?unload\b", file.read_text("utf-8"))
    ]
    assert listeners == []


SIGNS = "\n".join(
    (
        "🙂👩🏽\u200d🔧🇧🇪 gezin: 👨\u200d👩\u200d👧\u200d👦",
        "Écht waar: ñ ß ő œ ł",
        "e\u0301 en é zijn niet één",
        "أنا من بلجيكا وأحب الرسم",
        "\u202eomgekeerd\u202c en \u2067אני\u2069 dan verder",  # noqa: RUF001
        "nul\u200bbreed\u200d en \ufeffdan",
        "één\ntwee\u2028drie\ttab",
        ']]> </script> {"a": [,]} \'\\ %00',
    )
)


@pytest.mark.parametrize("version", sorted(FORMATS))
def test_every_script_and_sign_comes_back_as_it_was_kept(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", f"twee woorden {SIGNS}")
    saved(first.frame)
    kept = read_all(first.frame)
    first.leave()
    nothing_wrong(first)

    second = lms.launch(chromium)
    assert read_all(second.frame) == kept
    second.leave()


def test_half_a_character_does_not_break_the_rest(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.frame.locator(".is-now textarea").evaluate(HALF)
    saved(first.frame)
    first.leave()
    nothing_wrong(first)

    second = lms.launch(chromium)
    ((shown,),) = read_all(second.frame).values()
    assert shown.startswith("voor")
    assert shown.endswith("na dit")
    second.leave()


HALF = """
(area) => {
  area.value = "voor " + String.fromCharCode(0xd83d) + " na dit";
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
"""
