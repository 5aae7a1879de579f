"""Every module in every language, in both versions of SCORM, done whole under the run-time scorm-again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from modules.kit.registry import load_registry
from tests.browser.quick import fill_all, finish, left_open, read_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import FORMATS, nothing_wrong, platform
from tests.sittings import whole

pytestmark = pytest.mark.browser

MODULES = load_registry().modules
VERSIONS = sorted(FORMATS)
PLAYED = [
    (name, language, VERSIONS[(place + turn) % len(VERSIONS)])
    for turn, (name, module) in enumerate(MODULES.items())
    for place, language in enumerate(module.languages)
]
"""Each module in each language; its languages take turns in the versions, and modules begin with either."""


@pytest.fixture
def lms(name: str, version: str, language: str, tmp_path: Path) -> Iterator[Lms]:
    """A platform with one module in one language."""
    with platform(whole(MODULES[name]), version, tmp_path, language) as running:
        yield running


@pytest.mark.parametrize(("name", "language", "version"), PLAYED)
def test_a_module_done_whole_is_reported_and_given_back_on_another_computer(
    lms: Lms, chromium: Browser
) -> None:
    first = lms.launch(chromium)
    written = fill_all(first.frame)
    assert left_open(first.frame) == []
    finish(first.frame)
    first.leave()
    nothing_wrong(first)
    assert lms.element("cmi.completion_status") == "completed"
    assert lms.element("cmi.score.raw") == "100"
    assert lms.element("cmi.exit") == "suspend"

    second = lms.launch(chromium)
    assert read_all(second.frame) == written
    second.leave()
    nothing_wrong(second)
    assert lms.element("cmi.completion_status") == "completed"
    assert lms.element("cmi.score.raw") == "100"
