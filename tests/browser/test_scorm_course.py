"""A course of several sessions in one package: what goes along by itself, and what completes the whole."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, expect

from modules.kit.loader import load_module
from modules.kit.module import Module
from tests.axe import violations
from tests.browser.scorm_course import CoursePlatform, course_platform
from tests.browser.scorm_lms import Sitting
from tests.browser.scorm_steps import go, nothing_wrong, saved, version_by_lot, write
from tests.later_module import make_later_module
from tests.module_folders import make_module

pytestmark = pytest.mark.browser

ENTRIES = """
async (text) => {
  const { unpack } = await import(new URL("runtime/hosts/pack.js", document.baseURI));
  return JSON.parse(unpack(text.slice(1)));
}
"""
"""What a store holds, read with the package's own script."""


@pytest.fixture
def modules(tmp_path: Path) -> list[Module]:
    """Two sessions: `later` looks back at the words of `practice`."""
    later = make_later_module(tmp_path, "later", looks_back_at="practice/key-words")
    return [load_module(make_module(tmp_path)), load_module(later)]


@pytest.fixture
def course(modules: list[Module], tmp_path: Path) -> Iterator[CoursePlatform]:
    """A 4th edition platform with both as one course."""
    with course_platform(modules, "2004", tmp_path) as running:
        yield running


def answer(sitting: Sitting, *words: str) -> None:
    """Write key words in the earlier session, in place of those there are."""
    sitting.frame.locator(".road a").first.click()
    go(sitting.frame, "key-words")
    fields = sitting.frame.locator(".is-now input[type=text], .is-now input:not([type])")
    for number in range(3):
        fields.nth(number).fill(words[number] if number < len(words) else "")
    saved(sitting.frame)


def write_earlier(course: CoursePlatform, chromium: Browser, *words: str) -> Sitting:
    sitting = course.open(chromium, "practice")
    answer(sitting, *words)
    sitting.leave()
    return sitting


def test_words_of_one_session_are_in_the_next_without_file_or_code(
    course: CoursePlatform, chromium: Browser
) -> None:
    write_earlier(course, chromium, "koppig", "zacht")
    later = course.open(chromium, "later")
    go(later.frame, "look")
    expect(later.frame.get_by_role("region", name="Woorden")).to_contain_text("koppig · zacht")
    later.leave()
    assert later.complaints == []


def card(sitting: Sitting) -> Locator:
    return sitting.frame.get_by_role("region", name="Woorden")


def look(course: CoursePlatform, chromium: Browser, **options: Any) -> Sitting:
    """Open the later session on the screen that looks back."""
    sitting = course.open(chromium, "later", **options)
    go(sitting.frame, "look")
    return sitting


def test_the_newest_words_are_shown(course: CoursePlatform, chromium: Browser) -> None:
    write_earlier(course, chromium, "koppig")
    look(course, chromium).leave()
    write_earlier(course, chromium, "zacht")

    later = look(course, chromium)
    expect(card(later)).to_contain_text("zacht")
    expect(card(later)).not_to_contain_text("koppig")


def test_what_is_emptied_there_is_gone_here(course: CoursePlatform, chromium: Browser) -> None:
    write_earlier(course, chromium, "koppig")
    write_earlier(course, chromium)

    later = look(course, chromium)
    expect(later.frame.get_by_text("Je hebt hier nog niets.")).to_be_visible()
    expect(card(later)).to_have_count(0)


def test_what_is_left_behind_stays_behind_until_it_is_taken_again(
    course: CoursePlatform, chromium: Browser
) -> None:
    write_earlier(course, chromium, "koppig")
    later = look(course, chromium)
    later.frame.get_by_role("button", name="Neem dit niet mee").click()
    expect(card(later)).to_contain_text("Je antwoord in ‘Oefening’ blijft gewoon staan.")  # noqa: RUF001
    later.leave()
    write_earlier(course, chromium, "zacht")

    later = look(course, chromium)
    expect(card(later)).not_to_contain_text("zacht")
    later.frame.get_by_role("button", name="Neem weer mee").click()
    expect(card(later)).to_contain_text("zacht")
    later.leave()

    later = look(course, chromium)
    expect(card(later)).to_contain_text("zacht")


def test_taking_it_again_at_once_follows_what_changes_later(
    course: CoursePlatform, chromium: Browser
) -> None:
    write_earlier(course, chromium, "koppig")
    later = look(course, chromium)
    later.frame.get_by_role("button", name="Neem dit niet mee").click()
    later.frame.get_by_role("button", name="Neem weer mee").click()
    expect(card(later)).to_contain_text("koppig")
    later.leave()
    write_earlier(course, chromium, "zacht")

    later = look(course, chromium)
    expect(card(later)).to_contain_text("zacht")


def test_only_what_a_learner_would_take_along_goes_and_never_readably(
    course: CoursePlatform, chromium: Browser
) -> None:
    sitting = course.open(chromium, "practice")
    write(sitting.frame, "thought", "alleen voor mij")
    answer(sitting, "koppig")
    sitting.leave()

    assert "koppig" not in str([call.arguments for call in course.calls])
    later = look(course, chromium)
    carried = later.frame.evaluate(ENTRIES, course.shared["practice"])
    assert list(carried) == ["key-words"]
    assert carried["key-words"]["lines"] == [{"label": "", "text": "koppig"}]


def test_the_learner_can_keep_it_all_in_the_earlier_session(
    course: CoursePlatform, chromium: Browser
) -> None:
    earlier = course.open(chromium, "practice")
    answer(earlier, "koppig")
    go(earlier.frame, "end")
    expect(earlier.frame.get_by_text("Je leeromgeving bewaart ze")).to_be_visible()
    assert violations(earlier.frame) == []
    earlier.frame.get_by_label("Laat ze vanzelf meekomen").uncheck()
    expect(earlier.frame.get_by_text("Wat al meekwam, is gewist.")).to_be_visible()
    earlier.leave()
    assert course.shared["practice"] == "-"

    later = look(course, chromium)
    expect(card(later)).to_have_count(0)
    later.leave()

    earlier = course.open(chromium, "practice")
    answer(earlier, "zacht")
    assert course.shared["practice"] == "-"
    go(earlier.frame, "end")
    box = earlier.frame.get_by_label("Laat ze vanzelf meekomen")
    expect(box).not_to_be_checked()
    box.check()
    earlier.leave()

    later = look(course, chromium)
    expect(card(later)).to_contain_text("zacht")


def test_looking_back_at_it_in_review_changes_nothing(course: CoursePlatform, chromium: Browser) -> None:
    write_earlier(course, chromium, "koppig")
    look(course, chromium).leave()

    back = look(course, chromium, mode="review")
    expect(card(back)).to_contain_text("koppig")
    expect(back.frame.get_by_role("button", name="Neem dit niet mee")).to_have_count(0)
    back.leave()
    assert course.count("SetValue") == 0


def test_asking_for_what_was_never_written_is_the_only_error(
    course: CoursePlatform, chromium: Browser
) -> None:
    later = look(course, chromium)
    later.leave()
    # Value not initialized: the standard has no other way to ask.
    assert [(call.arguments, call.code) for call in course.errors()] == [(["adl.data.0.store"], "403")]
    assert later.complaints == []


def test_a_later_session_can_not_change_what_an_earlier_one_handed_on(course: CoursePlatform) -> None:
    rights = {
        store["targetID"].rpartition(":")[2]: store["writeSharedData"] for store in course.parts["later"].maps
    }
    assert rights == {"practice": False}


# Where the platform has no shared data: on this device, per learner


@pytest.fixture
def plain(request: pytest.FixtureRequest, modules: list[Module], tmp_path: Path) -> Iterator[CoursePlatform]:
    """A platform that knows no shared data, of either version."""
    version = version_by_lot(request.node.name)
    with course_platform(modules, version, tmp_path, knows_shared_data=False) as running:
        yield running


def on_device(plain: CoursePlatform, chromium: Browser, *words: str, learner: str = "zoe") -> Any:
    """Write in the earlier session; return what its browser has stored."""
    earlier = plain.open(chromium, "practice", learner=learner)
    answer(earlier, *words)
    stored = earlier.context.storage_state()
    earlier.leave()
    return stored


def test_without_shared_data_words_come_along_on_the_same_device(
    plain: CoursePlatform, chromium: Browser
) -> None:
    stored = on_device(plain, chromium, "koppig")
    later = look(plain, chromium, storage=stored)
    expect(card(later)).to_contain_text("koppig")
    later.leave()
    nothing_wrong(later)


def test_a_platform_that_does_not_know_shared_data_is_asked_once(
    course: CoursePlatform, chromium: Browser
) -> None:
    options = {"adl.data": False}
    earlier = course.open(chromium, "practice", **options)
    answer(earlier, "koppig")
    assert earlier.host.evaluate("() => refused") == ["adl.data._count"]
    stored = earlier.context.storage_state()
    earlier.leave()
    later = look(course, chromium, storage=stored, **options)
    expect(card(later)).to_contain_text("koppig")
    later.leave()
    nothing_wrong(later)


def test_another_device_has_nothing_and_takes_a_file_or_a_code(
    plain: CoursePlatform, chromium: Browser
) -> None:
    on_device(plain, chromium, "koppig")
    later = look(plain, chromium)
    expect(card(later)).to_have_count(0)
    expect(later.frame.get_by_role("button", name="Ik heb een bestand of code")).to_be_visible()


@pytest.mark.parametrize("learner", ["noor", ""])
def test_another_learner_on_the_same_device_gets_nothing(
    learner: str, plain: CoursePlatform, chromium: Browser
) -> None:
    stored = on_device(plain, chromium, "koppig")
    plain.kept.clear()
    later = look(plain, chromium, storage=stored, learner=learner)
    expect(card(later)).to_have_count(0)


def test_nobody_in_particular_leaves_nothing_on_the_device(plain: CoursePlatform, chromium: Browser) -> None:
    stored = on_device(plain, chromium, "koppig", learner="")
    assert "wegwijs.shared" not in str(stored)


def test_on_the_device_no_word_and_no_name_stands_readably(plain: CoursePlatform, chromium: Browser) -> None:
    stored = str(on_device(plain, chromium, "koppig"))
    assert "wegwijs.shared" in stored
    assert "koppig" not in stored
    assert "zoe" not in stored


def test_keeping_it_in_the_earlier_session_erases_it_from_the_device(
    plain: CoursePlatform, chromium: Browser
) -> None:
    earlier = plain.open(chromium, "practice")
    answer(earlier, "koppig")
    go(earlier.frame, "end")
    expect(earlier.frame.get_by_text("Ze staan dan ook op dit toestel.")).to_be_visible()
    earlier.frame.get_by_label("Laat ze vanzelf meekomen").uncheck()
    expect(earlier.frame.get_by_text("Wat al meekwam, is gewist.")).to_be_visible()
    stored = earlier.context.storage_state()
    earlier.leave()
    later = look(plain, chromium, storage=stored)
    expect(card(later)).to_have_count(0)


def test_a_new_attempt_gets_nothing_of_an_old_one(plain: CoursePlatform, chromium: Browser) -> None:
    stored = on_device(plain, chromium, "koppig")
    plain.kept.clear()
    again = plain.open(chromium, "practice", storage=stored)
    go(again.frame, "thought")
    stored = again.context.storage_state()
    again.leave()
    later = look(plain, chromium, storage=stored)
    expect(card(later)).to_have_count(0)


# The course as a whole


def do_all(course: CoursePlatform, chromium: Browser, module: str) -> None:
    """Do the required exercises of a session."""
    sitting = course.open(chromium, module)
    sitting.frame.locator(".road a").first.click()
    write(sitting.frame, "thought", "twee woorden")
    answer(sitting, "een", "twee", "drie")
    if module == "later":
        write(sitting.frame, "look", "het klopt nog")
    sitting.leave()


@pytest.mark.parametrize("order", [["practice", "later"], ["later", "practice"]])
def test_the_course_is_complete_when_each_session_is_in_any_order(
    order: list[str], course: CoursePlatform, chromium: Browser
) -> None:
    do_all(course, chromium, order[0])
    assert course.status(order[0]) == "completed"
    assert course.status() != "completed"

    do_all(course, chromium, order[1])
    assert [course.status(module) for module in order] == ["completed", "completed"]
    assert course.status() == "completed"
    assert course.score() == 1


def test_a_session_opened_again_leaves_the_course_complete(course: CoursePlatform, chromium: Browser) -> None:
    for module in ("practice", "later", "practice"):
        do_all(course, chromium, module)
    assert course.status() == "completed"
