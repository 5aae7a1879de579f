"""The class live: from a learner's answer to the wall, and what the looking costs, for a class and a crowd.

    python -m benchmarks.live [--learners 30 200 500] [--seconds 60]

Needs `psutil`. Never fails for a timing: those are this machine's. Exit status 1 means that something that
was shared never came on the wall, or that a look went wrong.
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from sqlalchemy import insert, select

from benchmarks.launching.stub_platform import Tenant
from benchmarks.launching.tools import RunningTool, wegwijs
from lti_tool.attempt_token import Ticket, TicketOffice
from lti_tool.store.db import Database
from lti_tool.store.tables import attempts, deployments, learners, resource_links

SECRET = "benchmark-" * 8
ACTIVITY = "identity-words"
FACILITATORS = 2
VIEWS = {"wall": 0.8, "steer": 0.8, "guide": 1.6}
"""The windows of each facilitator, and the seconds between two looks, as `live_look.js` has them."""

PAUSE = 0.8
"""Seconds that a learner's page waits for more before it saves (`autosave.js`)."""

LOOKS = 400


@dataclass
class Shared:
    """What became of the answers: when each word was sent, and when each window had it.

    The wall of a crowd shows 200 words; the window that steers has all of them and looks as often. So those
    windows are timed.
    """

    sent: dict[str, float] = field(default_factory=dict)
    seen: dict[tuple[int, str], float] = field(default_factory=dict)
    looks: int = 0
    failures: list[str] = field(default_factory=list)

    @property
    def delays(self) -> list[float]:
        """Seconds from a page's save to each window, sorted."""
        return sorted(moment - self.sent[word] for (_, word), moment in self.seen.items())

    @property
    def lost(self) -> list[str]:
        """The words that a window never had."""
        return [word for word in self.sent for one in range(FACILITATORS) if (one, word) not in self.seen]


class Client:
    """One window: a connection that stays, and a token."""

    def __init__(self, base: str, token: str) -> None:
        self._connection = http.client.HTTPConnection(urlsplit(base).netloc, timeout=30)
        self._headers = {"Authorization": f"Bearer {token}"}

    def call(self, method: str, path: str, body: object = None) -> tuple[int, str, str]:
        """The status, the version and the text of an answer."""
        headers = dict(self._headers)
        if body is not None:
            headers["Content-Type"] = "application/json"
        self._connection.request(method, path, json.dumps(body) if body is not None else None, headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        return answer.status, answer.headers.get("Wegwijs-Version", ""), text

    def look(self, view: str, version: str = "") -> tuple[int, str, str]:
        """Look as a window does."""
        query = {"view": view, "activity": ACTIVITY, "seen": version, "language": "nl"}
        return self.call("GET", f"/class/live/look?{urlencode(query)}")

    def share(self, words: list[str]) -> int:
        """Share an answer with the class."""
        answer = {"value": words, "how": "screen", "audience": "class", "revision": 0}
        return self.call("PATCH", "/api/attempt", {"answers": {ACTIVITY: answer}, "position": ACTIVITY})[0]


def main() -> int:
    arguments = _arguments()
    print("| learners | nothing new | new picture | bytes | choice to wall p50 / p95 / most | one core |")
    print("|---|---|---|---|---|---|")
    failures = [one for count in arguments.learners for one in _measure(count, arguments.seconds)]
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


def _measure(count: int, seconds: float) -> list[str]:
    tenant = Tenant("quick", "http://127.0.0.1:1")
    with tempfile.TemporaryDirectory(prefix="wegwijs-live-") as folder:
        options = {"WEGWIJS_SECRET_KEY": SECRET}
        with wegwijs(Path(folder), [tenant], options) as tool:
            pupils, teachers = _class(Path(folder), count)
            _turn_on(tool, teachers[0])
            shared, cpu = _crowd(tool, pupils, teachers, seconds)
            idle, full, size = _cost(tool, teachers[0])
    # A learner's page waits before it saves.
    delays = [PAUSE + one for one in shared.delays] or [float("nan")]
    middle, late = (delays[int(len(delays) * part)] for part in (0.5, 0.95))
    print(
        f"| {count} in {seconds:.0f} s | {idle:.2f} ms | {full:.1f} ms | {size / 1000:.0f} kB "
        f"| {middle:.2f} / {late:.2f} / {delays[-1]:.2f} s "
        f"| {100 * cpu / seconds:.1f} % ({shared.looks} looks) |",
        flush=True,
    )
    return [f"{count} learners: {word} never came" for word in shared.lost] + shared.failures


def _class(folder: Path, count: int) -> tuple[list[str], list[str]]:
    """Learners and facilitators at one link, as their launches leave them; a token for each."""
    database = Database(f"sqlite:///{folder / 'wegwijs.sqlite'}")
    office = TicketOffice(SECRET)
    tokens: dict[str, list[str]] = {"learner": [], "facilitator": []}
    with database.write() as connection:
        deployment = connection.scalars(select(deployments.c.id)).first()
        link = connection.scalar(
            insert(resource_links)
            .values(deployment_row=deployment, resource_link_id="link", scopes="")
            .returning(resource_links.c.id)
        )
        for role, many in (("learner", count), ("facilitator", FACILITATORS)):
            for number in range(many):
                person = {"deployment_row": deployment, "sub": f"{role}-{number}"}
                learner = connection.scalar(insert(learners).values(person).returning(learners.c.id))
                work = {"module": "identity", "role": role, "graded": role == "learner", "created_at": 1}
                made = insert(attempts).values(learner_row=learner, resource_link_row=link, **work)
                row = connection.scalar(made.returning(attempts.c.id))
                tokens[role].append(office.token(Ticket(int(row or 0), int(deployment or 0), role)))
    database.close()
    return tokens["learner"], tokens["facilitator"]


def _turn_on(tool: RunningTool, token: str) -> None:
    connection = http.client.HTTPConnection(urlsplit(tool.base).netloc)
    body = urlencode({"view": "wall", "activity": ACTIVITY, "do": "small"})
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"}
    connection.request("POST", "/class/live/mark", body, headers)
    assert connection.getresponse().status == 200


def _crowd(tool: RunningTool, pupils: list[str], teachers: list[str], seconds: float) -> tuple[Shared, float]:
    """Everybody shares once, at any moment, while all windows of the facilitators look."""
    shared, done = Shared(), threading.Event()
    windows = [
        threading.Thread(target=_window, args=(Client(tool.base, token), whose, view, shared, done))
        for whose, token in enumerate(teachers)
        for view in VIEWS
    ]
    chance = random.Random(1)
    moments = sorted(chance.uniform(0, seconds) for _ in pupils)
    with _running(windows, done):
        before, begun = tool.cpu_seconds(), time.monotonic()
        turns = [(token, begun + moment) for token, moment in zip(pupils, moments, strict=True)]
        senders = [
            threading.Thread(target=_sender, args=(tool.base, turns[first::4], str(first), shared))
            for first in range(4)
        ]
        for one in senders:
            one.start()
        for one in senders:
            one.join()
        spent = tool.cpu_seconds() - before
        time.sleep(3)
    return shared, spent


def _sender(base: str, turns: list[tuple[str, float]], name: str, shared: Shared) -> None:
    for index, (token, moment) in enumerate(turns):
        time.sleep(max(0.0, moment - time.monotonic()))
        word = f"eigen{name}x{index}woord"
        shared.sent[word] = time.monotonic()
        status = Client(base, token).share([word, "familie", f"groep{index % 20}"])
        if status != 200:
            shared.failures.append(f"a save: {status}")


def _window(client: Client, whose: int, view: str, shared: Shared, done: threading.Event) -> None:
    version = ""
    time.sleep(random.random() * VIEWS[view])
    while not done.is_set():
        status, newer, text = client.look(view, version)
        now = time.monotonic()
        shared.looks += 1
        if status == 200:
            version = newer
            if view == "steer":
                for word in list(shared.sent):
                    if (whose, word) not in shared.seen and f">{word}<" in text:
                        shared.seen[whose, word] = now
        elif status != 204:
            shared.failures.append(f"a look: {status}")
        done.wait(VIEWS[view])


def _cost(tool: RunningTool, token: str) -> tuple[float, float, int]:
    """Processor time of a look in ms, where nothing is new and where all of it is; and its bytes."""
    client = Client(tool.base, token)
    _, version, text = client.look("wall")

    def cost(look: Callable[[], object]) -> float:
        before = tool.cpu_seconds()
        for _ in range(LOOKS):
            look()
        return 1000 * (tool.cpu_seconds() - before) / LOOKS

    return cost(lambda: client.look("wall", version)), cost(lambda: client.look("wall")), len(text.encode())


@contextmanager
def _running(threads: list[threading.Thread], done: threading.Event) -> Iterator[None]:
    for one in threads:
        one.start()
    try:
        yield
    finally:
        done.set()
        for one in threads:
            one.join()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, nargs="+", default=[30, 200, 500])
    parser.add_argument("--seconds", type=float, default=60, help="in which all of them share")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
