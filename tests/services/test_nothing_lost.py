"""Power cuts, full disks, silent platforms: what a learner was told is kept is there, and each grade arrives.

Real processes; the moments are by chance, with a fixed beginning.
"""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
import requests

from lti_tool.settings import Settings
from lti_tool.store.db import Database
from modules.kit.registry import Registry
from tests import needs
from tests.lti_platform_double import PlatformDouble
from tests.services.storm import Storm

pytestmark = pytest.mark.services
SCORES = "/course/7/lineitems/3/lineitem/scores"
Begin = Callable[..., Storm]


@pytest.fixture
def platform(platform_key) -> Iterator[PlatformDouble]:
    """The platform of `lti_fixtures`, not the real one of this folder's other tests."""
    double = PlatformDouble(platform_key)
    yield double
    double.close()


@pytest.fixture
def begin(platform: PlatformDouble, registry: Registry, tmp_path: Path) -> Iterator[Begin]:
    running: list[Storm] = []

    def start(settings: Settings) -> Storm:
        storm = Storm(tmp_path, settings, platform, registry)
        running.append(storm)
        return storm

    yield start
    for storm in running:
        storm.close()


def test_processes_are_killed_and_the_platform_freezes(
    begin: Begin, settings: Settings, platform: PlatformDouble
) -> None:
    storm = begin(settings)
    thaw = threading.Event()

    def frozen(call: object) -> tuple[int, dict[str, str], bytes]:
        thaw.wait(20)
        return 200, {}, b""

    platform.pages[SCORES] = frozen
    killed: list[int] = []

    def trouble() -> None:
        storm.kill_something()
        killed.append(1)
        if len(killed) == 6:
            thaw.set()

    found = storm.while_working(trouble, 6)
    thaw.set()
    assert len(killed) > 5
    storm.check(found)


def test_the_disk_is_full_for_a_while(begin: Begin, settings: Settings, tmp_path: Path) -> None:
    storm = begin(settings)
    refused: list[int] = []

    def fill() -> None:
        """No file of the installation may grow any more; a second later there is room again."""
        for pid in storm.pids():
            limit(pid, 4096)
        time.sleep(0.7)
        refused.append(storm_refuses(storm))
        for pid in storm.pids():
            limit(pid, resource.RLIM_INFINITY)

    found = storm.while_working(fill, 4)
    assert 500 in refused, "the disk was never full"
    storm.check(found)


def limit(pid: int, size: int) -> None:
    """How large a file of a process may become: like a full disk, for that process alone."""
    try:
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, hard))
    except ProcessLookupError:
        pass


def storm_refuses(storm: Storm) -> int:
    """What somebody who logs in is told meanwhile."""
    try:
        registration = storm.platform.registration
        login = {"iss": registration.issuer, "client_id": registration.client_id, "login_hint": "1"}
        login["target_link_uri"] = f"{storm.settings.public_url}/lti/launch"
        return requests.get(
            f"{storm.settings.public_url}/lti/login", params=login, timeout=15, allow_redirects=False
        ).status_code
    except requests.RequestException:
        return 0


class Servers:
    """A PostgreSQL and a Redis of this test alone, that can be cut off and come back."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="wegwijs-storm-"))
        self.binaries = needs._postgresql_binaries()
        self.user = "postgres" if psutil.Process().uids().effective == 0 else None
        if self.user:
            shutil.chown(self.folder, self.user)
        self.port, self.redis_port = needs.free_port(), needs.free_port()
        data = self.folder / "data"
        self._as_user(
            [self.binaries / "initdb", "-D", data, "-U", "wegwijs", "-A", "trust", "-E", "UTF8", "-N"]
        )
        self.postgresql = self.redis = None
        self.start_postgresql()
        self.start_redis()
        self.wait()
        self._as_user(
            [self.binaries / "createdb", "-h", "127.0.0.1", "-p", str(self.port), "-U", "wegwijs", "wegwijs"]
        )

    def start_postgresql(self) -> None:
        options = ["-c", f"unix_socket_directories={self.folder}", "-c", "listen_addresses=127.0.0.1"]
        command = [self.binaries / "postgres", "-D", self.folder / "data", "-p", str(self.port), *options]
        self.postgresql = self._begin(command, user=self.user)

    def start_redis(self) -> None:
        server = shutil.which("redis-server") or needs.missing("Redis", "apt-get install redis-server")
        options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        self.redis = self._begin([server, "--port", str(self.redis_port), *options])

    def cut_postgresql(self) -> None:
        """At once, as in a crash; it reads its log when it comes back."""
        self.postgresql.send_signal(signal.SIGQUIT)
        self.postgresql.wait(20)

    def cut_redis(self) -> None:
        self.redis.kill()
        self.redis.wait(20)

    def wait(self) -> None:
        ready = [self.binaries / "pg_isready", "-q", "-h", "127.0.0.1", "-p", str(self.port)]
        needs._wait_until(lambda: subprocess.run(ready, check=False).returncode == 0, "PostgreSQL")
        needs._wait_until(lambda: needs._listens(self.redis_port), "Redis")

    def stop(self) -> None:
        for one in (self.postgresql, self.redis):
            one.kill() if one is self.redis else one.send_signal(signal.SIGQUIT)
            one.wait(20)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _begin(self, command: list, user: str | None = None) -> subprocess.Popen:
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, user=user, cwd=self.folder
        )

    def _as_user(self, command: list) -> None:
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, user=self.user, cwd=self.folder)


@pytest.fixture
def servers() -> Iterator[Servers]:
    made = Servers()
    yield made
    made.stop()


def test_postgresql_and_redis_go_away_and_processes_are_killed(begin: Begin, servers: Servers) -> None:
    url = f"postgresql+psycopg://wegwijs@127.0.0.1:{servers.port}/wegwijs"
    database = Database(url)
    database.upgrade()
    database.close()
    storm = begin(Settings(database_url=url, redis_url=f"redis://127.0.0.1:{servers.redis_port}/0"))
    steps = iter(range(1000))

    def trouble() -> None:
        match next(steps) % 4:
            case 0:
                servers.cut_redis()
            case 1:
                storm.kill_something()
                servers.start_redis()
            case 2:
                servers.cut_postgresql()
                time.sleep(0.3)
                servers.start_postgresql()
            case 3:
                storm.kill_something()

    found = storm.while_working(trouble, 6)
    if servers.redis.poll() is not None:
        servers.start_redis()
    servers.wait()
    storm.check(found)
    storm.stop_processes()
