"""An installation under load while things around it break: real processes, learners who go on, a gradebook.

What a learner's page was told is kept is noted here; so is what the platform took. In the end both must be
true.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import psutil
import pytest
import requests
from sqlalchemy import select, update

from lti_tool.app import create_app
from lti_tool.settings import Settings
from lti_tool.store import platforms
from lti_tool.store.tables import answers, deployments, learners, registrations, score_outbox
from lti_tool.store.tables import attempts as attempts_table
from lti_tool.tool import Tool, make_tool
from modules.kit.registry import Registry
from tests import needs
from tests.lti_browser import Browser, Page
from tests.lti_platform_double import DEPLOYMENT, PlatformDouble

LEARNERS = 6
_PATIENCE = 40


@dataclass
class Learner:
    """One open page, which saves again what was not confirmed, as the runtime does."""

    sub: str
    page: Page
    address: str
    activities: list[str]
    kept: dict[str, str] = field(default_factory=dict)
    """What the page was told is kept, by activity."""
    refused: list[str] = field(default_factory=list)
    finished: bool = False
    calls: int = 0

    def work(self, goes_on: Callable[[], bool]) -> None:
        """Answer one activity after the other, finish in the middle, and change answers until the end."""
        revisions: dict[str, int] = {}
        number = 0
        while goes_on():
            activity = self.activities[min(number // 3, len(self.activities) - 1)]
            value = f"{self.sub} {number}"
            how = "screen" if activity == "meaning" else "paper"
            answer = {"value": value if how == "screen" else None, "how": how, "audience": "learner"}
            said = self._send(
                "PATCH", "", {"answers": {activity: answer | {"revision": revisions.get(activity, 0)}}}
            )
            if said is None:
                return
            if activity in said["saved"]:
                revisions[activity] = said["saved"][activity]
                self.kept[activity] = value
            else:
                self.refused.append(f"{said}")
                return
            number += 1
            if number == 5:
                done = self._send("POST", "/finish", None)
                self.finished = done is not None

    def _send(self, method: str, path: str, body: Any) -> Any:
        """Until it is answered: whatever broke, the page tries again."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            self.calls += 1
            try:
                answer = requests.request(
                    method,
                    f"{self.address}/api/attempt{path}",
                    json=body,
                    headers={"Authorization": f"Bearer {self.page.token}"},
                    timeout=15,
                )
                if answer.status_code == 200:
                    return answer.json()
                if answer.status_code < 500 and answer.status_code != 429:
                    self.refused.append(f"{answer.status_code} {answer.text[:200]}")
                    return None
            except requests.RequestException:
                pass
            time.sleep(0.1)
        self.refused.append("no answer any more")
        return None


def kill_all(process: subprocess.Popen[bytes]) -> None:
    """End a process and whatever it began, also what it left behind when it was killed itself."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


class Storm:
    """Server and worker as processes, and everything they need."""

    def __init__(
        self, folder: Path, settings: Settings, platform: PlatformDouble, registry: Registry
    ) -> None:
        self.folder, self.platform, self.random = folder, platform, random.Random(20261122)
        self.port = needs.free_port()
        self.settings = replace(
            settings,
            public_url=f"http://127.0.0.1:{self.port}",
            allow_private_hosts=True,
            requests_per_minute=0,
        )
        self.tool: Tool = make_tool(self.settings, registry=registry)
        with self.tool.database.write() as connection:
            platforms.add(connection, platform.registration, [DEPLOYMENT], 1)
        self._processes: dict[str, subprocess.Popen[bytes]] = {}
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, daemon=True)
        self._lock = threading.Lock()
        for name in ("serve", "worker"):
            self._start(name)
        self._keeper.start()
        self.until(lambda: requests.get(f"{self.settings.public_url}/readyz", timeout=5).ok)

    def learners(self, module: str = "identity") -> list[Learner]:
        """Launch so many learners, whose pages then talk to the processes."""
        browser = Browser(create_app(self.tool.settings, self.tool).test_client(), self.platform)
        required = [name for name in self.tool.registry.modules[module].activities if name != "my-questions"]
        activities = ["meaning", *(name for name in required if name not in {"meaning", "identity-words"})]
        target = f"{self.settings.public_url}/lti/launch"
        found = []
        for number in range(LEARNERS):
            sub = f"learner-{number}"
            login = browser.log_in(target_link_uri=target)
            claims = self.platform.claims(login.nonce, sub=sub, target_link_uri=target)
            opened = browser.post(self.platform.sign(claims), login.state)
            token = opened.headers["Location"].partition("#")[2]
            page = Page(browser.client, token, "")
            found.append(Learner(sub, page, self.settings.public_url, activities))
        return found

    def while_working(self, trouble: Callable[[], None], seconds: float) -> list[Learner]:
        """Let learners work for so long, with trouble again and again; then let the weather clear."""
        found = self.learners()
        ends = time.monotonic() + seconds
        threads = [
            threading.Thread(target=one.work, args=(lambda: time.monotonic() < ends,)) for one in found
        ]
        for thread in threads:
            thread.start()
        while time.monotonic() < ends:
            time.sleep(self.random.uniform(0.2, 0.6))
            trouble()
        for thread in threads:
            thread.join(_PATIENCE + 20)
            assert not thread.is_alive()
        return found

    def kill_something(self) -> None:
        """Take the power of one process, whichever."""
        with self._lock:
            family = [child for one in self._processes.values() for child in self._children(one)]
            family += [psutil.Process(one.pid) for one in self._processes.values() if one.poll() is None]
            if family:
                victim = self.random.choice(sorted(family, key=lambda process: process.pid))
                victim.send_signal(signal.SIGKILL)

    def pids(self) -> list[int]:
        """All processes of the installation."""
        with self._lock:
            children = [child.pid for one in self._processes.values() for child in self._children(one)]
            return children + [one.pid for one in self._processes.values() if one.poll() is None]

    def check(self, found: list[Learner]) -> None:
        """Everything that was confirmed is there, and the gradebook has each newest grade."""
        assert [one.refused for one in found] == [[]] * len(found), self.log()
        assert all(one.finished and one.kept for one in found)
        self._deliver_what_waits()
        here = self.tool.database
        with here.read() as connection:
            query = select(learners.c.sub, answers.c.activity, answers.c.value, answers.c.how)
            joined = query.join(attempts_table, attempts_table.c.learner_row == learners.c.id).join(answers)
            stands = {(row.sub, row.activity): row for row in connection.execute(joined)}
            scored = select(learners.c.sub, score_outbox.c.score, score_outbox.c.state)
            scored = scored.join(attempts_table, attempts_table.c.learner_row == learners.c.id).join(
                score_outbox
            )
            scores = {row.sub: row for row in connection.execute(scored)}
        for one in found:
            for activity, value in one.kept.items():
                row = stands[one.sub, activity]
                if activity == "meaning":
                    assert row.value == f'"{value}"'
                else:
                    assert row.how == "paper"
        assert {row.state for row in scores.values()} == {"delivered"}
        self._check_gradebook({sub: row.score for sub, row in scores.items()})

    def _check_gradebook(self, scores: dict[str, float]) -> None:
        posts: dict[str, list[Any]] = {}
        for call in self.platform.scores:
            posts.setdefault(call.json["userId"], []).append(call.json)
        assert set(posts) == set(scores)
        for sub, sent in posts.items():
            stamps = [one["timestamp"] for one in sent]
            assert len(set(stamps)) == len(stamps), "one moment was sent twice: Moodle refuses that"
            newest = max(sent, key=lambda one: str(one["timestamp"]))
            assert newest["scoreGiven"] / newest["scoreMaximum"] == pytest.approx(scores[sub], abs=1e-4)
            assert sent[-1] is newest, "an older grade came after a newer one"

    def _deliver_what_waits(self) -> None:
        """As the sweeps of the next hour would: claims run out, platforms are asked again."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            with self.tool.database.write() as connection:
                gone = update(score_outbox).where(score_outbox.c.state == "waiting")
                connection.execute(gone.values(claimed_until=0, next_try_at=0))
                connection.execute(update(deployments).values(quiet_until=0))
                connection.execute(update(registrations).values(quiet_until=0))
            for attempt_row in self.tool.delivery.due():
                self.tool.delivery.deliver(attempt_row)
            with self.tool.database.read() as connection:
                states = set(connection.scalars(select(score_outbox.c.state)))
            if states == {"delivered"}:
                return
            time.sleep(0.2)
        raise AssertionError(f"grades still wait\n{self.log()}")

    def stop_processes(self) -> None:
        """End server and worker, as an operator does."""
        self._stopping.set()
        self._keeper.join(20)
        for process in self._processes.values():
            process.terminate()
        for process in self._processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(5)
            kill_all(process)
            process.wait(10)

    def close(self) -> None:
        """End everything."""
        self.stop_processes()
        self.tool.close()

    def log(self) -> str:
        """The end of what the processes wrote."""
        return "\n".join(file.read_text("utf-8", "replace")[-3000:] for file in self.folder.glob("*.log"))

    def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            try:
                if holds():
                    return
            except (requests.RequestException, OSError):
                pass
            time.sleep(0.1)
        raise AssertionError(self.log())

    def _children(self, process: subprocess.Popen[bytes]) -> list[psutil.Process]:
        try:
            return psutil.Process(process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _keep(self) -> None:
        # As systemd does: what ended is begun again.
        while not self._stopping.wait(0.2):
            for name, process in list(self._processes.items()):
                if process.poll() is not None:
                    self._start(name)

    def _start(self, name: str) -> None:
        options = ["--without-worker", "--port", str(self.port)] if name == "serve" else []
        known = {
            "WEGWIJS_PUBLIC_URL": self.settings.public_url,
            "WEGWIJS_DATABASE_URL": self.settings.database_url,
            "WEGWIJS_REDIS_URL": self.settings.redis_url or "",
            "WEGWIJS_ALLOW_PRIVATE_HOSTS": "1",
            "WEGWIJS_REQUESTS_PER_MINUTE": "0",
        }
        clean = {key: value for key, value in os.environ.items() if not key.startswith("WEGWIJS_")}
        with self._lock, (self.folder / f"{name}.log").open("ab") as log:
            if old := self._processes.get(name):
                kill_all(old)
            self._processes[name] = subprocess.Popen(
                [sys.executable, "-m", "lti_tool", name, *options],
                env=clean | known | {"PYTHONPATH": str(needs.ROOT)},
                cwd=self.folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
