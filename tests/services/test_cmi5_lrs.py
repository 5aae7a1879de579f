"""A cmi5 package on a platform whose statements go to a real learning record store."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from modules.kit.registry import load_registry
from scorm_export.export import export
from tests.browser import quick
from tests.browser.cmi5.lms import Cmi5Lms, Sitting
from tests.browser.cmi5.rules import CATEGORY, MOVE_ON, is_defined, verb
from tests.browser.scorm_steps import forward, nothing_wrong, saved, screen, write
from tests.services.ralph import Ralph

pytestmark = [pytest.mark.services, pytest.mark.browser]

CANARY = "Dit is écht waar"
"""In every text that `quick` writes."""


@pytest.fixture(scope="module")
def lrs(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ralph]:
    running = Ralph(tmp_path_factory.mktemp("ralph"))
    yield running
    running.stop()


@pytest.fixture
def lms(lrs: Ralph, tmp_path: Path) -> Iterator[Cmi5Lms]:
    """A platform with session 1."""
    (package,) = export([load_registry().modules["identity"]], format="cmi5", out=tmp_path)
    with Cmi5Lms(package.path, lrs.record) as running:
        yield running


def recorded(lrs: Ralph, lms: Cmi5Lms) -> list[dict[str, Any]]:
    """What the store has; the platform saw the same, and nothing was wrong with it."""
    found = lrs.statements(lms.registration)
    assert {one["id"] for one in found} == {one["id"] for one in lms.statements}
    assert lms.errors() == []
    return found


def share(sitting: Sitting) -> None:
    now = sitting.frame.locator(".is-now")
    now.get_by_role("button", name="Delen").click()
    now.get_by_label("Jij en je begeleider", exact=True).check()


def test_session_1_whole_is_recorded_and_given_back_on_another_computer(
    lms: Cmi5Lms, lrs: Ralph, chromium: Browser
) -> None:
    first = lms.launch(chromium)
    written = quick.fill_all(first.frame)
    quick.finish(first.frame)
    first.close()
    nothing_wrong(first)
    assert str(written).count(CANARY) > 20

    second = lms.launch(chromium)
    assert quick.read_all(second.frame) == written
    second.close()
    nothing_wrong(second)

    found = recorded(lrs, lms)
    defined = [verb(one) for one in found if is_defined(one)]
    assert defined == ["initialized", "completed", "terminated", "initialized", "terminated"]
    assert {verb(one) for one in found if not is_defined(one)} <= {"progressed"}
    assert CANARY not in str(found)
    (completed,) = [one for one in found if verb(one) == "completed"]
    categories = [one["id"] for one in completed["context"]["contextActivities"]["category"]]
    assert categories == [CATEGORY, MOVE_ON]
    assert completed["result"].keys() == {"completion", "duration"}


def test_half_a_session_goes_on_where_it_was_left(lms: Cmi5Lms, lrs: Ralph, chromium: Browser) -> None:
    first = lms.launch(chromium)
    written = quick.fill_all(first.frame, until="circle")
    first.close()
    nothing_wrong(first)

    second = lms.launch(chromium)
    forward(second.frame)
    assert screen(second.frame) == "circle"
    found = quick.read_all(second.frame)
    assert {name: found[name] for name in written} == written
    second.leave()
    nothing_wrong(second)
    assert "completed" not in {verb(one) for one in recorded(lrs, lms)}


def test_what_is_shared_is_recorded_and_nothing_else_of_what_was_written(
    lms: Cmi5Lms, lrs: Ralph, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    write(sitting.frame, "meaning", "wat ik wel deel")
    share(sitting)
    saved(sitting.frame)
    quick.go_to(sitting.frame, "questions")
    assert CANARY in str(quick.fill_all(sitting.frame, until="circle"))
    sitting.close()
    nothing_wrong(sitting)
    found = recorded(lrs, lms)
    (answered,) = [one for one in found if verb(one) == "answered"]
    assert answered["result"]["response"] == "wat ik wel deel"
    assert not is_defined(answered)
    assert CANARY not in str(found)


@pytest.mark.parametrize("mode", ["Review", "Browse"])
def test_looking_back_is_recorded_as_beginning_and_end(
    mode: str, lms: Cmi5Lms, lrs: Ralph, chromium: Browser
) -> None:
    sitting = lms.launch(chromium, mode=mode)
    quick.go_to(sitting.frame, "meaning")
    sitting.close()
    nothing_wrong(sitting)
    assert [verb(one) for one in recorded(lrs, lms)] == ["initialized", "terminated"]


def test_a_store_that_is_away_for_a_while_gets_everything_later(
    lms: Cmi5Lms, lrs: Ralph, chromium: Browser
) -> None:
    sitting = lms.launch(chromium)
    lms.heard("initialized", 1)
    sitting.trouble(statements=500, state=500)
    write(sitting.frame, "meaning", "wat ik deel")
    share(sitting)
    quick.go_to(sitting.frame, "questions")
    sitting.well_again()
    saved(sitting.frame)
    sitting.close()
    nothing_wrong(sitting)
    assert [verb(one) for one in recorded(lrs, lms)] == [
        "initialized",
        "answered",
        "progressed",
        "terminated",
    ]
