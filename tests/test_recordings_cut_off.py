"""Recordings that are cut off, overtaken or forgotten: nothing half is kept, and nothing stays behind."""

from __future__ import annotations

import pytest

from lti_tool.errors import FileStoreError
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.own_page import erase
from tests.recording_module import (
    OGG,
    WEBM,
    fetch,
    files,
    learner,
    make_recording_module,
    rows,
    said,
    send,
    share,
)

HOUR = 3600


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry([make_recording_module(tmp_path_factory.mktemp("modules"))])


def test_slow_recordings_leave_room_for_who_launches(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")

    with tool.uploads.taking, tool.uploads.taking:
        assert send(page).status_code == 503
        assert page.save("thought", "Ik schrijf verder.")["saved"] == {"thought": 1}
    assert send(page).status_code == 200


def test_a_store_that_hangs_while_it_takes_leaves_room_for_who_launches(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, *others = [learner(browser, sub=f"learner-{number}") for number in range(3)]
    for page in (first, *others):
        page.save("say", said(), audience="facilitator")
    put, waiting, found = tool.files.put, iter(others), []

    def slowly(name: str, content: bytes) -> None:
        found.extend(send(page).status_code for page in waiting)
        put(name, content)

    monkeypatch.setattr(tool.files, "put", slowly)

    assert (send(first).status_code, found) == (200, [503, 200])


def test_a_store_that_hangs_while_it_gives_leaves_room_for_who_launches(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    share(page)
    get, waiting, found = tool.files.get, iter(range(2)), []

    def slowly(name: str) -> bytes | None:
        found.extend(fetch(page).status_code for _ in waiting)
        return get(name)

    monkeypatch.setattr(tool.files, "get", slowly)

    assert (fetch(page).status_code, found) == (200, [503, 200])


def test_a_store_that_is_full_says_so_and_leaves_nothing(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")

    def full(name: str, content: bytes) -> None:
        raise FileStoreError("no space")

    monkeypatch.setattr(tool.files, "put", full)
    assert send(page).status_code == 503
    monkeypatch.undo()
    tool.uploads.clear_away()
    assert rows(tool) == 0
    assert send(page).status_code == 200


def test_what_was_shared_no_more_while_it_came_is_not_kept(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    kept = page.save("say", said(), audience="facilitator")["saved"]["say"]
    put = tool.files.put

    def slowly(name: str, content: bytes) -> None:
        page.save("say", said(), kept)
        put(name, content)

    monkeypatch.setattr(tool.files, "put", slowly)
    assert send(page).status_code == 409
    tool.uploads.clear_away()
    assert (files(tool), rows(tool)) == ([], 0)


def test_a_recording_that_is_overtaken_by_a_newer_one_goes(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")
    put = tool.files.put

    def slowly(name: str, content: bytes) -> None:
        if content == WEBM:
            assert send(page, OGG).status_code == 200
        put(name, content)

    monkeypatch.setattr(tool.files, "put", slowly)
    assert send(page, WEBM).status_code == 200
    tool.uploads.clear_away()

    assert fetch(page).data == OGG
    assert [file.read_bytes() for file in files(tool)] == [OGG]
    assert rows(tool) == 1


def test_what_was_erased_while_it_came_is_not_kept(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")
    put = tool.files.put

    def slowly(name: str, content: bytes) -> None:
        erase(page)
        put(name, content)

    monkeypatch.setattr(tool.files, "put", slowly)
    assert send(page).status_code == 410
    tool.clock.ahead += 2 * HOUR  # type: ignore[attr-defined]
    tool.uploads.clear_away()
    assert (files(tool), rows(tool)) == ([], 0)


def test_a_file_without_a_row_goes_after_a_day(browser: Browser, tool: Tool, clock: Clock) -> None:
    share(learner(browser))
    (file,) = files(tool)
    stray = file.with_name("0" * 32)
    stray.write_bytes(OGG)

    tool.uploads.sweep()
    assert stray.exists()
    clock.ahead += 2 * 24 * HOUR
    tool.uploads.sweep()

    assert files(tool) == [file]


def test_half_a_file_goes_after_a_day(browser: Browser, tool: Tool, clock: Clock) -> None:
    share(learner(browser))
    (file,) = files(tool)
    half = file.with_name(f"{'0' * 32}#1")
    half.write_bytes(OGG[:20])

    tool.uploads.sweep()
    assert half.exists()
    clock.ahead += 2 * 24 * HOUR
    tool.uploads.sweep()

    assert files(tool) == [file]


def test_what_others_keep_in_the_same_folder_is_left_alone(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    share(learner(browser))
    (file,) = files(tool)
    others = [file.parents[1] / "notes#1", file.parents[1] / "own" / "00#1"]
    others[1].parent.mkdir()
    for one in others:
        one.write_text("of somebody else")
    clock.ahead += 2 * 24 * HOUR

    tool.uploads.sweep()

    assert [one.exists() for one in others] == [True, True]


def test_files_of_another_installation_in_the_same_place_are_left_alone(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    share(learner(browser))
    (file,) = files(tool)
    other = file.parent.parent / ("f" * 16) / ("0" * 32)
    other.parent.mkdir()
    other.write_bytes(OGG)
    clock.ahead += 2 * 24 * HOUR

    tool.uploads.sweep()

    assert other.exists()


def test_a_store_that_is_away_stops_no_sweep(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = learner(browser)
    page.save("say", said(), share(page))

    def away(name: str) -> None:
        raise FileStoreError("away")

    monkeypatch.setattr(tool.files, "delete", away)
    tool.jobs.sweep()
    assert len(files(tool)) == 1
    monkeypatch.undo()
    tool.jobs.sweep()
    assert (files(tool), rows(tool)) == ([], 0)


def test_files_that_can_not_be_removed_hold_up_no_other(
    browser: Browser, tool: Tool, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = [learner(browser, sub=f"learner-{number}") for number in range(5)]
    revisions = [share(page) for page in pages]
    last = max(files(tool), key=lambda file: file.stat().st_mtime_ns).name
    for page, revision in zip(pages, revisions, strict=True):
        page.save("say", said("server"), revision)
    delete = tool.files.delete

    def denied(name: str) -> None:
        if not name.endswith(last):
            raise FileStoreError("denied")
        delete(name)

    monkeypatch.setattr(tool.files, "delete", denied)
    tool.uploads.clear_away()
    tool.uploads.clear_away()

    assert last not in {file.name for file in files(tool)}
    assert (len(files(tool)), rows(tool)) == (4, 4)
