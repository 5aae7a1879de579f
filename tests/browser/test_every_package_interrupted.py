"""Every module as a package left half-way or looked back at, with an API that fails or is not there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import cycle

import pytest
from playwright.sync_api import Browser, expect

from modules.kit.registry import load_registry
from tests.browser.quick import Answers, fill_all, finish, left_open, read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import FORMATS, forward, nothing_wrong, platform, saved, screen
from tests.sittings import whole

# One process, as a half is done once for all tests of it.
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("interrupted packages")]

MODULES = {name: whole(module).at_home() for name, module in load_registry().modules.items()}
# What happens here depends little on the version: each module takes the next.
PLAYED = list(zip(MODULES, cycle(sorted(FORMATS)), strict=False))


def with_half(modules: list[tuple[str, str]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("half", modules, indirect=True, ids="-".join)


with_each_module = with_half(PLAYED)
# What the platform does meanwhile depends little on the module: they take turns.
with_one, with_another, with_a_third = (with_half(PLAYED[turn::3]) for turn in range(3))


@dataclass
class Half:
    """A module of which a learner did the first half."""

    lms: Lms
    middle: str
    """The screen that the learner left at, not answered yet."""
    written: Answers
    stored: Mapping[str, str]

    def again(self) -> Lms:
        """Give the platform as it was when the learner left."""
        self.lms.stored = dict(self.stored)
        return self.lms


@pytest.fixture(scope="module")
def half(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, chromium: Browser
) -> Iterator[Half]:
    name, version = request.param
    activities = [activity.id for step in MODULES[name].steps for activity in step.activities]
    middle = activities[len(activities) // 2]
    with platform(MODULES[name], version, tmp_path_factory.mktemp("half")) as lms:
        sitting = lms.launch(chromium)
        written = fill_all(sitting.frame, until=middle)
        sitting.leave()
        nothing_wrong(sitting)
        yield Half(lms, middle, written, dict(lms.stored))


@with_each_module
def test_half_a_module_is_incomplete_and_has_a_part_of_the_score(half: Half) -> None:
    lms = half.again()
    assert lms.element("cmi.completion_status") == "incomplete"
    assert 0 < int(lms.element("cmi.score.raw") or 0) < 100


@with_each_module
def test_half_a_module_goes_on_where_it_was_left_and_can_be_completed(half: Half, chromium: Browser) -> None:
    sitting = half.again().launch(chromium)
    forward(sitting.frame)
    assert screen(sitting.frame) == half.middle
    assert read_all(sitting.frame) == half.written
    sitting.frame.locator(".road a").first.click()
    fill_all(sitting.frame)
    assert left_open(sitting.frame) == []
    finish(sitting.frame)
    sitting.leave()
    nothing_wrong(sitting)
    assert half.lms.element("cmi.completion_status") == "completed"
    assert half.lms.element("cmi.score.raw") == "100"


@with_one
def test_looking_back_shows_everything_and_sends_nothing(half: Half, chromium: Browser) -> None:
    lms = half.again()
    sitting = lms.launch(chromium, mode="review")
    assert read_all(sitting.frame) == half.written
    sitting.leave()
    nothing_wrong(sitting)
    assert (lms.count("SetValue"), lms.count("Commit"), lms.count("Terminate")) == (0, 0, 1)


@with_another
def test_what_was_answered_while_the_api_failed_is_there_when_it_is_well_again(
    half: Half, chromium: Browser
) -> None:
    lms = half.again()
    first = lms.launch(chromium)
    forward(first.frame)
    first.trouble(SetValue="throw", Commit="throw")
    fill_all(first.frame)
    expect(first.frame.locator("[data-part=saved]")).to_have_attribute("data-state", "trouble")
    first.well_again()
    first.frame.evaluate("() => dispatchEvent(new Event('online'))")
    saved(first.frame)
    written = read_all(first.frame)
    first.leave()
    nothing_wrong(first)

    second = lms.launch(chromium)
    assert read_all(second.frame) == written
    second.leave()
    nothing_wrong(second)


@with_a_third
def test_without_an_api_a_module_can_be_done_whole(half: Half, chromium: Browser) -> None:
    sitting = half.lms.launch(chromium, none=True)
    fill_all(sitting.frame)
    assert left_open(sitting.frame) == []
    finish(sitting.frame)
    assert sitting.complaints == []
    sitting.context.close()
