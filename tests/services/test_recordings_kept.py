"""Recordings in an S3 of somebody else's, and a process that is killed between any two steps."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from lti_tool.errors import FileStoreError
from lti_tool.rules.examination import examine
from lti_tool.services.examination import look
from lti_tool.services.file_store import FileStore
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.store.civic_tables import uploads
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry, load_registry
from tests.lti_browser import Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import DEPLOYMENT, PlatformDouble
from tests.needs import ROOT
from tests.recording_module import (
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
from tests.services.s3 import S3

pytestmark = pytest.mark.services
CUT_OFF = Path(__file__).with_name("cut_off.py")


@pytest.fixture
def platform(platform_key) -> Iterator[PlatformDouble]:
    """The platform of `lti_fixtures`, not the real one of this folder's other tests."""
    double = PlatformDouble(platform_key)
    yield double
    double.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_recording_module(tmp_path_factory.mktemp("modules"))


@pytest.fixture(scope="module")
def registry(folder: Path) -> Registry:
    return load_registry([folder])


@pytest.fixture
def tool(settings: Settings, platform: PlatformDouble, clock: Clock, registry: Registry) -> Iterator[Tool]:
    """The tool of `lti_fixtures`, not the one of this folder's other tests."""
    made = make_tool(settings, clock, registry)
    with made.database.write() as connection:
        platforms.add(connection, platform.registration, [DEPLOYMENT], 1)
    yield made
    made.close()


@pytest.fixture(scope="module")
def _server() -> Iterator[S3]:
    running = S3()
    yield running
    running.stop()


@pytest.fixture
def s3(settings: Settings, _server: S3) -> S3:
    """The S3, which the installation keeps its files in."""
    for name, value in _server.settings().items():
        object.__setattr__(settings, name, value)
    return _server


def kept(tool: Tool) -> list[bytes]:
    return [content for _, content in tool.files.every()]


# In S3


def test_a_recording_lives_and_goes_in_s3(s3: S3, browser: Browser, tool: Tool, tmp_path: Path) -> None:
    page, theirs = learner(browser), teacher(browser)
    revision = share(page)
    address = shown(theirs)
    assert address
    assert hear(theirs, address) == WEBM
    assert fetch(page).data == WEBM
    revision = share(page, OGG, revision)
    tool.uploads.clear_away()
    assert kept(tool) == [OGG]

    page.save("say", said("server"), revision)
    tool.uploads.clear_away()

    assert (kept(tool), rows(tool)) == ([], 0)
    assert not list(tmp_path.glob("*-files"))


def test_a_file_that_nobody_knows_of_goes_from_s3_after_a_day(
    s3: S3, browser: Browser, tool: Tool, clock: Clock
) -> None:
    share(learner(browser))
    ((name, _),) = tool.files.every()
    tool.files.put(f"{name[:17]}{'0' * 32}", OGG)
    clock.ahead += 2 * 24 * 3600

    tool.uploads.sweep()

    assert kept(tool) == [WEBM]


def test_s3_goes_away_and_comes_back(s3: S3, browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")
    s3.stop()
    assert send(page).status_code == 503
    tool.jobs.sweep()
    s3.start()

    assert send(page).status_code == 200
    tool.jobs.sweep()
    assert (kept(tool), rows(tool)) == ([WEBM], 1)


def test_the_doctor_tries_the_bucket_and_shows_no_key(s3: S3, settings: Settings, tool: Tool) -> None:
    found = [one for one in examine(look(settings, 0)) if one.about == "recordings"]
    assert [one.level for one in found] == ["good"]

    object.__setattr__(settings, "files", "s3://of-nobody")
    (trouble,) = [one for one in examine(look(settings, 0)) if one.about == "recordings"]
    assert trouble.level == "wrong"
    assert "secret" not in f"{trouble}"


def test_a_place_that_can_not_be_reached_says_nothing_of_its_key(s3: S3, caplog) -> None:
    store = FileStore(Settings(**{**s3.settings(), "s3_endpoint": "http://127.0.0.1:9"}))
    with pytest.raises(FileStoreError) as trouble:
        store.check()

    assert "secret" not in f"{trouble.value!r} {caplog.text}"
    assert "somebody" not in f"{trouble.value!r} {caplog.text}"


# Killed and full


def cut_off(where: str, tool: Tool, folder: Path, token: str) -> int:
    command = [sys.executable, CUT_OFF, where, tool.settings.database_url, folder, token]
    return subprocess.run(command, check=False, env={**os.environ, "PYTHONPATH": str(ROOT)}).returncode


def is_whole(tool: Tool) -> bool:
    """Each file has a row that says it is here, and each such row has its file."""
    with tool.database.read() as connection:
        names = set(connection.scalars(select(uploads.c.name).where(uploads.c.here_at.is_not(None))))
    return names == {name for name, _ in tool.files.every()} and rows(tool) == len(names)


@pytest.mark.parametrize("where", ["noted", "written", "arrived", "deleted"])
def test_killed_between_two_steps_nothing_is_lost_and_nothing_left_behind(
    browser: Browser, tool: Tool, folder: Path, clock: Clock, where: str
) -> None:
    page = learner(browser)
    share(page)

    assert cut_off(where, tool, folder, page.token) == -signal.SIGKILL

    assert fetch(page).data in {WEBM, OGG}
    assert send(page, OGG).status_code == 200
    clock.ahead += 2 * 3600
    tool.uploads.clear_away()
    assert is_whole(tool)
    assert kept(tool) == [OGG]


def test_a_full_disk_keeps_no_half_and_takes_it_later(browser: Browser, tool: Tool, folder: Path) -> None:
    page = learner(browser)
    share(page)

    assert cut_off("full", tool, folder, page.token) == 5

    assert fetch(page).data == WEBM
    assert len(files(tool)) == 1
    assert send(page, OGG).status_code == 200
    tool.uploads.clear_away()
    assert is_whole(tool)
