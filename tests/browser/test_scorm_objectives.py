"""What a teacher sees of where a learner is: one objective per step, and strict forms everywhere."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from modules.kit.loader import load_module
from modules.kit.registry import load_registry
from tests.browser.quick import fill_all
from tests.browser.scorm_lms import Lms
from tests.browser.scorm_steps import go, nothing_wrong, platform, saved, write
from tests.module_folders import make_module, spoil

pytest_plugins = ["tests.browser.scorm_fixtures"]
pytestmark = pytest.mark.browser

STATUS = {"1.2": "status", "2004": "completion_status"}


def objectives(lms: Lms, part: str) -> list[str | None]:
    """What was committed of each objective."""
    return [lms.stored.get(f"cmi.objectives.{number}.{part}") for number in range(lms_count(lms))]


def lms_count(lms: Lms) -> int:
    return len([name for name in lms.stored if re.fullmatch(r"cmi\.objectives\.\d+\.id", name)])


def test_each_step_is_an_objective_with_how_far_it_is(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "twee woorden")
    sitting.leave()
    nothing_wrong(sitting)
    assert objectives(lms, "id") == ["start", "more"]
    assert objectives(lms, STATUS[lms.version]) == ["completed", "not attempted"]
    if lms.version == "2004":
        assert objectives(lms, "progress_measure") == ["1", "0"]
        assert objectives(lms, "description") == ["Begin", "Verder"]


def test_an_objective_never_goes_down_and_never_comes_twice(lms: Lms, chromium: Browser) -> None:
    first = lms.launch(chromium)
    write(first.frame, "thought", "twee woorden")
    first.leave()

    second = lms.launch(chromium)
    write(second.frame, "thought", "")
    saved(second.frame)
    go(second.frame, "key-words")
    second.leave()
    nothing_wrong(second)
    assert objectives(lms, "id") == ["start", "more"]
    assert objectives(lms, STATUS[lms.version]) == ["completed", "not attempted"]


def test_an_objective_says_nothing_of_an_answer(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "thought", "mijn geheim")
    sitting.leave()
    said = [
        call.arguments[1]
        for call in lms.calls
        if "objectives" in call.arguments[0] and len(call.arguments) > 1
    ]
    assert said
    assert not [text for text in said if "geheim" in text]


def test_a_platform_without_objectives_is_asked_once_and_left_alone(lms: Lms, chromium: Browser) -> None:
    sitting = lms.launch(chromium, objectives=False)
    write(sitting.frame, "thought", "twee woorden")
    saved(sitting.frame)
    write(sitting.frame, "extra", "nog iets")
    saved(sitting.frame)
    assert sitting.host.evaluate("() => refused") == ["cmi.objectives._count"]
    sitting.context.close()


def test_a_long_title_stays_within_250_characters(tmp_path: Path, chromium: Browser) -> None:
    folder = make_module(tmp_path)
    spoil(folder / "nl.yaml", "  title: Begin", f"  title: {'🙂é' * 130}")
    with platform(load_module(folder), "2004", tmp_path) as lms:
        sitting = lms.launch(chromium)
        write(sitting.frame, "thought", "twee woorden")
        sitting.leave()
        nothing_wrong(sitting)
        described = objectives(lms, "description")[0] or ""
        assert 200 < len(described.encode("utf-16-le")) // 2 <= 250
        assert described.encode("utf-8")


def test_every_id_date_and_duration_has_the_strict_form(
    version: str, tmp_path: Path, chromium: Browser
) -> None:
    with platform(load_registry().modules["identity"], version, tmp_path) as lms:
        sitting = lms.launch(chromium)
        fill_all(sitting.frame)
        sitting.leave()
        nothing_wrong(sitting)
    sets = {call.arguments[0]: call.arguments[1] for call in lms.calls if call.verb == "SetValue"}
    forms = {
        r"\.id$": r"[A-Za-z0-9_]{1,255}",
        r"\.timestamp$": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d",
        r"interactions\.\d+\.time$": r"\d\d:\d\d:\d\d",
        r"session_time$": r"\d{4}:\d\d:\d\d\.\d\d|PT\d+H\d+M\d+(\.\d{1,2})?S",
        r"progress_measure$": r"0|1|0\.\d{1,3}",
        r"score\.scaled$": r"0|1|0\.\d{1,7}",
        r"status$": "completed|incomplete|not attempted",
    }
    for name, form in forms.items():
        for element, value in sets.items():
            if re.search(name, element):
                assert re.fullmatch(form, value), (element, value)
    assert len([name for name in sets if re.fullmatch(r"cmi\.objectives\.\d+\.id", name)]) > 3
