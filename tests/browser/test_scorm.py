"""Packages played under the real run-time scorm-again: kept, given back, reported, and never made worse."""

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.quick import fill_all, finish, read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import go, nothing_wrong, saved, texts, write

pytest_plugins = ["tests.browser.scorm_fixtures"]
pytestmark = pytest.mark.browser


def test_looking_only_is_incomplete_and_has_no_score(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    go(sitting.frame, "end")
    sitting.leave()
    assert lms.element("cmi.completion_status") == "incomplete"
    assert lms.sets("cmi.score.raw") == []


def test_finishing_without_an_answer_stays_incomplete(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    go(sitting.frame, "end")
    sitting.frame.get_by_role("button", name="Ik ben klaar").click()
    sitting.leave()
    assert lms.element("cmi.completion_status") == "incomplete"


def test_finishing_with_something_done_is_completed_with_the_share_as_score(
    lms: Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    go(sitting.frame, "end")
    finish(sitting.frame)
    sitting.leave()
    assert lms.element("cmi.completion_status") == "completed"
    assert lms.element("cmi.score.raw") == "50"


def test_the_last_answer_counts_when_the_tab_is_closed_at_once(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.close()
    assert lms.element("cmi.score.raw") == "50"


def test_taking_an_answer_back_never_lowers_the_result(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    sitting.frame.locator(".is-now textarea").fill("")
    sitting.leave()
    assert lms.sets("cmi.score.raw") == ["50"]


def test_no_status_ever_goes_down(lms: Lms, chromium: Browser) -> None:
    lms.stored = {lms.named("cmi.completion_status"): "completed", lms.named("cmi.exit"): "suspend"}
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.leave()
    assert lms.sets("cmi.completion_status") == []


def test_success_is_never_judged(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    fill_all(sitting.frame)
    finish(sitting.frame)
    sitting.leave()
    assert "passed" not in lms.sets("cmi.completion_status")
    assert lms.sets("cmi.success_status") == []


def test_a_score_comes_with_its_limits(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.leave()
    assert (lms.sets("cmi.score.min"), lms.sets("cmi.score.max")) == (["0"], ["100"])
    assert lms.version == "1.2" or lms.sets("cmi.score.scaled") == ["0.5"]


def test_progress_is_told_where_scorm_knows_it(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.leave()
    assert lms.sets("cmi.progress_measure")[-1:] == ([] if lms.version == "1.2" else ["0.5"])


def test_the_session_ends_once_with_its_time(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    sitting.close()
    assert lms.count("Terminate") == 1
    assert lms.calls[-1].verb == "Terminate"
    form = r"\d{4}:\d\d:\d\d\.\d\d" if lms.version == "1.2" else r"PT\d+H\d+M\d+(\.\d{1,2})?S"
    (time,) = lms.sets("cmi.session_time")
    assert re.fullmatch(form, time)


def test_a_page_put_away_has_everything_committed(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.frame.evaluate(
        """() => { Object.defineProperty(document, "hidden", { get: () => true });
                   document.dispatchEvent(new Event("visibilitychange")); }"""
    )
    saved(sitting.frame)
    assert lms.count("Terminate") == 0
    assert lms.element("cmi.score.raw") == "50"
    assert lms.sets("cmi.session_time")
    sitting.context.close()

    again = lms.launch(chromium)
    go(again.frame, "thought")
    assert list(texts(again.frame).values()) == ["twee woorden"]
    again.leave()


def test_another_language_goes_on_in_the_same_session(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.frame.get_by_role("link", name="English").click()
    expect(sitting.frame.locator("html")).to_have_attribute("lang", "en")
    assert list(texts(sitting.frame).values()) == ["twee woorden"]
    sitting.leave()
    assert (lms.count("Initialize"), lms.count("Terminate")) == (1, 1)
    nothing_wrong(sitting)


def test_the_language_last_used_opens_again(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    first.frame.get_by_role("link", name="English").click()
    expect(first.frame.locator("html")).to_have_attribute("lang", "en")
    first.leave()
    nothing_wrong(first)

    second = lms.launch(chromium)
    assert second.frame.locator("html").get_attribute("lang") == "en"
    second.leave()
    nothing_wrong(second)


@pytest.mark.parametrize("mode", ["review", "browse"])
def test_looking_back_sends_nothing(mode: str, lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.leave()

    back = lms.launch(chromium, mode=mode)
    go(back.frame, "thought")
    assert list(texts(back.frame).values()) == ["twee woorden"]
    back.frame.locator(".is-now textarea").fill("iets anders")
    expect(back.frame.locator(".is-now [data-part=trouble]")).to_contain_text(
        "Je kan hier alleen terugkijken."
    )
    back.leave()
    assert (lms.count("SetValue"), lms.count("Commit"), lms.count("Terminate")) == (0, 0, 1)
    nothing_wrong(back)


@pytest.mark.parametrize(("verb", "trouble"), [("SetValue", "false"), ("Commit", "throw")])
def test_a_platform_that_fails_midway_is_said_and_made_good(
    trouble: str, verb: str, lms: Lms, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    sitting.trouble(**{verb: trouble})
    write(sitting.frame, "thought", "twee woorden")
    line = sitting.frame.locator("[data-part=saved]")
    expect(line).to_have_text("Nog niet bewaard. Het lukt even niet, we proberen opnieuw.")
    sitting.well_again()
    saved(sitting.frame)
    sitting.leave()

    again = lms.launch(chromium)
    assert read_all(again.frame) == {"thought": ["twee woorden"]}
    again.leave()


def test_a_commit_that_fails_does_not_keep_the_session_from_ending(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    sitting.trouble(Commit="false")
    write(sitting.frame, "thought", "twee woorden")
    sitting.leave()
    assert lms.element("cmi.score.raw") == "50"


@pytest.mark.parametrize(
    "options", [{"nested": True}, {"window": True}, {"late": 1200}, {"initialized": True}]
)
def test_the_api_is_found_wherever_it_is(options: dict[str, object], lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, **options)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    assert lms.element("cmi.score.raw") == "50"
    assert sitting.complaints == []
    sitting.context.close()


def test_answers_come_back_though_the_api_comes_late(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.leave()

    second = lms.launch(chromium, late=1200)
    assert read_all(second.frame) == {"thought": ["twee woorden"]}
    second.leave()
    nothing_wrong(second)


def test_without_an_api_the_page_works_and_says_where_answers_stay(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, none=True)
    expect(sitting.frame.locator("[data-part=kept]")).to_contain_text("blijven op dit toestel")
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    assert sitting.complaints == []
    sitting.context.close()
