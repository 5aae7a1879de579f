"""Who can read what in a package, and what happens to an answer for which there is no room."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Frame, expect

from modules.kit.loader import load_module
from tests.browser.quick import read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import (
    nothing_wrong,
    platform,
    saved,
    texts,
    write,
)
from tests.module_folders import make_module

pytest_plugins = ["tests.browser.scorm_fixtures"]
pytestmark = pytest.mark.browser


def test_an_answer_of_ones_own_is_readable_nowhere(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "mijn eigen geheim")
    sitting.leave()
    assert not [call for call in lms.calls if "geheim" in str(call.arguments)]
    assert not [name for name in lms.stored if name.startswith("cmi.interactions.")]


def share(frame: Frame, audience: str) -> None:
    now = frame.locator(".is-now")
    if not now.locator("fieldset").is_visible():
        now.get_by_role("button", name="Delen").click()
    now.locator(f"input[type=radio][value={audience}]").check()


def response(lms: Lms, number: int = 0) -> str | None:
    name = "student_response" if lms.version == "1.2" else "learner_response"
    return lms.stored.get(f"cmi.interactions.{number}.{name}")


def test_a_shared_answer_is_readable_in_one_place_that_follows_it(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "{eerste regel\n\ntweede [,] regel}")
    share(first.frame, "facilitator")
    first.leave()
    nothing_wrong(first)
    assert lms.stored["cmi.interactions.0.id"] == "thought"
    assert response(lms) == "( {eerste regel ¶ tweede [ , ] regel}"

    second = lms.launch(chromium)
    write(second.frame, "thought", "derde regel")
    second.leave()
    nothing_wrong(second)
    assert response(lms) == "derde regel"
    assert "cmi.interactions.1.id" not in lms.stored


def test_an_answer_that_is_shared_no_longer_is_overwritten(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "toch liever niet")
    share(sitting.frame, "facilitator")
    saved(sitting.frame)
    share(sitting.frame, "learner")
    sitting.leave()
    assert response(lms) == "-"


def test_classmates_are_no_audience_here(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    choices = sitting.frame.locator("#who-thought input").evaluate_all(
        "(all) => all.map(({ value }) => value)"
    )
    assert choices == ["learner", "facilitator"]
    sitting.context.close()


def test_where_a_platform_takes_no_interactions_sharing_is_not_offered(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, interactions=False)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    assert sitting.frame.locator("#who-thought").count() == 0
    sitting.context.close()


def test_a_long_shared_answer_is_cut_between_characters(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "🙂 " + "🙂" * 3000)
    share(sitting.frame, "facilitator")
    sitting.leave()
    nothing_wrong(sitting)
    shown = response(lms) or ""
    assert shown.endswith("🙂…")
    assert len(shown.encode("utf-16-le")) // 2 <= (255 if lms.version == "1.2" else 4000)


def noise(length: int) -> str:
    """A text that no packing makes much smaller, always the same."""
    state, letters = 7, []
    for _ in range(length):
        state = (state * 1103515245 + 12345) % 2**31
        letters.append(chr(33 + (state >> 16) % 90))
    return "".join(letters)


def test_an_answer_for_which_there_is_no_room_is_refused_aloud_and_harms_no_other(
    tmp_path: Path, chromium: Browser
) -> None:
    with platform(load_module(make_module(tmp_path)), "1.2", tmp_path) as lms:
        sitting = lms.launch(chromium)
        write(sitting.frame, "thought", "twee woorden")
        saved(sitting.frame)
        write(sitting.frame, "extra", noise(6000))
        trouble = sitting.frame.locator(".is-now [data-part=trouble]")
        expect(trouble).to_contain_text("Hier is geen plaats meer voor.")
        assert texts(sitting.frame) == {"f-extra-text": noise(6000)}
        sitting.leave()
        nothing_wrong(sitting)
        assert len(lms.stored["cmi.suspend_data"]) < 4096

        again = lms.launch(chromium)
        assert read_all(again.frame) == {"thought": ["twee woorden"]}
        again.leave()


def test_what_found_no_room_is_there_again_on_the_same_device_and_still_says_so(
    tmp_path: Path, chromium: Browser
) -> None:
    with platform(load_module(make_module(tmp_path)), "1.2", tmp_path) as lms:
        first = lms.launch(chromium)
        write(first.frame, "thought", "twee woorden")
        write(first.frame, "extra", noise(6000))
        expect(first.frame.locator(".is-now [data-part=trouble]")).to_contain_text("geen plaats meer")
        stored = first.context.storage_state()
        first.leave()

        again = lms.launch(chromium, storage=stored)
        expect(again.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
        assert read_all(again.frame) == {"thought": ["twee woorden"], "extra": [noise(6000)]}
        expect(again.frame.locator("[data-activity=extra] [data-part=trouble]")).to_contain_text(
            "geen plaats meer"
        )
        again.leave()
        nothing_wrong(again)


def test_scorm_2004_takes_the_longest_text_there_is(tmp_path: Path, chromium: Browser) -> None:
    with platform(load_module(make_module(tmp_path)), "2004", tmp_path) as lms:
        longest = ("Ik schrijf een heel lang antwoord, en ook dat blijft bewaard. 🙂 " * 400)[:19900]
        first = lms.launch(chromium)
        write(first.frame, "thought", longest)
        saved(first.frame)
        first.leave()
        nothing_wrong(first)

        second = lms.launch(chromium)
        assert read_all(second.frame) == {"thought": [longest]}
        second.leave()


def test_what_one_learner_could_not_save_is_never_shown_to_the_next(
    tmp_path: Path, chromium: Browser
) -> None:
    with platform(load_module(make_module(tmp_path)), "1.2", tmp_path) as lms:
        first = lms.launch(chromium, learner="zoe")
        keys = first.frame.evaluate("async () => Object.keys(localStorage)")
        assert not [key for key in keys if "zoe" in key]
        first.trouble(Commit="false")
        write(first.frame, "thought", "alleen van Zoë")
        expect(first.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
        state = first.context.storage_state()
        assert "alleen van Zoë" in str(state)
        first.context.close()

        lms.stored = {}
        second = lms.launch(chromium, learner="noor", storage=state)
        assert read_all(second.frame) == {}
        second.context.close()
