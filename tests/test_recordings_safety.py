"""Recordings and who should not have them; and everything that can break off half-way."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import update

from lti_tool.errors import BackupError
from lti_tool.rules.examination import examine
from lti_tool.rules.recordings import kind_of
from lti_tool.services.examination import look
from lti_tool.services.file_store import FileStore
from lti_tool.services.uploads import MEGABYTE, Limits, heard_at
from lti_tool.settings import Settings
from lti_tool.store import backup
from lti_tool.store.db import Database
from lti_tool.store.tables import attempts
from lti_tool.tool import Tool
from modules.kit.registry import Registry, load_registry
from tests.class_page import ClassPage
from tests.lti_browser import HOST, Browser
from tests.lti_fixtures import Clock
from tests.lti_platform_double import INSTRUCTOR
from tests.recording_module import (
    MP4,
    OGG,
    WEBM,
    fetch,
    files,
    hear,
    learner,
    make_recording_module,
    said,
    send,
    share,
    shown,
    teacher,
)
from tests.test_doctor import WELL

HOUR = 3600


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry([make_recording_module(tmp_path_factory.mktemp("modules"))])


# Attacks


def test_a_learner_of_the_same_class_hears_nobody_else(browser: Browser) -> None:
    share(learner(browser))
    address = shown(teacher(browser))
    assert address

    other = learner(browser, sub="learner-43")
    assert fetch(other).status_code == 404
    assert hear(ClassPage(other.client, other.token), address) == 403


def test_a_facilitator_of_another_course_hears_nothing(browser: Browser) -> None:
    share(learner(browser))
    address = shown(teacher(browser))
    assert address

    elsewhere = teacher(browser, context={"id": "course-9"}, resource_link={"id": "link-9"})
    assert hear(elsewhere, address) == 404


def test_without_a_token_there_is_nothing(browser: Browser) -> None:
    share(learner(browser))
    address = shown(teacher(browser))
    assert address

    assert browser.client.get(address, base_url=HOST).status_code == 401
    assert browser.client.get("/api/uploads/say", base_url=HOST).status_code == 401
    assert browser.client.put("/api/uploads/say", base_url=HOST, data=WEBM).status_code == 401


def test_who_only_says_that_it_is_here_lets_nobody_hear_a_thing(browser: Browser) -> None:
    learner(browser).save("say", said("server"), audience="facilitator")

    assert shown(teacher(browser)) is None


@pytest.mark.parametrize(
    "content", [b"<script>alert(1)</script>", b"%PDF-1.7", b"", b"\x1a\x45\xdf\xa3matroska"]
)
def test_what_is_no_recording_is_not_taken(browser: Browser, tool: Tool, content: bytes) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")

    assert send(page, content).status_code == 415
    assert files(tool) == []


def test_a_recording_has_a_size(browser: Browser, tool: Tool) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")

    assert send(page, WEBM + bytes(6 * 1024 * 1024)).status_code == 413
    assert files(tool) == []


def test_what_lost_a_part_on_the_way_is_not_taken(browser: Browser) -> None:
    page = learner(browser)
    page.save("say", said(), audience="facilitator")

    assert send(page, WEBM[:-5], digest="0" * 64).status_code == 400


@pytest.mark.parametrize("name", ["..%2F..%2Fetc%2Fpasswd", "../../etc/passwd", "say%00", ".", "%2e%2e"])
def test_a_name_leads_nowhere_else(browser: Browser, tool: Tool, name: str) -> None:
    page = learner(browser)
    share(page)

    assert send(page, activity=name).status_code in {404, 405, 409}
    assert fetch(page, name).status_code in {404, 405}
    assert len(files(tool)) == 1


def test_nothing_that_was_sent_is_in_the_name_of_a_file(browser: Browser, tool: Tool) -> None:
    share(learner(browser, sub="kanarie"))
    (file,) = files(tool)

    assert re.fullmatch(r"[0-9a-f]{16}/[0-9a-f]{32}", str(file.relative_to(tool.files.place.folder or "")))


def test_a_learner_sends_no_more_than_ten_of_the_largest_an_hour(
    browser: Browser, tool: Tool, clock: Clock
) -> None:
    tool.uploads.limits = Limits(6 * MEGABYTE, learner=20 * 1024, school=MEGABYTE)
    page = learner(browser)
    page.save("say", said(), audience="facilitator")
    each = [WEBM + bytes([number]) * 1500 for number in range(11)]  # counts as two kilobytes

    found = [send(page, one).status_code for one in each]

    assert found == [200] * 10 + [429]
    clock.ahead += HOUR
    assert send(page, each[-1]).status_code == 200


def test_a_school_sends_no_more_than_its_share_and_leaves_another_its_own(
    browser: Browser, tool: Tool
) -> None:
    tool.uploads.limits = Limits(6 * MEGABYTE, learner=MEGABYTE, school=3 * 1024)
    found = []
    for number in range(4):
        page = learner(browser, sub=f"learner-{number}")
        page.save("say", said(), audience="facilitator")
        found.append(send(page).status_code)

    assert found == [200] * 3 + [429]


def test_who_sends_too_much_takes_nothing_from_the_others_of_the_school(browser: Browser, tool: Tool) -> None:
    tool.uploads.limits = Limits(6 * MEGABYTE, learner=2 * 1024, school=4 * 1024)
    one, other = learner(browser), learner(browser, sub="learner-43")
    for page in (one, other):
        page.save("say", said(), audience="facilitator")
    assert [send(one, WEBM + bytes([number])).status_code for number in range(5)] == [200] * 2 + [429] * 3

    assert send(other).status_code == 200


def test_a_facilitator_who_tries_out_sends_nothing(browser: Browser) -> None:
    page = learner(browser, roles=[INSTRUCTOR])
    assert "uploads" not in page.load()
    page.save("say", said(), audience="facilitator")

    assert send(page).status_code == 409


# What counts


def test_the_kind_is_known_by_the_first_bytes_alone() -> None:
    assert [kind_of(one) for one in (WEBM, OGG, MP4, b"RIFF", b"")] == [
        "audio/webm", "audio/ogg", "audio/mp4", None, None,
    ]  # fmt: skip


def test_nothing_is_taken_where_the_setting_says_so(browser: Browser, tool: Tool) -> None:
    tool.uploads.limits = Limits(0, 0, MEGABYTE)
    page = learner(browser)

    assert "uploads" not in page.load()
    page.save("say", said(), audience="facilitator")
    assert send(page).status_code == 413


def test_a_facilitators_word_for_an_attempt_of_another_role_counts_nothing(
    browser: Browser, tool: Tool
) -> None:
    share(learner(browser))
    with tool.database.write() as connection:
        connection.execute(update(attempts).values(role="facilitator"))
    with tool.database.read() as connection:
        assert heard_at(connection, 1, tool.registry.modules["practice"]) == {}


def test_of_an_attempt_that_does_not_count_nothing_is_heard(browser: Browser, tool: Tool) -> None:
    share(learner(browser))
    theirs = teacher(browser)
    address = shown(theirs)
    assert address
    with tool.database.write() as connection:
        connection.execute(update(attempts).where(attempts.c.role == "learner").values(graded=False))

    assert shown(theirs) is None
    assert hear(theirs, address) == 404


# Backup, and what the doctor says


def test_a_backup_holds_the_recordings_of_a_folder_and_brings_them_back(
    browser: Browser, tool: Tool, tmp_path: Path
) -> None:
    share(learner(browser))
    (file,) = files(tool)
    file.parent.with_name("of-somebody-else").write_text("no recording")
    backup.make(tool.database, tmp_path / "kept", tool.files.every())
    back = FileStore(Settings(files=str(tmp_path / "elsewhere")))
    elsewhere = Database(f"sqlite:///{tmp_path}/elsewhere.sqlite")

    backup.restore(tmp_path / "kept", elsewhere, back.put)
    elsewhere.close()

    assert [content for _, content in back.every()] == [WEBM]
    assert (tmp_path / "elsewhere" / file.relative_to(file.parents[1])).read_bytes() == WEBM


def test_a_backup_with_a_damaged_recording_is_not_taken(browser: Browser, tool: Tool, tmp_path: Path) -> None:
    share(learner(browser))
    backup.make(tool.database, tmp_path / "kept", tool.files.every())
    whole = (tmp_path / "kept").read_bytes()
    (tmp_path / "kept").write_bytes(whole.replace(WEBM, WEBM[::-1]))

    with pytest.raises(BackupError, match="damaged"):
        backup.read(tmp_path / "kept")


@pytest.mark.parametrize("name", ["../../../etc/passwd", "elsewhere", f"{'0' * 16}/{'0' * 32}/x"])
@pytest.mark.parametrize("content", [WEBM, b""], ids=["something", "nothing"])
def test_a_backup_writes_nowhere_else(tool: Tool, tmp_path: Path, name: str, content: bytes) -> None:
    with pytest.raises(BackupError, match="none of ours"):
        backup.make(tool.database, tmp_path / "kept", [(name, content)])


def test_the_doctor_writes_reads_and_clears(tool: Tool) -> None:
    found = [one for one in examine(look(tool.settings, 0)) if one.about == "recordings"]

    assert [one.level for one in found] == ["good"]
    assert files(tool) == []


def test_the_doctor_says_where_nothing_can_be_kept(tool: Tool, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    at = replace(tool.settings, files=str(tmp_path / "file" / "x"))
    found = [one for one in examine(look(at, 0)) if one.about == "recordings"]

    assert [one.level for one in found] == ["wrong"]


def test_several_machines_need_a_place_that_all_reach() -> None:
    facts = replace(WELL, files="/var/x", files_in_folder=True, redis=True)
    facts = replace(facts, database=replace(facts.database, kind="PostgreSQL"))

    assert [one.about for one in examine(facts) if one.level == "look"] == ["recordings"]
