"""Recordings that learners share: taken in, heard by whom they are for, gone when they are shared no more."""

from __future__ import annotations

import pytest

from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.lti_browser import Browser
from tests.lti_fixtures import ON_BOTH
from tests.own_page import call, erase, see, taken, works_of
from tests.recording_module import (
    MP4,
    OGG,
    WEBM,
    fetch,
    files,
    hear,
    learner,
    make_recording_module,
    rows,
    said,
    send,
    share,
    shown,
    teacher,
)

HOUR = 3600


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry([make_recording_module(tmp_path_factory.mktemp("modules"))])


# Sent and heard


@ON_BOTH
def test_a_facilitator_hears_what_a_learner_shares(browser: Browser, tool: Tool) -> None:
    share(learner(browser))
    page = teacher(browser)

    address = shown(page)
    assert address
    assert hear(page, address) == WEBM


def test_the_learner_hears_it_on_another_device(browser: Browser) -> None:
    share(learner(browser))

    elsewhere = learner(browser)
    assert elsewhere.load()["uploads"]["here"].keys() == {"say"}
    assert fetch(elsewhere).data == WEBM


@pytest.mark.parametrize(("content", "kind"), [(WEBM, "audio/webm"), (OGG, "audio/ogg"), (MP4, "audio/mp4")])
def test_what_browsers_record_is_taken(browser: Browser, content: bytes, kind: str) -> None:
    page = learner(browser)
    share(page, content)

    assert fetch(page).content_type == kind


def test_a_recording_is_never_a_page_and_kept_by_nobody_on_the_way(browser: Browser) -> None:
    page = learner(browser)
    share(page)

    headers = fetch(page).headers
    assert headers["Content-Disposition"].startswith("attachment; filename=")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in headers["Content-Security-Policy"]
    assert headers["Cache-Control"] == "private, no-store"


def test_the_same_recording_twice_is_taken_once(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    share(page)
    (file,) = files(tool)

    assert send(page).status_code == 200
    assert files(tool) == [file]
    assert rows(tool) == 1


def test_a_new_recording_takes_the_place_of_the_one_before(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    share(page, OGG, share(page))
    tool.uploads.clear_away()

    assert fetch(page).data == OGG
    assert [file.read_bytes() for file in files(tool)] == [OGG]


def test_while_a_new_recording_is_on_its_way_nobody_hears_the_old_one(browser: Browser) -> None:
    page = learner(browser)
    page.save("say", said("device", 15), share(page), audience="facilitator")
    theirs = teacher(browser)

    assert shown(theirs) is None
    assert "staat nog op het toestel" in theirs.part("shared", activity="say")


# Not shared, or no more


def test_what_is_not_shared_is_not_taken(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    page.save("say", said())

    assert send(page).status_code == 409
    assert (files(tool), rows(tool)) == ([], 0)


def test_what_may_never_be_shared_is_not_taken(browser: Browser) -> None:
    page = learner(browser)
    page.save("own", said())

    assert send(page, activity="own").status_code == 409


def test_an_answer_without_a_recording_takes_none(browser: Browser) -> None:
    page = learner(browser)
    page.save("say", {"text": "geschreven"}, audience="facilitator")

    assert send(page).status_code == 409


def test_a_recording_that_is_shared_no_more_is_gone_at_once(browser: Browser, tool: Tool) -> None:
    page, theirs = learner(browser), teacher(browser)
    kept = share(page)
    address = shown(theirs)
    assert address

    page.save("say", said("server"), kept)

    assert hear(theirs, address) == 404
    assert fetch(page).status_code == 404
    tool.uploads.clear_away()
    assert (files(tool), rows(tool)) == ([], 0)


def test_the_same_from_the_page_of_what_is_kept(browser: Browser, tool: Tool) -> None:
    page, theirs = learner(browser), teacher(browser)
    share(page)
    address = shown(theirs)
    assert address

    call(page, "unshare", work=works_of(tool)[0], activity="say")

    assert hear(theirs, address) == 404
    tool.uploads.clear_away()
    assert files(tool) == []


def test_a_recording_that_its_learner_erases_is_gone(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    page.save("say", {"text": ""}, share(page), audience="facilitator")
    tool.uploads.clear_away()

    assert fetch(page).status_code == 404
    assert files(tool) == []


@ON_BOTH
def test_erased_work_takes_its_recordings_along(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    share(page)

    erase(page)
    tool.jobs.sweep()

    assert (files(tool), rows(tool)) == ([], 0)


# What is kept of somebody


def test_what_is_kept_of_somebody_says_so_and_goes_along(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    share(page)
    (work,) = works_of(tool)

    assert "Ze is 1 kB groot." in see(page, work)
    (found,) = taken(page)["works"][0]["recordings"]
    assert {**found, "sent": ""} == {"activity": "say", "kind": "audio/webm", "bytes": len(WEBM), "sent": ""}
    along = call(page, "recording", work=work, activity="say")
    assert along.data == WEBM
    assert along.headers["Content-Disposition"].endswith('.webm"')


def test_nobody_takes_the_recording_of_somebody_else_along(browser: Browser, tool: Tool) -> None:
    share(learner(browser))
    (work,) = works_of(tool)

    assert call(learner(browser, sub="learner-43"), "recording", work=work, activity="say").status_code == 404
