"""The longest answers that learners are likely to give fit into SCORM 1.2, in every module and script."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from modules.kit.activity_type import Refusal
from modules.kit.page import KIT
from scorm_export.course import Edition
from tests.browser.quick import finish, go_to, read_all
from tests.browser.scorm_steps import nothing_wrong, platform, saved
from tests.browser.writing import decorated, full_answers, in_arabic_letters, plain, texts
from tests.sittings import all_sittings

pytestmark = pytest.mark.browser

MODULES = all_sittings()
MOST_LETTERS = 4096
"""What SCORM 1.2 keeps of one learner: https://adlnet.gov/projects/scorm/"""

PACK = """async ({answers, carried}) => {
  const { writeState, readState } = await import("/hosts/scorm_state.js");
  const rich = ([id, value]) => [id, {value, how: "screen", audience: "learner", revision: 9}];
  const state = {answers: Object.fromEntries(Object.entries(answers).map(rich)), carried,
    position: Object.keys(answers)[0], language: "nl", finished: true, progress: 1, score: 100,
    shared: Object.keys(answers)};
  const text = writeState(state);
  const same = JSON.stringify(readState(text).answers) === JSON.stringify(state.answers);
  return {text, same};
}"""

each_module = pytest.mark.parametrize("name", MODULES)
each_hand = pytest.mark.parametrize("hand", [plain, decorated, in_arabic_letters])
Hand = Callable[[Any], Any]


@pytest.fixture
def packer(site: tuple[Path, str], chromium: Browser) -> Iterator[Page]:
    """A page that packs as packages do."""
    folder, address = site
    (folder / "hosts").mkdir()
    for name in ("pack.js", "pack_sample.js", "scorm_state.js"):
        (folder / "hosts" / name).write_bytes((KIT / "runtime" / "hosts" / name).read_bytes())
    (folder / "index.html").write_text("<!doctype html><title>Room</title>", encoding="utf-8")
    with chromium.new_page() as page:
        page.goto(f"{address}/index.html")
        yield page


@each_module
@each_hand
def test_the_answers_are_answers_to_everything(name: str, hand: Hand) -> None:
    answers, _ = full_answers(MODULES[name])
    for activity in MODULES[name].activities.values():
        value = hand(answers[activity.id])
        clean = activity.type.clean(activity.options, value)
        assert not isinstance(clean, Refusal)
        assert clean == value
        assert activity.type.done(activity.options, clean), activity.id


@each_module
@each_hand
def test_everything_fits_with_an_eighth_of_the_room_to_spare(name: str, hand: Hand, packer: Page) -> None:
    answers, carried = full_answers(MODULES[name])
    found = packer.evaluate(PACK, {"answers": hand(answers), "carried": hand(carried)})

    assert found["same"]
    assert len(found["text"]) < MOST_LETTERS * 7 / 8


@each_module
def test_everything_comes_back_on_the_screens_and_is_kept_again(
    name: str, packer: Page, tmp_path: Path, chromium: Browser
) -> None:
    answers, carried = full_answers(MODULES[name])
    found = packer.evaluate(PACK, {"answers": answers, "carried": carried})
    # What is done on campus is in the package for a class, which holds the most.
    edition: Edition = "class" if any(step.campus for step in MODULES[name].steps) else "self"
    with platform(MODULES[name], "1.2", tmp_path, edition=edition) as lms:
        lms.stored = {"cmi.suspend_data": found["text"], "cmi.core.exit": "suspend"}
        sitting = lms.launch(chromium)
        shown = {text for screen in read_all(sitting.frame).values() for text in screen}
        assert set(texts(answers)) <= shown
        finish(sitting.frame)
        go_to(sitting.frame, "end")
        saved(sitting.frame)
        sitting.leave()
        nothing_wrong(sitting)
        assert len(lms.stored["cmi.suspend_data"]) < MOST_LETTERS
