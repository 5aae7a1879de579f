"""`wegwijs doctor`: what it finds, and what it says to do."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from email.utils import formatdate
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, Response

from lti_tool.rules.examination import DatabaseFacts, Facts, PublicFacts, examine
from lti_tool.services.examination import look
from lti_tool.settings import Settings
from lti_tool.store import keys
from lti_tool.store.db import Database
from modules.kit.registry import Registry
from tests.lti_platform_double import PlatformDouble
from tests.needs import ROOT
from tests.running_tool import RunningTool, running_tool

HEADERS = {
    "content-security-policy": "default-src 'none'; frame-ancestors 'self' https://lms.example.edu",
    "referrer-policy": "no-referrer",
}
DATABASE = DatabaseFacts("SQLite", "3.45", schema="0017", needed="0017", fits=True, writable=True)
PUBLIC = PublicFacts("https://w.example", ours=True, certificate_days=60, headers=HEADERS)
WELL = Facts(
    DATABASE,
    PUBLIC,
    keys=1,
    key_signs=True,
    queue="Redis",
    worker_silent=20,
    modules=8,
    platforms=2,
    clock_skew=0.4,
    clock_of="lms.example.edu",
    time_zone="UTC",
)


def wrong(facts: Facts, level: str = "wrong") -> list[str]:
    return [f"{one.about}: {one.said}" for one in examine(facts) if one.level == level]


def test_a_healthy_installation_has_nothing_to_mend() -> None:
    assert {one.level for one in examine(WELL)} == {"good"}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (
            {"database": replace(DATABASE, trouble="it does not answer: no route")},
            "database: it does not",
        ),
        ({"database": replace(DATABASE, schema="0013", fits=False)}, "database: it is at version 0013"),
        ({"database": replace(DATABASE, writable=False)}, "database: nothing can be written"),
        ({"database": replace(DATABASE, free=10_000_000)}, "database: 10 MB are left"),
        ({"database": replace(DATABASE, is_open_to_others=True)}, "database: other users"),
        ({"key_signs": False}, "keys: there is no key"),
        ({"queue_trouble": "ConnectionError"}, "queue: Redis does not answer"),
        ({"worker_silent": None}, "worker: it never said anything"),
        ({"worker_silent": 7200}, "worker: it was last heard of 2 hours ago"),
        ({"modules": 0}, "modules: there is none"),
        ({"broken": ["/m/x: module.yaml:3: what"]}, "modules: /m/x"),
        ({"missing_folders": ["/m"]}, "modules: there is no folder /m"),
        (
            {"public": PublicFacts("https://w.example", trouble="certificate")},
            "address: https://w.example: ",
        ),
        (
            {"public": PublicFacts("https://w.example", trouble="behind", detail="status 502")},
            "address: https://w.example: something answers, but not Wegwijs",
        ),
        ({"public": PublicFacts("https://w.example", trouble="odd")}, "address: https://w.example: odd"),
        ({"public": replace(PUBLIC, ours=False)}, "address: https://w.example is answered by another"),
        ({"public": replace(PUBLIC, metrics_open=True)}, "address: anybody can read /metrics"),
        (
            {"public": replace(PUBLIC, headers=HEADERS | {"x-frame-options": "DENY"})},
            "frames: something adds",
        ),
        ({"public": replace(PUBLIC, headers={})}, "frames: the Content-Security-Policy"),
        ({"clock_skew": -90.0}, "clock: ours is 90 s behind that of lms.example.edu"),
        ({"clock_skew": 7300.0}, "clock: ours is 2 hours ahead of"),
    ],
)
def test_what_is_wrong_is_said_with_what_to_do(change: dict[str, Any], said: str) -> None:
    facts = replace(WELL, **change)
    assert any(one.startswith(said) for one in wrong(facts)), wrong(facts)
    assert all(one.do for one in examine(facts) if one.level != "good")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"database": replace(DATABASE, schema="0030")}, "database: a newer Wegwijs"),
        ({"redis": True}, "settings: jobs wait in Redis, but"),
        ({"database": replace(DATABASE, file="var/w.sqlite")}, "settings: the database is var/w.sqlite"),
        ({"allow_private": True}, "settings: platforms may be on private"),
        ({"kept_for_ever": True}, "settings: learners' work is never erased"),
        (
            {"public": replace(PUBLIC, url="http://localhost:8000")},
            "address: http://localhost:8000 is",
        ),
        ({"public": replace(PUBLIC, certificate_days=5)}, "address: its certificate is good for 5 days"),
        ({"platforms": 0}, "platforms: none"),
        ({"waiting_deployments": 3}, "platforms: 3 wait"),
        ({"oldest_grade": 9000}, "grades: one waits for 2 hours"),
        ({"refused_grades": 2}, "grades: 2 were refused"),
    ],
)
def test_what_wants_a_look_is_not_called_wrong(change: dict[str, Any], said: str) -> None:
    facts = replace(WELL, **change)
    assert any(one.startswith(said) for one in wrong(facts, "look")), wrong(facts, "look")
    assert wrong(facts) == []


@pytest.fixture
def running(settings: Settings, registry: Registry, platform: PlatformDouble) -> Iterator[RunningTool]:
    with running_tool(settings, registry, platform) as found:
        yield found


def seen(running: RunningTool, **settings: Any) -> list[str]:
    known = replace(running.tool.settings, **settings)
    return wrong(look(known, running.tool.clock()))


def test_a_running_installation_is_looked_at(running: RunningTool, platform: PlatformDouble) -> None:
    platform.fail("/jwks", 200, Date=formatdate(running.tool.now() - 20, usegmt=True))
    running.tool.jobs.sweep()
    facts = look(running.tool.settings, running.tool.clock())
    assert facts.public.ours is True
    assert facts.public.headers is not None
    assert facts.database.writable
    assert facts.clock_of == "127.0.0.1"
    assert 19 <= (facts.clock_skew or 0) <= 25
    assert wrong(facts) == []


def test_another_installation_at_the_address_is_noticed(running: RunningTool, tmp_path: Path) -> None:
    other = Database(f"sqlite:///{tmp_path}/other.sqlite")
    other.prepare()
    with other.write() as connection:
        keys.add_own_key(connection, 1)
    other.close()
    found = seen(running, database_url=f"sqlite:///{tmp_path}/other.sqlite")
    assert any("answered by another installation" in one for one in found)


def test_nobody_at_the_address_is_noticed(running: RunningTool) -> None:
    assert any("nobody can be reached" in one for one in seen(running, public_url="http://127.0.0.1:9"))


def test_a_server_that_fails_is_told_from_another_one(running: RunningTool) -> None:
    app: Flask = running.client.application
    app.view_functions["keys.jwks"] = lambda: Response("Bad Gateway", 502)
    assert any("not Wegwijs behind it (status 502)" in one for one in seen(running))


def test_a_proxy_that_forbids_frames_is_noticed(running: RunningTool) -> None:
    app: Flask = running.client.application

    def forbid(response: Response) -> Response:
        response.headers["X-Frame-Options"] = "SAMEORIGIN"
        return response

    app.after_request_funcs.setdefault(None, []).append(forbid)
    assert any("X-Frame-Options" in one for one in seen(running))


def test_looking_leaves_nothing_behind(running: RunningTool) -> None:
    before = _whole(running.tool.database)
    seen(running)
    assert _whole(running.tool.database) == before


def _whole(database: Database) -> Any:
    from lti_tool.store.tables import metadata  # noqa: PLC0415

    with database.read() as connection:
        return {
            table.name: connection.execute(table.select()).all()
            for table in metadata.sorted_tables
            if table.name != "counters"
        }


def doctor(folder: Path, *options: str, **settings: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("WEGWIJS_")}
    return subprocess.run(
        [sys.executable, "-m", "lti_tool", "doctor", *options],
        env=clean | {"PYTHONPATH": str(ROOT)} | settings,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_exit_status_says_whether_something_is_wrong(tmp_path: Path) -> None:
    missing = doctor(tmp_path, WEGWIJS_DATABASE_URL=f"sqlite:///{tmp_path}/none.sqlite")
    assert missing.returncode == 1
    assert "there is no file" in missing.stdout
    assert "→" in missing.stdout
    assert list(tmp_path.iterdir()) == []


def test_a_machine_reads_json_and_an_unknown_setting_is_a_finding(tmp_path: Path) -> None:
    done = doctor(tmp_path, "--json", WEGWIJS_PUBLIC_ULR="x")
    assert done.returncode == 1
    (finding,) = json.loads(done.stdout)
    assert finding["level"] == "wrong"
    assert finding["said"].startswith("unknown setting WEGWIJS_PUBLIC_ULR")
